package io.tidemark.profile.compare;

import io.tidemark.profile.baseline.FeatureBaseline;
import io.tidemark.profile.sketch.CategorySketch;
import io.tidemark.profile.sketch.FeatureSketch;
import io.tidemark.profile.sketch.NumericSketch;
import io.tidemark.profile.stats.CauchyCombination;
import io.tidemark.profile.stats.ChiSquare;
import io.tidemark.profile.stats.KolmogorovSmirnov;
import io.tidemark.profile.stats.LinearRankTest;
import io.tidemark.profile.stats.Precision;
import io.tidemark.profile.stats.WindowVariation.Aspect;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The tests of one feature's distribution, and the one p-value that follows from them. */
final class DistributionTests {
    private final Map<DistributionTest, Double> pValues = new EnumMap<>(DistributionTest.class);

    /** Tests numbers, which are both there. */
    static DistributionTests ofNumbers(
            FeatureBaseline baseline, FeatureSketch window, long[] cells, KolmogorovSmirnov ks) {
        DistributionTests tests = new DistributionTests();
        long[] baselineCells = baseline.cellCounts();
        double baselineError = baseline.exactCounts() ? 0 : rankError(baseline.sketch());
        double currentError = baseline.countedBy(window).isPresent() ? 0 : rankError(window);
        Function<Aspect, Precision> precision = aspect -> baseline.variation()
                .precision(aspect, rows(baselineCells), rows(cells))
                .blurred(baselineError, currentError);
        tests.put(
                DistributionTest.LOCATION,
                LinearRankTest.ofLocation(baselineCells, cells, precision.apply(Aspect.LOCATION))
                        .pValue());
        // Where spread varies from window to window, it does so by squares, whose distribution is far from a normal
        // one.
        if (baseline.variation().of(Aspect.SCALE) == 0) {
            tests.put(
                    DistributionTest.SCALE,
                    LinearRankTest.ofScale(baselineCells, cells, precision.apply(Aspect.SCALE))
                            .pValue());
        }
        ChiSquare.ofPooled(baseline.binCounts(), baseline.binning().toBins(cells), precision.apply(Aspect.SHAPE))
                .ifPresent(test -> tests.put(DistributionTest.SHAPE, test.pValue()));
        // Of windows that vary, the distribution of the largest difference is not known.
        if (baseline.variation().of(Aspect.LOCATION) == 0
                && baseline.variation().of(Aspect.SHAPE) == 0) {
            tests.put(DistributionTest.KOLMOGOROV_SMIRNOV, ks.pValue());
        }
        return tests;
    }

    /** Tests categories: single ones where all are known on both sides, as the bin of unseen ones is never alike. */
    static DistributionTests ofCategories(FeatureBaseline baseline, FeatureSketch window, long[] cells) {
        Optional<CategorySketch> before = baseline.sketch().categories().filter(CategorySketch::isExact);
        Optional<CategorySketch> now = window.categories().filter(CategorySketch::isExact);
        Precision precision = baseline.variation().precision(Aspect.SHAPE, rows(baseline.cellCounts()), rows(cells));
        Optional<ChiSquare> shape;
        if (before.isEmpty() || now.isEmpty()) {
            shape = ChiSquare.ofPooled(baseline.expectedBinCounts(), cells, precision);
        } else {
            Set<String> categories = new HashSet<>(before.get().names());
            categories.addAll(now.get().names());
            // By name: an order that depends neither on how sketches were merged nor on the counts, so that of equally
            // small bins always the same is taken, and none that favours a result.
            List<String> sorted = categories.stream().sorted().toList();
            shape = ChiSquare.ofPooled(
                    sorted.stream().mapToLong(before.get()::count).toArray(),
                    sorted.stream().mapToLong(now.get()::count).toArray(),
                    precision);
        }
        DistributionTests tests = new DistributionTests();
        shape.ifPresent(test -> tests.put(DistributionTest.SHAPE, test.pValue()));
        return tests;
    }

    private static double rankError(FeatureSketch sketch) {
        return sketch.numeric().map(NumericSketch::rankError).orElse(0.0);
    }

    private static long rows(long[] cells) {
        return Arrays.stream(cells).sum();
    }

    private void put(DistributionTest test, double pValue) {
        pValues.put(test, pValue);
    }

    Map<DistributionTest, Double> pValues() {
        return pValues;
    }

    double combined() {
        if (pValues.size() == 1) {
            return pValues.values().iterator().next();
        }
        CauchyCombination combination = new CauchyCombination();
        pValues.forEach((test, pValue) -> combination.add(pValue, test.weight()));
        return combination.pValue();
    }
}
