package io.tidemark.profile.compare;

import io.tidemark.profile.baseline.FeatureBaseline;
import io.tidemark.profile.baseline.FeatureKind;
import io.tidemark.profile.binning.CategoricalBinning;
import io.tidemark.profile.binning.NumericBinning;
import io.tidemark.profile.sketch.CategoryCount;
import io.tidemark.profile.sketch.CategorySketch;
import io.tidemark.profile.sketch.FeatureSketch;
import io.tidemark.profile.sketch.NumericSketch;
import io.tidemark.profile.stats.ChiSquare;
import io.tidemark.profile.stats.EmpiricalCdf;
import io.tidemark.profile.stats.Exceedances;
import io.tidemark.profile.stats.Hellinger;
import io.tidemark.profile.stats.JensenShannon;
import io.tidemark.profile.stats.KolmogorovSmirnov;
import io.tidemark.profile.stats.LInfinity;
import io.tidemark.profile.stats.PopulationStabilityIndex;
import io.tidemark.profile.stats.Precision;
import io.tidemark.profile.stats.TotalVariation;
import io.tidemark.profile.stats.TwoProportion;
import io.tidemark.profile.stats.UnseenMass;
import io.tidemark.profile.stats.Wasserstein;
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
            if (baseline.kind() == FeatureKind.NUMERIC) {
                measureNumbers(before, now);
            } else {
                measureCategories();
            }
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

    private void measureBins(double pValue) {
        double inflation = inflation();
        put(
                Statistic.POPULATION_STABILITY_INDEX,
                PopulationStabilityIndex.of(baselineBins, currentBins),
                inflation * PopulationStabilityIndex.noiseFloor(baselineBins, currentBins),
                pValue);
        putRoot(
                Statistic.JENSEN_SHANNON,
                JensenShannon.of(baselineBins, currentBins),
                ofRoot(inflation, JensenShannon.noiseFloor(baselineBins, currentBins)),
                pValue);
        putRoot(
                Statistic.HELLINGER,
                Hellinger.of(baselineBins, currentBins),
                ofRoot(inflation, Hellinger.noiseFloor(baselineBins, currentBins)),
                pValue);
    }

    /** How much larger the variance of a bin's share is than that of independent rows. */
    private double inflation() {
        long before = Arrays.stream(baselineBins).sum();
        long now = Arrays.stream(currentBins).sum();
        return baseline.variation().precision(Aspect.SHAPE, before, now).variance()
                / Precision.ofRows(before, now).variance();
    }

    private static double ofRoot(double inflation, double noiseFloor) {
        return Math.min(1, Math.sqrt(inflation) * noiseFloor);
    }

    private void measureCategories() {
        DistributionTests distribution = DistributionTests.ofCategories(baseline, window, cells);
        tests = distribution.pValues();
        double pValue = distribution.combined();
        measureBins(pValue);
        double inflation = inflation();
        put(
                Statistic.TOTAL_VARIATION,
                TotalVariation.of(baselineBins, currentBins),
                ofRoot(inflation, TotalVariation.noiseFloor(baselineBins, currentBins)),
                pValue);
        put(
                Statistic.L_INFINITY,
                LInfinity.of(baselineBins, currentBins),
                ofRoot(inflation, LInfinity.noiseFloor(baselineBins, currentBins)),
                pValue);
        ChiSquare.of(baselineBins, currentBins)
                .ifPresent(test -> put(Statistic.CHI_SQUARE, test.statistic(), test.degreesOfFreedom(), test.pValue()));
    }

    private void measureNumbers(SideSummary before, SideSummary now) {
        NumericSummary old = before.numbers().orElseThrow();
        NumericSummary current = now.numbers().orElseThrow();
        EmpiricalCdf distribution = baseline.distribution();
        Precision precision = baseline.variation().precision(Aspect.LOCATION, distribution.n(), numbers.n());
        KolmogorovSmirnov ks =
                KolmogorovSmirnov.of(distribution, numbers, old.rankError(), current.rankError(), precision);
        DistributionTests allTests = DistributionTests.ofNumbers(baseline, window, cells, ks);
        tests = allTests.pValues();
        double pValue = allTests.combined();
        measureBins(pValue);
        put(Statistic.KOLMOGOROV_SMIRNOV, ks.statistic(), ks.noiseFloor(), pValue);
        OptionalDouble distance = Wasserstein.normalised(distribution, numbers, old.standardDeviation());
        OptionalDouble floor = Wasserstein.noiseFloor(
                distribution, precision, old.standardDeviation(), old.rankError(), current.rankError());
        if (distance.isPresent() && floor.isPresent()) {
            put(Statistic.WASSERSTEIN, distance.getAsDouble(), floor.getAsDouble(), pValue);
        }
        if (old.min() < old.max()) {
            measureStandstill(current, now.values());
        }
    }

    /** As likely without drift as that every value falls into the cell of the first one. */
    private void measureStandstill(NumericSummary current, long values) {
        boolean frozen = current.min() == current.max() && baseline.binning() instanceof NumericBinning;
        double share = frozen ? shareOfCell(((NumericBinning) baseline.binning()).cellOf(current.min())) : 1;
        measurements.put(
                Statistic.FROZEN,
                new Measurement(frozen ? 1 : 0, 0, frozen ? Math.pow(share, values - 1.0) : 1, frozen));
    }

    private double shareOfCell(int cell) {
        long[] before = baseline.cellCounts();
        return (double) Math.max(1, before[cell])
                / Math.max(1, Arrays.stream(before).sum());
    }

    private void measureRates(SideSummary before, SideSummary now) {
        putRate(Statistic.MISSING_RATE, Aspect.MISSING, before.missing(), before.rows(), now.missing(), now.rows());
        if (before.values() == 0) {
            return; // nothing known of the right type, range or categories
        }
        putRate(
                Statistic.INVALID_RATE,
                Aspect.INVALID,
                before.invalid(),
                before.invalid() + before.values(),
                now.invalid(),
                now.invalid() + now.values());
        if (baseline.kind() == FeatureKind.NUMERIC) {
            measureTails(before, now);
        } else {
            CategoryStatistics.unseen(baseline, now.unseen(), now.values())
                    .ifPresent(found -> measurements.put(Statistic.UNSEEN_RATE, found));
            CategoryStatistics.distinct(baseline, window)
                    .ifPresent(found -> measurements.put(Statistic.DISTINCT, judgedWhereRowsAreIndependent(found)));
        }
    }

    /** How many categories a window has is known of independent rows only: a day of good weather has no rain in it. */
    private Measurement judgedWhereRowsAreIndependent(Measurement found) {
        return baseline.variation().of(Aspect.SHAPE) == 0
                ? found
                : new Measurement(found.value(), found.noiseFloor(), found.pValue(), false);
    }

    private void measureTails(SideSummary before, SideSummary now) {
        if (now.values() == 0) {
            return;
        }
        put(
                Statistic.OUT_OF_RANGE_RATE,
                now.outOfRangeRate(),
                Exceedances.noiseFloor(before.values()),
                outOfRangePValue(before.values(), now));
        if (isExact(now) && before.values() >= FeatureComparison.FEWEST_BASELINE_VALUES) {
            putRate(
                    Statistic.TAIL_RATE,
                    Aspect.TAILS,
                    baseline.inTails(baseline.cellCounts()),
                    before.values(),
                    baseline.inTails(cells),
                    now.values());
        }
    }

    /**
     * Where windows vary, values beyond the range come in clusters, as those of the tails do: then they have to be more than a window may
     * have in the baseline's tails.
     */
    private double outOfRangePValue(long baselineValues, SideSummary now) {
        double exceedances = Exceedances.pValue(baselineValues, now.values(), now.outOfRange());
        if (baseline.variation().of(Aspect.TAILS) == 0) {
            return exceedances;
        }
        Precision precision = baseline.variation().precision(Aspect.TAILS, baselineValues, now.values());
        long inTails = baseline.inTails(baseline.cellCounts());
        return Math.max(
                exceedances, TwoProportion.pValue(inTails, baselineValues, now.outOfRange(), now.values(), precision));
    }

    /** Whether the cells of both sides are counts, and not taken from ranks that may be off by more than a tail holds. */
    private boolean isExact(SideSummary now) {
        return baseline.exactCounts()
                && (baseline.countedBy(window).isPresent()
                        || now.numbers().map(NumericSummary::rankError).orElse(0.0) == 0);
    }

    private void putRate(Statistic statistic, Aspect aspect, long before, long beforeRows, long now, long nowRows) {
        if (beforeRows > 0 && nowRows > 0) {
            Precision precision = baseline.variation().precision(aspect, beforeRows, nowRows);
            put(
                    statistic,
                    (double) now / nowRows - (double) before / beforeRows,
                    TwoProportion.noiseFloor(before, beforeRows, now, nowRows, precision),
                    TwoProportion.pValue(before, beforeRows, now, nowRows, precision),
                    before + now > 0);
        }
    }

    private void put(Statistic statistic, double value, double noiseFloor, double pValue) {
        put(statistic, value, noiseFloor, pValue, true);
    }

    private void putRoot(Statistic statistic, double value, double noiseFloor, double pValue) {
        measurements.put(
                statistic, new Measurement(value, noiseFloor, pValue, true, Measurement.Noise.ADDS_IN_SQUARES));
    }

    private void put(Statistic statistic, double value, double noiseFloor, double pValue, boolean tested) {
        measurements.put(statistic, new Measurement(value, noiseFloor, pValue, tested));
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
