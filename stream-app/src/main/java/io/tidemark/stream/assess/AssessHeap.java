package io.tidemark.stream.assess;

import io.tidemark.stream.control.Monitors;
import io.tidemark.stream.window.HeapUse;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/**
 * Keeps what one assess task holds within a part of the heap, whatever comes in: where it is too much, models give up {@link Holding}s until an
 * eighth is free, those without a spec before those with one, and of these the one that holds most. Parts of windows on their way count, and are
 * nothing that can be given up: at most one for each model and partition.
 */
final class AssessHeap {
    private final long budget;
    private final Monitors monitors;
    private final HeapUse all = new HeapUse();

    AssessHeap(long budget, Monitors monitors) {
        this.budget = budget;
        this.monitors = monitors;
    }

    HeapUse ofModel() {
        return all.part();
    }

    long bytes() {
        return all.bytes();
    }

    boolean isTooFull() {
        return all.bytes() > budget;
    }

    /** @param models all of the task */
    void relieve(Collection<ModelAssessment> models, Consumer<Assessment> out) {
        long target = budget - budget / 8;
        while (all.bytes() > target) {
            List<ModelAssessment> holding =
                    models.stream().filter(ModelAssessment::holdsAnything).toList();
            List<ModelAssessment> unasked = holding.stream()
                    .filter(model -> !monitors.hasSpec(model.name()))
                    .toList();
            ModelAssessment largest = (unasked.isEmpty() ? holding : unasked)
                    .stream()
                            .max(Comparator.comparingLong(ModelAssessment::heapBytes)
                                    .thenComparing(ModelAssessment::name))
                            .orElse(null);
            if (largest == null) {
                return;
            }
            largest.giveUp(Math.min(all.bytes() - target, Math.ceilDiv(largest.heapBytes(), 2)), out);
        }
    }
}
