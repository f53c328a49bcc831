package io.tidemark.profile.compare;

import io.tidemark.profile.baseline.FeatureBaseline;
import io.tidemark.profile.baseline.FeatureKind;
import io.tidemark.profile.binning.CategoricalBinning;
import io.tidemark.profile.sketch.CategoryCount;
import io.tidemark.profile.sketch.CategorySketch;
import io.tidemark.profile.sketch.FeatureSketch;
import io.tidemark.profile.sketch.NumericSketch;
import io.tidemark.profile.stats.EmpiricalCdf;
import io.tidemark.profile.stats.UnseenMass;
import io.tidemark.profile.stats.WindowVariation.Aspect;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Compares a feature of a window with its baseline.
 *
 * <p>Everything is defined for every input: what can't be measured (a side without values, a constant baseline's Wasserstein
 * distance) is left out, nothing throws. Values of another type than the baseline's are invalid values, so a numeric feature that
 * turns to text has no distances but an invalid rate of 1.
 */
public final class FeatureComparator {
    private final FeatureBaseline baseline;
    private final FeatureSketch window;
    private final long windowRows;
    private final long[] cells;
    private final long[] baselineBins;
    private final long[] currentBins;
    private final EmpiricalCdf numbers;
    private final Map<Statistic, Measurement> measurements = new EnumMap<>(Statistic.class);
    private Map<DistributionTest, Double> tests = Map.of();

    private FeatureComparator(FeatureBaseline baseline, FeatureSketch window, long windowRows) {
        this.baseline = baseline;
        this.window = window;
        this.windowRows = windowRows;
        this.baselineBins = baseline.expectedBinCounts();
        this.cells = baseline.count(window);
        this.currentBins = baseline.binning().toBins(cells);
        this.numbers = baseline.kind() == FeatureKind.NUMERIC
                ? window.numeric().map(NumericSketch::distribution).orElse(EmpiricalCdf.empty())
                : EmpiricalCdf.empty();
    }

    /**
     * Compares a window with a baseline.
     *
     * @param current the window's sketch; best made by {@link FeatureBaseline#newSketch}, then its bins are counted exactly
     * @param currentRows all rows of the window, with the feature or without
     */
    public static FeatureComparison compare(FeatureBaseline baseline, FeatureSketch current, long currentRows) {
        return new FeatureComparator(baseline, current, currentRows).compare();
    }

    private FeatureComparison compare() {
        SideSummary before = summary(baseline.sketch(), baseline.rows(), baseline.distribution(), 0, expectedUnseen());
        SideSummary now = summary(window, windowRows, numbers, baseline.outOfRange(window), unseen());
        if (before.values() > 0 && now.values() > 0) {
            measureDistances(before, now);
        }
        measureRates(before, now);
        return new FeatureComparison(
                baseline.name(), baseline.kind(), before, now, measurements, tests, bins(), largestUnseen());
    }

    private SideSummary summary(
            FeatureSketch sketch, long rows, EmpiricalCdf distribution, long outOfRange, long unseen) {
        long values = baseline.kind().valuesOf(sketch);
        // A feature named twice in an event is present twice: never fewer rows than that.
        long allRows = Math.max(rows, sketch.present());
        return new SideSummary(
                allRows,
                allRows - sketch.present(),
                sketch.present() - values,
                values,
                outOfRange,
                unseen,
                sketch.oversized(),
                distribution.isEmpty()
                        ? Optional.empty()
                        : sketch.numeric().map(found -> numericSummary(found, distribution)),
                baseline.kind() == FeatureKind.NUMERIC
                        ? OptionalDouble.empty()
                        : OptionalDouble.of(sketch.categories()
                                .map(CategorySketch::distinctCount)
                                .orElse(0.0)));
    }

    private static NumericSummary numericSummary(NumericSketch sketch, EmpiricalCdf distribution) {
        return new NumericSummary(
                sketch.min(),
                sketch.max(),
                sketch.mean(),
                sketch.standardDeviation(),
                sketch.rankError(),
                Quantiles.of(distribution));
    }

    private long unseen() {
        return baseline.binning() instanceof CategoricalBinning bins ? currentBins[bins.unseenIndex()] : 0;
    }

    private long expectedUnseen() {
        double rate = baseline.expectedUnseen().map(UnseenMass::rate).orElse(0.0);
        return Math.round(rate * baseline.kind().valuesOf(baseline.sketch()));
    }

    private void measureDistances(SideSummary before, SideSummary now) {
        Distances distances = baseline.kind() == FeatureKind.NUMERIC
                ? Distances.ofNumbers(
                        baseline,
                        window,
                        cells,
                        new Distances.Numbers(
                                baseline.distribution(), before.numbers().orElseThrow()),
                        new Distances.Numbers(numbers, now.numbers().orElseThrow()))
                : Distances.ofCategories(baseline, window, cells);
        measurements.putAll(distances.measurements());
        tests = distances.tests();
    }

    private void measureRates(SideSummary before, SideSummary now) {
        put(
                Statistic.MISSING_RATE,
                RateChange.of(baseline, Aspect.MISSING, before.missing(), before.rows(), now.missing(), now.rows()));
        if (before.values() == 0) {
            return; // nothing known of the right type, range or categories
        }
        put(
                Statistic.INVALID_RATE,
                RateChange.of(
                        baseline,
                        Aspect.INVALID,
                        before.invalid(),
                        before.invalid() + before.values(),
                        now.invalid(),
                        now.invalid() + now.values()));
        if (now.values() == 0) {
            return;
        }
        if (baseline.kind() == FeatureKind.NUMERIC) {
            put(Statistic.FROZEN, NumberStatistics.frozen(baseline, before, now));
            put(Statistic.OUT_OF_RANGE_RATE, Optional.of(NumberStatistics.outOfRange(baseline, before, now)));
            put(Statistic.TAIL_RATE, NumberStatistics.tails(baseline, window, cells, before, now));
        } else {
            put(Statistic.UNSEEN_RATE, CategoryStatistics.unseen(baseline, now.unseen(), now.values()));
            put(Statistic.DISTINCT, CategoryStatistics.distinct(baseline, window));
        }
    }

    private void put(Statistic statistic, Optional<Measurement> measured) {
        measured.ifPresent(found -> measurements.put(statistic, found));
    }

    private List<BinShare> bins() {
        List<String> labels = baseline.binning().labels();
        double before = Math.max(1, Arrays.stream(baselineBins).sum());
        double now = Math.max(1, Arrays.stream(currentBins).sum());
        List<BinShare> bins = new ArrayList<>(labels.size());
        for (int i = 0; i < labels.size(); i++) {
            bins.add(new BinShare(labels.get(i), baselineBins[i] / before, currentBins[i] / now));
        }
        return bins;
    }

    private Optional<CategoryCount> largestUnseen() {
        return baseline.binning() instanceof CategoricalBinning bins
                ? window.categories().flatMap(known -> known.largest(bins::isUnseen))
                : Optional.empty();
    }
}
