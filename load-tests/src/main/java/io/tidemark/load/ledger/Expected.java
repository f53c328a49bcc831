package io.tidemark.load.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What was written: rows of each window, and records that can't be profiled, by the reason. */
public record Expected(long rows, Map<Instant, Long> windows, Map<String, Long> deadLetters, List<Instant> drifts) {
    static final class Tally {
        private final Map<Instant, Long> windows = new TreeMap<>();
        private final Map<String, Long> deadLetters = new TreeMap<>();
        private long rows;

        void add(PlannedRow row) {
            rows++;
            if (row.fate() == Fate.PROFILED) {
                windows.merge(RowPlan.windowOf(row.time()), 1L, Long::sum);
            } else {
                deadLetters.merge(row.fate().reason(), 1L, Long::sum);
            }
        }

        Expected total(List<Instant> drifts) {
            return new Expected(rows, windows, deadLetters, drifts);
        }
    }
}
