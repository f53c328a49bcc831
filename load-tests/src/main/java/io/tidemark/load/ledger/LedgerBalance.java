package io.tidemark.load.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * How what was published compares with what was written.
 *
 * @param lost rows that neither a window nor a dead letter has
 * @param surplus rows that windows or dead letters have beyond those that were written, and records that were published twice
 * @param differences all that is not as it has to be, in words; empty where every row is in its window or has its reason, once
 */
public record LedgerBalance(long lost, long surplus, List<String> differences) {
    public LedgerBalance {
        differences = List.copyOf(differences);
    }

    static LedgerBalance of(Expected expected, Published published) {
        Tally tally = new Tally();
        tally.compare("rows in the window from %s", expected.windows(), published.windows());
        tally.compare("dead letters with the reason %s", expected.deadLetters(), published.deadLetters());
        published.twice().forEach(tally::twice);
        // Rows that are lost or come twice are told of above; here only what is missing in rows that are there.
        published.windows().forEach((window, rows) -> {
            long embeddings = published.embeddings().getOrDefault(window, 0L);
            if (embeddings != rows) {
                tally.differences.add(
                        "%d embeddings in the window from %s, which has %d rows".formatted(embeddings, window, rows));
            }
        });
        if (!expected.drifts().equals(published.episodes())) {
            tally.differences.add("episodes of %s began at %s, and the drifts at %s"
                    .formatted(RowPlan.DRIFTING, published.episodes(), expected.drifts()));
        }
        return new LedgerBalance(tally.lost, tally.surplus, tally.differences);
    }

    /** Whether every row is accounted for once. */
    public boolean isExact() {
        return differences.isEmpty();
    }

    private static final class Tally {
        private final List<String> differences = new ArrayList<>();
        private long lost;
        private long surplus;

        <K extends Comparable<K>> void compare(String what, Map<K, Long> written, Map<K, Long> published) {
            Set<K> keys = new TreeSet<>(written.keySet());
            keys.addAll(published.keySet());
            for (K key : keys) {
                long wanted = written.getOrDefault(key, 0L);
                long found = published.getOrDefault(key, 0L);
                lost += Math.max(0, wanted - found);
                surplus += Math.max(0, found - wanted);
                if (wanted != found) {
                    differences.add("%d %s, and %d were written".formatted(found, what.formatted(key), wanted));
                }
            }
        }

        void twice(String what) {
            surplus++;
            differences.add("published twice: " + what);
        }
    }
}
