package io.tidemark.profile.compare;

import io.tidemark.profile.baseline.JointBaseline;
import io.tidemark.profile.sketch.JointLayout;
import io.tidemark.profile.sketch.JointSketch;
import io.tidemark.profile.stats.CorrelationTest;
import java.util.List;
import java.util.Optional;

/**
 * How features of a window depend on each other, beside the baseline: the two coordinates whose correlation changed most surely.
 *
 * @param first the features of the one coordinate: one, or several where there are more features than coordinates
 * @param second the features of the other
 * @param before their correlation in the baseline
 * @param now their correlation in the window
 * @param change how far apart the correlations are, with the p-value over all pairs
 */
public record DependenceComparison(
        List<String> first,
        List<String> second,
        double before,
        double now,
        Measurement change,
        long baselineRows,
        long currentRows) {
    public DependenceComparison {
        first = List.copyOf(first);
        second = List.copyOf(second);
    }

    /** Compares over the baseline's layout; nothing where fewer than two coordinates vary on both sides, or a side has no rows. */
    public static Optional<DependenceComparison> compare(
            JointLayout layout, JointBaseline reference, JointSketch current) {
        JointSketch baseline = reference.sketch();
        boolean sameLayout =
                baseline.layoutId().equals(current.layoutId()) && baseline.coordinates() == current.coordinates();
        if (!sameLayout || baseline.rows() == 0 || current.rows() == 0) {
            return Optional.empty();
        }
        int pairs = 0;
        int mostI = 0;
        int mostJ = 0;
        Optional<CorrelationTest> surest = Optional.empty();
        for (int i = 0; i < layout.coordinates(); i++) {
            for (int j = 0; j < i; j++) {
                if (varyOnBothSides(i, j, baseline, current)) {
                    pairs++;
                    CorrelationTest test = test(i, j, reference, current);
                    if (surest.isEmpty() || isSurer(test, surest.get())) {
                        surest = Optional.of(test);
                        mostI = i;
                        mostJ = j;
                    }
                }
            }
        }
        if (surest.isEmpty()) {
            return Optional.empty();
        }
        double pValue = Math.min(1, pairs * surest.get().pValue());
        return Optional.of(new DependenceComparison(
                layout.featuresOf(mostJ),
                layout.featuresOf(mostI),
                baseline.correlation(mostI, mostJ),
                current.correlation(mostI, mostJ),
                new Measurement(surest.get().change(), surest.get().noiseFloor(), pValue),
                baseline.rows(),
                current.rows()));
    }

    private static boolean varyOnBothSides(int i, int j, JointSketch baseline, JointSketch current) {
        return baseline.varies(i) && baseline.varies(j) && current.varies(i) && current.varies(j);
    }

    /** By z where both are so sure that their p-values are 0. */
    private static boolean isSurer(CorrelationTest test, CorrelationTest other) {
        return test.pValue() < other.pValue()
                || (test.pValue() == other.pValue() && Math.abs(test.z()) > Math.abs(other.z()));
    }

    private static CorrelationTest test(int i, int j, JointBaseline reference, JointSketch current) {
        JointSketch baseline = reference.sketch();
        double kurtosis = Math.max(
                Math.sqrt(baseline.kurtosis(i) * baseline.kurtosis(j)),
                Math.sqrt(current.kurtosis(i) * current.kurtosis(j)));
        return CorrelationTest.of(
                baseline.correlation(i, j),
                current.correlation(i, j),
                kurtosis,
                reference.precision(i, j, kurtosis, current.rows()));
    }
}
