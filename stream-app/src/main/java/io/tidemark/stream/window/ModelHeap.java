package io.tidemark.stream.window;

/** How much heap the open windows of one model take, of {@link ProfilerHeap}. */
final class ModelHeap {
    private final HeapUse all;
    private final HeapUse bare = new HeapUse();
    /** What the windows of all models take that share the room for windows with this one. */
    private HeapUse shared;

    /**
     * @param all windows with their sketches, and events that wait
     * @param shared what windows would take without any sketch, of all models that share the room for these
     */
    ModelHeap(HeapUse all, HeapUse shared) {
        this.all = all;
        this.shared = shared;
    }

    /** @param more negative where something has gone */
    void add(long more) {
        all.add(more);
    }

    /** @param bareBytes of a window that has opened, or less these, that has closed */
    void opened(long bareBytes) {
        bare.add(bareBytes);
        shared.add(bareBytes);
    }

    /** From now on it shares the room for windows with others, as it does when a spec is applied for its model. */
    void shareWith(HeapUse others) {
        if (others != shared) {
            shared.add(-bare.bytes());
            shared = others;
            shared.add(bare.bytes());
        }
    }

    long bytes() {
        return all.bytes();
    }

    /** What its windows would take without any sketch. */
    long bareBytes() {
        return bare.bytes();
    }
}
