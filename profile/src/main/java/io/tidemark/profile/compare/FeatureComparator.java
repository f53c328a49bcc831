package io.tidemark.profile.compare;

import io.tidemark.profile.baseline.FeatureBaseline;
import io.tidemark.profile.baseline.FeatureKind;
import io.tidemark.profile.binning.CategoricalBinning;
import io.tidemark.profile.binning.NumericBinning;
import io.tidemark.profile.sketch.BinCounts;
import io.tidemark.profile.sketch.CategoryCount;
import io.tidemark.profile.sketch.CategorySketch;
import io.tidemark.profile.sketch.FeatureSketch;
import io.tidemark.profile.sketch.NumericSketch;
import io.tidemark.profile.stats.ChiSquare;
import io.tidemark.profile.stats.EmpiricalCdf;
import io.tidemark.profile.stats.Hellinger;
import io.tidemark.profile.stats.JensenShannon;
import io.tidemark.profile.stats.KolmogorovSmirnov;
import io.tidemark.profile.stats.LInfinity;
import io.tidemark.profile.stats.PopulationStabilityIndex;
import io.tidemark.profile.stats.TotalVariation;
import io.tidemark.profile.stats.TwoProportion;
import io.tidemark.profile.stats.UnseenMass;
import io.tidemark.profile.stats.Wasserstein;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

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
    private final long[] baselineBins;
    private final long[] currentBins;
    private final EmpiricalCdf numbers;
    private final Map<Statistic, Measurement> measurements = new EnumMap<>(Statistic.class);

    private FeatureComparator(FeatureBaseline baseline, FeatureSketch window, long windowRows) {
        this.baseline = baseline;
        this.window = window;
        this.windowRows = windowRows;
        this.baselineBins = baseline.expectedBinCounts();
        this.currentBins = baseline.count(window);
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
        SideSummary now = summary(window, windowRows, numbers, outOfRange(), unseen());
        if (before.values() > 0 && now.values() > 0) {
            measureBins();
            if (baseline.kind() == FeatureKind.NUMERIC) {
                measureNumbers(before, now);
            }
        }
        measureRates(before, now);
        return new FeatureComparison(
                baseline.name(), baseline.kind(), before, now, measurements, bins(), largestUnseen());
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

    private long outOfRange() {
        if (!(baseline.binning() instanceof NumericBinning bins)) {
            return 0;
        }
        Optional<BinCounts> counted =
                window.bins().filter(found -> found.binningId().equals(bins.id()));
        return counted.map(found -> found.belowRange() + found.aboveRange())
                .orElseGet(() -> numbers.countBelow(bins.min()) + numbers.n() - numbers.countAtOrBelow(bins.max()));
    }

    private long unseen() {
        return baseline.binning() instanceof CategoricalBinning bins ? currentBins[bins.unseenIndex()] : 0;
    }

    private long expectedUnseen() {
        double rate = baseline.expectedUnseen().map(UnseenMass::rate).orElse(0.0);
        return Math.round(rate * baseline.kind().valuesOf(baseline.sketch()));
    }

    /** Whether both samples fall alike: over single categories where all are known, as the bin of unseen ones is never alike. */
    private double binsPValue() {
        Optional<CategorySketch> before = baseline.sketch().categories().filter(CategorySketch::isExact);
        Optional<CategorySketch> now = window.categories().filter(CategorySketch::isExact);
        Optional<ChiSquare> test;
        if (baseline.kind() == FeatureKind.NUMERIC || before.isEmpty() || now.isEmpty()) {
            test = ChiSquare.ofPooled(baselineBins, currentBins);
        } else {
            Set<String> categories = new HashSet<>(before.get().names());
            categories.addAll(now.get().names());
            test = ChiSquare.ofPooled(
                    categories.stream().mapToLong(before.get()::count).toArray(),
                    categories.stream().mapToLong(now.get()::count).toArray());
        }
        return test.map(ChiSquare::pValue).orElse(1.0);
    }

    private void measureBins() {
        double pValue = binsPValue();
        put(
                Statistic.POPULATION_STABILITY_INDEX,
                PopulationStabilityIndex.of(baselineBins, currentBins),
                PopulationStabilityIndex.noiseFloor(baselineBins, currentBins),
                pValue);
        put(
                Statistic.JENSEN_SHANNON,
                JensenShannon.of(baselineBins, currentBins),
                JensenShannon.noiseFloor(baselineBins, currentBins),
                pValue);
        put(
                Statistic.HELLINGER,
                Hellinger.of(baselineBins, currentBins),
                Hellinger.noiseFloor(baselineBins, currentBins),
                pValue);
        if (baseline.kind() == FeatureKind.NUMERIC) {
            return;
        }
        put(
                Statistic.TOTAL_VARIATION,
                TotalVariation.of(baselineBins, currentBins),
                TotalVariation.noiseFloor(baselineBins, currentBins),
                pValue);
        put(
                Statistic.L_INFINITY,
                LInfinity.of(baselineBins, currentBins),
                LInfinity.noiseFloor(baselineBins, currentBins),
                pValue);
        ChiSquare.of(baselineBins, currentBins)
                .ifPresent(test -> put(Statistic.CHI_SQUARE, test.statistic(), test.degreesOfFreedom(), test.pValue()));
    }

    private void measureNumbers(SideSummary before, SideSummary now) {
        NumericSummary old = before.numbers().orElseThrow();
        double currentError = now.numbers().orElseThrow().rankError();
        EmpiricalCdf distribution = baseline.distribution();
        KolmogorovSmirnov test = KolmogorovSmirnov.of(distribution, numbers, old.rankError(), currentError);
        put(Statistic.KOLMOGOROV_SMIRNOV, test.statistic(), test.noiseFloor(), test.pValue());
        OptionalDouble distance = Wasserstein.normalised(distribution, numbers, old.standardDeviation());
        OptionalDouble floor = Wasserstein.noiseFloor(
                distribution, numbers.n(), old.standardDeviation(), old.rankError(), currentError);
        if (distance.isPresent() && floor.isPresent()) {
            put(Statistic.WASSERSTEIN, distance.getAsDouble(), floor.getAsDouble(), test.pValue());
        }
    }

    private void measureRates(SideSummary before, SideSummary now) {
        putRate(Statistic.MISSING_RATE, before.missing(), before.rows(), now.missing(), now.rows());
        if (before.values() == 0) {
            return; // nothing known of the right type, range or categories
        }
        putRate(
                Statistic.INVALID_RATE,
                before.invalid(),
                before.invalid() + before.values(),
                now.invalid(),
                now.invalid() + now.values());
        if (baseline.kind() == FeatureKind.NUMERIC) {
            putRate(Statistic.OUT_OF_RANGE_RATE, 0, before.values(), now.outOfRange(), now.values());
        } else {
            CategoryStatistics.unseen(baseline, now.unseen(), now.values())
                    .ifPresent(found -> measurements.put(Statistic.UNSEEN_RATE, found));
            CategoryStatistics.distinct(baseline, window)
                    .ifPresent(found -> measurements.put(Statistic.DISTINCT, found));
        }
    }

    private void putRate(Statistic statistic, long before, long beforeRows, long now, long nowRows) {
        if (beforeRows > 0 && nowRows > 0) {
            put(
                    statistic,
                    (double) now / nowRows - (double) before / beforeRows,
                    TwoProportion.noiseFloor(before, beforeRows, now, nowRows),
                    TwoProportion.pValue(before, beforeRows, now, nowRows));
        }
    }

    private void put(Statistic statistic, double value, double noiseFloor, double pValue) {
        measurements.put(statistic, new Measurement(value, noiseFloor, pValue));
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
                ? window.categories().map(CategorySketch::counts).orElse(List.of()).stream()
                        .filter(count -> bins.isUnseen(count.category()))
                        .findFirst()
                : Optional.empty();
    }
}
