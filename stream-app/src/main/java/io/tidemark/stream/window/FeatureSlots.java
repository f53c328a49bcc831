package io.tidemark.stream.window;

import io.tidemark.profile.sketch.FeatureSketch;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a window has of each feature, by the names' ids, in pages: a window of few features is small, however large their ids are.
 */
@SuppressWarnings("ReferenceEquality") // whether a page is the one that all empty ones share
final class FeatureSlots {
    private static final int PAGE_BITS = 6;
    private static final int PAGE = 1 << PAGE_BITS;
    private static final @Nullable Slot[] EMPTY = new Slot[PAGE];

    private @Nullable Slot[][] pages = {EMPTY};

    /** A feature. */
    static final class Slot {
        final int nameId;
        /** None of a feature that the spec ignores. */
        final @Nullable FeatureSketch sketch;

        /** Its place among those whose dependence is watched; negative where it has none. */
        final int jointIndex;

        boolean saved;
        /** Its number in the window's {@link RowJournal}, from 1 on; 0 where it has none. */
        int journalNumber;
        /** About how much heap the sketch took when it was last looked at. */
        long bytes;

        Slot(int nameId, @Nullable FeatureSketch sketch, int jointIndex) {
            this.nameId = nameId;
            this.sketch = sketch;
            this.jointIndex = jointIndex;
        }
    }

    @Nullable
    Slot get(int nameId) {
        int page = nameId >> PAGE_BITS;
        return page < pages.length ? pages[page][nameId & PAGE - 1] : null;
    }

    void put(Slot slot) {
        int page = slot.nameId >> PAGE_BITS;
        if (page >= pages.length) {
            int known = pages.length;
            pages = Arrays.copyOf(pages, Math.max(page + 1, known * 2));
            Arrays.fill(pages, known, pages.length, EMPTY);
        }
        if (pages[page] == EMPTY) {
            pages[page] = new Slot[PAGE];
        }
        pages[page][slot.nameId & PAGE - 1] = slot;
    }

    /** In the order of ids. */
    void forEach(Consumer<Slot> action) {
        for (@Nullable Slot[] page : pages) {
            if (page != EMPTY) {
                for (Slot slot : page) {
                    if (slot != null) {
                        action.accept(slot);
                    }
                }
            }
        }
    }

    /** About how much heap it takes beside the sketches, as far as it has grown. */
    long heapBytes() {
        return 4L * pages.length
                + Arrays.stream(pages).filter(page -> page != EMPTY).count() * (4L * PAGE + 16);
    }
}
