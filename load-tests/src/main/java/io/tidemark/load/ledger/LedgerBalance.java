package io.tidemark.load.ledger;

import java.time.Instant;
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
        tally.compareWindows(expected.windows(), published.windows());
        tally.compareDeadLetters(expected.deadLetters(), published.deadLetters());
        published.twice().forEach(tally::twice);
        tally.differences.addAll(published.wrong());
        if (published.counted().orElse(expected.rows()) != expected.rows()) {
            tally.differences.add("the ledger tells of %d records, and %d were written"
                    .formatted(published.counted().orElseThrow(), expected.rows()));
        }
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

        void compareWindows(Map<Instant, WindowContent> written, Map<Instant, WindowContent> published) {
            for (Instant window : union(written.keySet(), published.keySet())) {
                String where = "in the window from " + window;
                WindowContent wanted = written.getOrDefault(window, WindowContent.EMPTY);
                WindowContent found = published.getOrDefault(window, WindowContent.EMPTY);
                if (wanted.rows() != found.rows()) {
                    differences.add("%d rows %s, and %d were written".formatted(found.rows(), where, wanted.rows()));
                }
                if (found.rows() > 0 && found.tellsBlocks()) {
                    compareBlocks(where, wanted.blocks(), found.blocks());
                } else {
                    count(wanted.rows(), found.rows());
                }
                compareFeatures(where, found);
            }
        }

        /** Here a lost row is not set off against another one that came twice. */
        private void compareBlocks(String where, Map<String, Long> written, Map<String, Long> published) {
            for (String block : union(written.keySet(), published.keySet())) {
                long wanted = written.getOrDefault(block, 0L);
                long found = published.getOrDefault(block, 0L);
                count(wanted, found);
                if (wanted != found) {
                    differences.add("%d rows of %s %s, and %d were written".formatted(found, block, where, wanted));
                }
            }
        }

        /** Rows that are lost or come twice are told of already; here only what is missing in rows that are there. */
        private void compareFeatures(String where, WindowContent found) {
            for (String feature : union(RowEncoder.FEATURES, found.present().keySet())) {
                long present = found.present().getOrDefault(feature, 0L);
                if (present != found.rows() || !RowEncoder.FEATURES.contains(feature)) {
                    differences.add("%d of the %d rows %s have %s".formatted(present, found.rows(), where, feature));
                }
            }
        }

        void compareDeadLetters(Map<String, Long> written, Map<String, Long> published) {
            for (String reason : union(written.keySet(), published.keySet())) {
                long wanted = written.getOrDefault(reason, 0L);
                long found = published.getOrDefault(reason, 0L);
                count(wanted, found);
                if (wanted != found) {
                    differences.add(
                            "%d dead letters with the reason %s, and %d were written".formatted(found, reason, wanted));
                }
            }
        }

        private void count(long wanted, long found) {
            lost += Math.max(0, wanted - found);
            surplus += Math.max(0, found - wanted);
        }

        private static <K extends Comparable<K>> Set<K> union(Set<K> some, Set<K> others) {
            Set<K> all = new TreeSet<>(some);
            all.addAll(others);
            return all;
        }

        void twice(String what) {
            surplus++;
            differences.add("published twice: " + what);
        }
    }
}
