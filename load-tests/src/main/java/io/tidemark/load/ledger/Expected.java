package io.tidemark.load.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What was written.
 *
 * @param rows records in all
 * @param windows what each window has to hold, by its start
 * @param deadLetters records that can't be profiled, by the reason
 * @param drifts the first windows of the drifts
 */
public record Expected(
        long rows, Map<Instant, WindowContent> windows, Map<String, Long> deadLetters, List<Instant> drifts) {
    static final class Tally {
        private final Map<Instant, WindowContent.Tally> windows = new TreeMap<>();
        private final Map<String, Long> deadLetters = new TreeMap<>();
        private long rows;

        void add(PlannedRow row) {
            rows++;
            if (row.fate() == Fate.PROFILED) {
                windows.computeIfAbsent(RowPlan.windowOf(row.time()), _ -> new WindowContent.Tally())
                        .add(row);
            } else {
                deadLetters.merge(row.fate().reason(), 1L, Long::sum);
            }
        }

        Expected total(List<Instant> drifts) {
            return new Expected(rows, WindowContent.totals(windows), deadLetters, drifts);
        }
    }
}
