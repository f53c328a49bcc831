package io.tidemark.retrain.track;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;

/** What telling one tracking server of jobs came to, since the process began. Safe for use by several threads. */
public final class SinkMetrics {
    private final LongAdder delivered = new LongAdder();
    private final LongAdder retried = new LongAdder();
    private final LongAdder unreadable = new LongAdder();
    private final ConcurrentMap<String, LongAdder> givenUp = new ConcurrentHashMap<>();
    private volatile boolean failing;

    void countDelivered() {
        delivered.increment();
        failing = false;
    }

    void countRetried() {
        retried.increment();
        failing = true;
    }

    void countGivenUp(String reason) {
        givenUp.computeIfAbsent(reason, _ -> new LongAdder()).increment();
        failing = false;
    }

    void countUnreadable() {
        unreadable.increment();
    }

    /** Begins and ends of jobs that the server took. */
    public long delivered() {
        return delivered.sum();
    }

    /** Attempts that failed and were or will be made again. */
    public long retried() {
        return retried.sum();
    }

    /** Begins and ends of jobs that the server refused for good, by reason, such as {@code HTTP 400}. */
    public Map<String, Long> givenUp() {
        Map<String, Long> counts = new TreeMap<>();
        givenUp.forEach((reason, count) -> counts.put(reason, count.sum()));
        return counts;
    }

    /** Records of the topic of jobs that could not be read. */
    public long unreadable() {
        return unreadable.sum();
    }

    /** Whether the last attempt failed and another one follows. */
    public boolean isFailing() {
        return failing;
    }
}
