package io.tidemark.serving.log;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * What became of every inference, and how many may be in memory.
 *
 * <p>Every logged inference ends once, as written or dropped for one reason. From {@link #admit} to its end it counts as pending. Safe for
 * use by several threads; no method waits.
 */
final class EventAccount {
    private final int maxEvents;
    private final long maxBytes;
    private final AtomicLong pendingEvents = new AtomicLong();
    private final AtomicLong pendingBytes = new AtomicLong();
    private final LongAdder logged = new LongAdder();
    private final LongAdder written = new LongAdder();
    private final Map<DropReason, Drops> dropped = new EnumMap<>(DropReason.class);

    private static final class Drops {
        private final LongAdder count = new LongAdder();
        private volatile String lastDetail = "";
    }

    EventAccount(int maxEvents, long maxBytes) {
        this.maxEvents = maxEvents;
        this.maxBytes = maxBytes;
        for (DropReason reason : DropReason.values()) {
            dropped.put(reason, new Drops());
        }
    }

    /** Counts an inference that was just handed over, whatever becomes of it. */
    void logged() {
        logged.increment();
    }

    /** Makes room for an inference of this weight in bytes, if there is. */
    boolean admit(long weight) {
        if (pendingEvents.incrementAndGet() > maxEvents) {
            pendingEvents.decrementAndGet();
            return false;
        }
        if (pendingBytes.addAndGet(weight) > maxBytes) {
            release(weight);
            return false;
        }
        return true;
    }

    /** Whether {@link #admit} can never have room for it. */
    boolean isTooHeavy(long weight) {
        return weight > maxBytes;
    }

    /** An admitted inference was acknowledged by Kafka. */
    void written(long weight) {
        written.increment();
        release(weight);
    }

    /** An admitted inference will not be written. */
    void dropped(long weight, DropReason reason, String detail) {
        turnedAway(reason, detail);
        release(weight);
    }

    /** An inference that was not admitted will not be written. */
    void turnedAway(DropReason reason, String detail) {
        Drops drops = drops(reason);
        drops.lastDetail = detail;
        drops.count.increment();
    }

    private void release(long weight) {
        pendingBytes.addAndGet(-weight);
        pendingEvents.decrementAndGet();
    }

    long pending() {
        return pendingEvents.get();
    }

    long dropped(DropReason reason) {
        return drops(reason).count.sum();
    }

    /** What was wrong with the last inference that was dropped for this reason. */
    String lastDetail(DropReason reason) {
        return drops(reason).lastDetail;
    }

    @SuppressWarnings("NullAway") // every reason has one
    private Drops drops(DropReason reason) {
        return dropped.get(reason);
    }

    LogCounts counts() {
        Map<DropReason, Long> drops = new EnumMap<>(DropReason.class);
        dropped.forEach((reason, of) -> drops.put(reason, of.count.sum()));
        return new LogCounts(logged.sum(), written.sum(), pending(), drops);
    }
}
