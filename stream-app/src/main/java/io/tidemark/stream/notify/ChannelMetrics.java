package io.tidemark.stream.notify;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** What one channel's notifications came to, since the process began. Safe for use by several threads. */
public final class ChannelMetrics {
    private final LongAdder delivered = new LongAdder();
    private final LongAdder deliveredEvents = new LongAdder();
    private final LongAdder retried = new LongAdder();
    private final LongAdder merged = new LongAdder();
    private final LongAdder expired = new LongAdder();
    private final LongAdder unreadable = new LongAdder();
    private final ConcurrentMap<String, LongAdder> refused = new ConcurrentHashMap<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private volatile boolean failing;

    void countDelivered(int events) {
        delivered.increment();
        deliveredEvents.add(events);
        failing = false;
    }

    void countRetried() {
        retried.increment();
        failing = true;
    }

    void countMerged(int events) {
        merged.add(events);
    }

    void countExpired() {
        expired.increment();
    }

    void countUnreadable() {
        unreadable.increment();
    }

    void countRefused(String reason) {
        refused.computeIfAbsent(reason, _ -> new LongAdder()).increment();
        failing = false;
    }

    void setWaiting(int events) {
        waiting.set(events);
    }

    /** Messages that the other side took. */
    public long delivered() {
        return delivered.sum();
    }

    /** Events in these. */
    public long deliveredEvents() {
        return deliveredEvents.sum();
    }

    /** Attempts that failed and were or will be made again. */
    public long retried() {
        return retried.sum();
    }

    /** Messages that were given up because the other side refused them, by reason, such as {@code HTTP 400}. */
    public Map<String, Long> refused() {
        Map<String, Long> counts = new TreeMap<>();
        refused.forEach((reason, count) -> counts.put(reason, count.sum()));
        return counts;
    }

    /** Events that went into a digest, or into the message of a later event of their episode. */
    public long merged() {
        return merged.sum();
    }

    /** Events that were too old to be delivered, by the channel's {@code maxAge}. */
    public long expired() {
        return expired.sum();
    }

    /** Records of the topic of events that could not be read. */
    public long unreadable() {
        return unreadable.sum();
    }

    /** Events that have been read and not been delivered. */
    public int waiting() {
        return waiting.get();
    }

    /** Whether the last attempt failed. */
    public boolean isFailing() {
        return failing;
    }
}
