package io.tidemark.load.ledger;

import java.time.Instant;

/**
 * A record to write.
 *
 * @param number counted from 0; also of a record written twice
 * @param time event time of a record that is profiled
 */
public record PlannedRow(long number, int partition, Fate fate, Instant time) {
    private static final int ROWS_OF_A_BLOCK = 25;
    private static final int BLOCKS = 20;

    /**
     * Which of twenty runs of rows it belongs to: a category by which a lost row is told from another one that came twice. Half a window has
     * all of them equally often, so that they never drift.
     */
    String block() {
        return "block-" + number / ROWS_OF_A_BLOCK % BLOCKS;
    }
}
