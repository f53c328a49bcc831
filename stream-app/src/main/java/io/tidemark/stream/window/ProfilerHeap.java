package io.tidemark.stream.window;

import io.tidemark.stream.control.Monitors;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Keeps the open windows of one partition within a part of the heap, whatever comes in.
 *
 * <p><b>Sketches.</b> Where all windows together take too much, some {@linkplain LiveWindow#giveUp give up} their sketches until an eighth is
 * free: of models without a spec before those of models with one, then of the model that takes most, and of these segments before all rows and
 * the larger before the smaller. So one model that grows without bound costs others nothing, and models that somebody has applied a spec for
 * are safe from all that nobody has.
 *
 * <p><b>Windows.</b> A window that counts nothing but rows takes heap too. Half of the budget is for that, and a model may take as much of it as
 * it leaves free, with segments half as much; models without a spec are one model in this. So there is always room for another one, and for
 * another pane where a model has too many segments.
 *
 * <p>What gives up follows from the order of this partition's records and from commits, and is saved with the windows.
 */
final class ProfilerHeap {
    private static final Comparator<LiveWindow> FIRST_TO_GO = Comparator.comparing(
                    (LiveWindow window) -> window.key.segment().equals(Segments.ALL))
            .thenComparing(LiveWindow::bytes, Comparator.reverseOrder())
            .thenComparing(window -> window.key, WindowKey.JUDGING_ORDER);

    private final long budget;
    private final Monitors monitors;
    private final Collection<ModelProgress> models;
    private final HeapUse all = new HeapUse();
    private final HeapUse bare = new HeapUse();

    /** @param models all of the partition, at any time */
    ProfilerHeap(long budget, Monitors monitors, Collection<ModelProgress> models) {
        this.budget = budget;
        this.monitors = monitors;
        this.models = models;
    }

    ModelHeap ofModel() {
        return new ModelHeap(all.part(), bare.part());
    }

    /** Whether a model may open another pane or version, with windows of {@code bareBytes}. */
    boolean hasRoom(ModelProgress model, long bareBytes) {
        return takenBy(model) + bareBytes <= free();
    }

    /** Whether a model may open the window of another segment. It has to leave some room for windows of all rows. */
    boolean hasRoomForSegment(ModelProgress model, long bareBytes) {
        return takenBy(model) + bareBytes <= free() / 2;
    }

    private long free() {
        return budget / 2 - bare.bytes();
    }

    private long takenBy(ModelProgress model) {
        return monitors.hasSpec(model.model)
                ? model.heap.bareBytes()
                : models.stream()
                        .filter(other -> !monitors.hasSpec(other.model))
                        .mapToLong(other -> other.heap.bareBytes())
                        .sum();
    }

    long bytes() {
        return all.bytes();
    }

    boolean isTooFull() {
        return all.bytes() > budget;
    }

    /**
     * Lets windows give up their sketches.
     *
     * @param dirtied gets those that were clean before
     */
    void relieve(List<LiveWindow> dirtied) {
        models.forEach(ModelProgress::release);
        long target = budget - budget / 8;
        while (all.bytes() > target) {
            List<ModelProgress> profiled =
                    models.stream().filter(ModelProgress::isProfiled).toList();
            List<ModelProgress> unasked = profiled.stream()
                    .filter(model -> !monitors.hasSpec(model.model))
                    .toList();
            ModelProgress largest = (unasked.isEmpty() ? profiled : unasked)
                    .stream()
                            .max(Comparator.comparingLong((ModelProgress model) -> model.heap.bytes())
                                    .thenComparing(model -> model.model))
                            .orElse(null);
            if (largest == null) {
                return;
            }
            relieve(largest, Math.max(target - all.bytes() + largest.heap.bytes(), largest.heap.bytes() / 2), dirtied);
        }
    }

    private static void relieve(ModelProgress model, long downTo, List<LiveWindow> dirtied) {
        for (LiveWindow window : model.windows().stream()
                .filter(LiveWindow::isProfiled)
                .sorted(FIRST_TO_GO)
                .toList()) {
            if (window.giveUp()) {
                dirtied.add(window);
            }
            if (model.heap.bytes() <= downTo) {
                return;
            }
        }
    }
}
