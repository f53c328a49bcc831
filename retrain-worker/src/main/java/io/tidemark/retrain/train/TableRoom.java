package io.tidemark.retrain.train;

/** Whether there is memory for a table's cells in the form that a trainer takes them: said before they are made, as a heap that is full ends other work of the worker too. */
final class TableRoom {
    /** What of the heap they may take. */
    private static final double HEAP_SHARE = 0.5;

    private TableRoom() {}

    /**
     * Asks for room in this process.
     *
     * @throws TrainingException where there is too little
     */
    static void require(long rows, long columns, int bytesACell) {
        require(rows, columns, bytesACell, (long) (Runtime.getRuntime().maxMemory() * HEAP_SHARE));
    }

    static void require(long rows, long columns, int bytesACell, long mostBytes) {
        long bytes = rows * columns * bytesACell;
        if (bytes > mostBytes) {
            throw new TrainingException(
                    rows + " rows of " + columns + " columns take " + (bytes >> 20)
                            + " MB, more than the " + (mostBytes >> 20)
                            + " MB that there are for them: train on fewer rows, exclude features with many categories, or give the worker more memory");
        }
    }
}
