package io.tidemark.profile.baseline;

import io.tidemark.profile.binning.NumericBinning;
import io.tidemark.profile.sketch.FeatureSketch;
import io.tidemark.profile.stats.IntraclassCorrelation;
import io.tidemark.profile.stats.NormalScores;
import io.tidemark.profile.stats.WindowVariation;
import io.tidemark.profile.stats.WindowVariation.Aspect;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** Estimates how much a baseline's own windows differ, feature by feature. */
final class VariationEstimate {
    /** A window of fewer rows is mostly noise. */
    private static final long FEWEST_ROWS = 30;

    private final FeatureBaseline baseline;
    private final List<Counted> windows;

    /** What one window has of the feature. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Counted(long rows, long present, long values, long[] cells) {}

    private VariationEstimate(FeatureBaseline baseline, List<Counted> windows) {
        this.baseline = baseline;
        this.windows = windows;
    }

    /**
     * The variation of a feature.
     *
     * @param sketches of the feature, one for each of the windows that make up the baseline
     * @param rows of the same windows
     */
    static WindowVariation of(FeatureBaseline baseline, List<FeatureSketch> sketches, List<Long> rows) {
        List<Counted> windows = IntStream.range(0, sketches.size())
                .filter(i -> rows.get(i) >= FEWEST_ROWS)
                .mapToObj(i -> new Counted(
                        rows.get(i),
                        sketches.get(i).present(),
                        baseline.kind().valuesOf(sketches.get(i)),
                        baseline.count(sketches.get(i))))
                .toList();
        return windows.size() < WindowVariation.FEWEST_WINDOWS
                ? WindowVariation.NONE
                : new VariationEstimate(baseline, windows).estimate();
    }

    private WindowVariation estimate() {
        Map<Aspect, Double> correlations = new EnumMap<>(Aspect.class);
        correlations.put(Aspect.MISSING, ofRate(window -> window.rows() - window.present(), Counted::rows));
        correlations.put(Aspect.INVALID, ofRate(window -> window.present() - window.values(), Counted::present));
        List<Counted> withValues = windows.stream()
                .filter(window -> window.values() >= FEWEST_ROWS)
                .toList();
        // Where some windows have hardly a value, the others are all that it is known from.
        boolean enough = withValues.size() >= WindowVariation.FEWEST_WINDOWS;
        if (enough) {
            VariationEstimate ofValues = new VariationEstimate(baseline, withValues);
            correlations.put(Aspect.SHAPE, ofValues.ofShape());
            if (baseline.binning() instanceof NumericBinning) {
                long[] cells = baseline.cellCounts();
                correlations.put(Aspect.LOCATION, ofValues.ofScores(NormalScores.location(cells)));
                correlations.put(Aspect.SCALE, ofValues.ofScores(NormalScores.scale(cells)));
                correlations.put(
                        Aspect.TAILS, ofValues.ofRate(window -> baseline.inTails(window.cells()), Counted::values));
            }
        }
        return new WindowVariation(enough ? withValues.size() : windows.size(), correlations);
    }

    private double ofShape() {
        double[][] shares = windows.stream()
                .map(window -> Arrays.stream(baseline.binning().toBins(window.cells()))
                        .mapToDouble(count -> count / (double) window.values())
                        .toArray())
                .toArray(double[][]::new);
        return IntraclassCorrelation.ofShares(shares, each(Counted::values));
    }

    private double ofScores(double[] scores) {
        long[] all = baseline.cellCounts();
        double mean = mean(all, scores);
        double variance = 0;
        double total = Arrays.stream(all).sum();
        for (int i = 0; i < all.length; i++) {
            variance += (scores[i] - mean) * (scores[i] - mean) * all[i] / total;
        }
        return IntraclassCorrelation.of(each(window -> mean(window.cells(), scores)), each(Counted::values), variance);
    }

    private static double mean(long[] cells, double[] scores) {
        double sum = 0;
        double total = Arrays.stream(cells).sum();
        for (int i = 0; i < cells.length; i++) {
            sum += scores[i] * cells[i] / total;
        }
        return sum;
    }

    private double ofRate(ToDoubleFunction<Counted> hits, ToDoubleFunction<Counted> rows) {
        List<Counted> some = windows.stream()
                .filter(window -> rows.applyAsDouble(window) > 0)
                .toList();
        double all = some.stream().mapToDouble(rows).sum();
        double rate = all == 0 ? 0 : some.stream().mapToDouble(hits).sum() / all;
        return some.size() < WindowVariation.FEWEST_WINDOWS
                ? 0
                : IntraclassCorrelation.of(
                        some.stream()
                                .mapToDouble(window -> hits.applyAsDouble(window) / rows.applyAsDouble(window))
                                .toArray(),
                        some.stream().mapToDouble(rows).toArray(),
                        rate * (1 - rate));
    }

    private double[] each(ToDoubleFunction<Counted> of) {
        return windows.stream().mapToDouble(of).toArray();
    }
}
