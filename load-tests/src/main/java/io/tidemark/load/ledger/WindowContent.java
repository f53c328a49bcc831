package io.tidemark.load.ledger;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a window holds.
 *
 * @param present rows that have a feature, by its name
 * @param blocks rows of each {@linkplain PlannedRow#block block}
 */
record WindowContent(long rows, Map<String, Long> present, Map<String, Long> blocks) {
    static final WindowContent EMPTY = new WindowContent(0, Map.of(), Map.of());

    /** Whether each of its rows is in a block. */
    boolean tellsBlocks() {
        return rows == present.getOrDefault(RowEncoder.BLOCK, 0L);
    }

    static Map<Instant, WindowContent> totals(Map<Instant, Tally> tallies) {
        Map<Instant, WindowContent> totals = new TreeMap<>();
        tallies.forEach((window, tally) -> totals.put(window, tally.total()));
        return totals;
    }

    /** Not safe for use by several threads. */
    static final class Tally {
        private final Map<String, Long> present = new TreeMap<>();
        private final Map<String, Long> blocks = new TreeMap<>();
        private long rows;

        void addRows(long more) {
            rows += more;
        }

        void addPresent(String feature, long more) {
            present.merge(feature, more, Long::sum);
        }

        void addBlock(String block, long more) {
            blocks.merge(block, more, Long::sum);
        }

        /** A row that has every feature. */
        void add(PlannedRow row) {
            addRows(1);
            RowEncoder.FEATURES.forEach(feature -> addPresent(feature, 1));
            addBlock(row.block(), 1);
        }

        void addAll(Tally other) {
            addRows(other.rows);
            other.present.forEach(this::addPresent);
            other.blocks.forEach(this::addBlock);
        }

        private WindowContent total() {
            return new WindowContent(rows, Map.copyOf(present), Map.copyOf(blocks));
        }
    }
}
