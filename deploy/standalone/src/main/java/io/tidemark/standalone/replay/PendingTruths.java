package io.tidemark.standalone.replay;

import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Queue;

/**
 * Truths that are not known yet, the earliest first; those of the same time in the order in which they were added. For one thread.
 *
 * @param <T> a truth
 */
public final class PendingTruths<T> {
    private record Pending<T>(Instant known, long number, T truth) {}

    private final Queue<Pending<T>> queue = new PriorityQueue<>(
            Comparator.<Pending<T>, Instant>comparing(Pending::known).thenComparingLong(Pending::number));
    private long added;

    /** Adds a truth that becomes known at that time. */
    public void add(Instant known, T truth) {
        queue.add(new Pending<>(known, added++, truth));
    }

    /** Takes the earliest truth, if it is known by then. */
    public Optional<T> takeKnownBy(Instant time) {
        return queue.isEmpty() || queue.element().known().isAfter(time) ? Optional.empty() : take();
    }

    /** Takes the earliest truth. */
    public Optional<T> take() {
        return Optional.ofNullable(queue.poll()).map(Pending::truth);
    }
}
