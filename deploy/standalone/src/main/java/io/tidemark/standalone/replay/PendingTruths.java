package io.tidemark.standalone.replay;

import io.tidemark.schemas.avro.GroundTruth;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Queue;

/** Truths that are not known yet, the earliest first; those of the same time in the order in which they were added. For one thread. */
final class PendingTruths {
    private record Pending(Instant known, long number, GroundTruth truth) {}

    private final Queue<Pending> queue =
            new PriorityQueue<>(Comparator.comparing(Pending::known).thenComparingLong(Pending::number));
    private long added;

    void add(GroundTruth truth) {
        queue.add(new Pending(truth.getEventTime(), added++, truth));
    }

    /** Takes the earliest truth, if it is known by then. */
    Optional<GroundTruth> takeKnownBy(Instant time) {
        return queue.isEmpty() || queue.element().known().isAfter(time) ? Optional.empty() : take();
    }

    /** Takes the earliest truth. */
    Optional<GroundTruth> take() {
        return Optional.ofNullable(queue.poll()).map(Pending::truth);
    }
}
