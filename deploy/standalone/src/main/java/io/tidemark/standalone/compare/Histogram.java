package io.tidemark.standalone.compare;

import io.tidemark.profile.baseline.FeatureKind;
import io.tidemark.profile.compare.BinShare;
import io.tidemark.profile.compare.FeatureComparison;
import java.util.Comparator;
import java.util.List;

/**
 * Both sides' shares of a feature's bins as two rows of bars on one scale: of a numeric feature the baseline's deciles from
 * low to high, so its own bars are level, of a categorical one the largest categories.
 */
public record Histogram(String baseline, String current) {

    private static final String BARS = " ▁▂▃▄▅▆▇█";
    private static final int MAX_BARS = 12;

    public static Histogram of(FeatureComparison comparison) {
        List<BinShare> bins = comparison.bins();
        if (comparison.kind() != FeatureKind.NUMERIC) {
            bins = bins.stream()
                    .sorted(Comparator.comparingDouble((BinShare bin) -> Math.max(bin.baseline(), bin.current()))
                            .reversed())
                    .limit(MAX_BARS)
                    .toList();
        }
        double top = bins.stream()
                .mapToDouble(bin -> Math.max(bin.baseline(), bin.current()))
                .max()
                .orElse(0);
        StringBuilder before = new StringBuilder();
        StringBuilder now = new StringBuilder();
        for (BinShare bin : bins) {
            before.append(bar(bin.baseline(), top));
            now.append(bar(bin.current(), top));
        }
        return new Histogram(before.toString(), now.toString());
    }

    /** No bar means none at all; whatever there is has at least the lowest. */
    private static char bar(double share, double top) {
        if (share <= 0 || top <= 0) {
            return BARS.charAt(0);
        }
        int height = (int) Math.round(share / top * (BARS.length() - 1));
        return BARS.charAt(Math.max(1, height));
    }
}
