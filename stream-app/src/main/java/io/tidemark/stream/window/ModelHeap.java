package io.tidemark.stream.window;

/** How much heap the open windows of one model take, of {@link ProfilerHeap}. */
final class ModelHeap {
    private final HeapUse all;
    private final HeapUse bare;

    /**
     * @param all windows with their sketches, and events that wait
     * @param bare what windows would take without any sketch
     */
    ModelHeap(HeapUse all, HeapUse bare) {
        this.all = all;
        this.bare = bare;
    }

    /** @param more negative where something has gone */
    void add(long more) {
        all.add(more);
    }

    /** @param bareBytes of a window that has opened, or less these, that has closed */
    void opened(long bareBytes) {
        bare.add(bareBytes);
    }

    long bytes() {
        return all.bytes();
    }

    long bareBytes() {
        return bare.bytes();
    }
}
