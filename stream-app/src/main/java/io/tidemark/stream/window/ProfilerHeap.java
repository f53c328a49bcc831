package io.tidemark.stream.window;

import io.tidemark.stream.control.Monitors;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * Keeps the open windows of one partition within a part of the heap, whatever comes in.
 *
 * <p><b>Sketches.</b> Where all windows together take too much, some {@linkplain LiveWindow#giveUp give up} their sketches until an eighth is
 * free: of models without a spec before those of models with one, then of the model that takes most, and of these segments before all rows and
 * the larger before the smaller. So one model that grows without bound costs others nothing, and models that somebody has applied a spec for
 * are safe from all that nobody has.
 *
 * <p><b>Windows.</b> A window that counts nothing but rows takes heap too. Half of the budget is for that: a quarter of it for all models
 * without a spec together, and of the rest a model with one may take as much as it leaves free, with segments three quarters as much. So there is always
 * room for another model with a spec, and for another pane of one that has too many segments.
 *
 * <p>What gives up follows from the order of this partition's records and from commits, and is saved with the windows.
 */
final class ProfilerHeap {
    private static final Comparator<LiveWindow> FIRST_TO_GO = Comparator.comparing(
                    (LiveWindow window) -> window.key.segment().equals(Segments.ALL))
            .thenComparing(LiveWindow::bytes, Comparator.reverseOrder())
            .thenComparing(window -> window.key, WindowKey.JUDGING_ORDER);

    private final long budget;
    /** Beyond this windows have to give up sketches: the budget, or more where there was not enough to give up. */
    private long tooFull;

    private final Monitors monitors;
    private final Collection<ModelProgress> models;
    private final HeapUse all = new HeapUse();
    /** What windows would take without any sketch, of models with a spec. */
    private final HeapUse asked = new HeapUse();
    /** The same of models that nobody has applied a spec for. A model is moved when it asks for room. */
    private final HeapUse unasked = new HeapUse();

    /** @param models all of the partition, at any time */
    ProfilerHeap(long budget, Monitors monitors, Collection<ModelProgress> models) {
        this.budget = budget;
        this.tooFull = budget;
        this.monitors = monitors;
        this.models = models;
    }

    ModelHeap ofModel(String model) {
        return new ModelHeap(all.part(), sharedBy(model));
    }

    private HeapUse sharedBy(String model) {
        return monitors.hasSpec(model) ? asked : unasked;
    }

    /** Whether a model may open another pane or version, with windows of {@code bareBytes}. */
    boolean hasRoom(ModelProgress model, long bareBytes) {
        return bareBytes <= roomOf(model) - takenBy(model);
    }

    /** Whether a model may open the window of another segment. It has to leave some room for windows of all rows. */
    boolean hasRoomForSegment(ModelProgress model, long bareBytes) {
        long room = roomOf(model);
        return bareBytes <= room - room / 4 - takenBy(model);
    }

    /** The most that its windows may take now; of a model without a spec, those of all such models. */
    private long roomOf(ModelProgress model) {
        HeapUse shared = sharedBy(model.model);
        model.heap.shareWith(shared);
        long room = budget / 2;
        long roomOfUnasked = room / 4;
        return shared == asked ? room - roomOfUnasked - asked.bytes() : roomOfUnasked;
    }

    private long takenBy(ModelProgress model) {
        return sharedBy(model.model) == asked ? model.heap.bareBytes() : unasked.bytes();
    }

    long bytes() {
        return all.bytes();
    }

    /** Whether {@link #relieve} is due. Where it was in vain, it is not until an eighth of the budget has been added. */
    boolean isTooFull() {
        tooFull = Math.min(tooFull, nextTooFull());
        return all.bytes() > tooFull;
    }

    private long nextTooFull() {
        return Math.max(budget, all.bytes() + budget / 8);
    }

    /**
     * Lets windows give up their journals, which only make commits smaller, and where that is not enough their sketches.
     *
     * @param dirtied gets those that were clean before
     */
    void relieve(Set<LiveWindow> dirtied) {
        models.forEach(ModelProgress::release);
        models.forEach(model -> model.windows().forEach(LiveWindow::giveUpJournal));
        giveUp(dirtied);
        tooFull = nextTooFull();
    }

    private void giveUp(Set<LiveWindow> dirtied) {
        long target = budget - budget / 8;
        while (all.bytes() > target) {
            List<ModelProgress> profiled =
                    models.stream().filter(ModelProgress::isProfiled).toList();
            List<ModelProgress> withoutSpec = profiled.stream()
                    .filter(model -> !monitors.hasSpec(model.model))
                    .toList();
            ModelProgress largest = (withoutSpec.isEmpty() ? profiled : withoutSpec)
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

    private static void relieve(ModelProgress model, long downTo, Set<LiveWindow> dirtied) {
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
