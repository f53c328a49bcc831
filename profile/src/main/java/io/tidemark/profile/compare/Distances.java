package io.tidemark.profile.compare;

import io.tidemark.profile.baseline.FeatureBaseline;
import io.tidemark.profile.sketch.FeatureSketch;
import io.tidemark.profile.stats.ChiSquare;
import io.tidemark.profile.stats.EmpiricalCdf;
import io.tidemark.profile.stats.Hellinger;
import io.tidemark.profile.stats.JensenShannon;
import io.tidemark.profile.stats.KolmogorovSmirnov;
import io.tidemark.profile.stats.LInfinity;
import io.tidemark.profile.stats.PopulationStabilityIndex;
import io.tidemark.profile.stats.Precision;
import io.tidemark.profile.stats.TotalVariation;
import io.tidemark.profile.stats.Wasserstein;
import io.tidemark.profile.stats.WindowVariation.Aspect;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalDouble;

/** How differently the values of a window are distributed: one question with one p-value, however many distances measure it. */
final class Distances {
    private final long[] baselineBins;
    private final long[] currentBins;
    private final DistributionTests tests;
    private final double pValue;
    /** How much larger the variance of a bin's share is than that of independent rows. */
    private final double inflation;

    private final Map<Statistic, Measurement> measurements = new EnumMap<>(Statistic.class);

    /** The numbers of one side. */
    record Numbers(EmpiricalCdf distribution, NumericSummary summary) {}

    private Distances(FeatureBaseline baseline, long[] cells, DistributionTests tests) {
        this.baselineBins = baseline.expectedBinCounts();
        this.currentBins = baseline.binning().toBins(cells);
        this.tests = tests;
        this.pValue = tests.combined();
        long before = Arrays.stream(baselineBins).sum();
        long now = Arrays.stream(currentBins).sum();
        this.inflation =
                baseline.variation().precision(Aspect.SHAPE, before, now).variance()
                        / Precision.ofRows(before, now).variance();
        measureBins();
    }

    /**
     * Of numbers, of which both sides have some.
     *
     * @param cells the window's values per cell
     */
    static Distances ofNumbers(
            FeatureBaseline baseline, FeatureSketch window, long[] cells, Numbers before, Numbers now) {
        EmpiricalCdf old = before.distribution();
        EmpiricalCdf current = now.distribution();
        double oldError = before.summary().rankError();
        double currentError = now.summary().rankError();
        double deviation = before.summary().standardDeviation();
        Precision precision = baseline.variation().precision(Aspect.LOCATION, old.n(), current.n());
        KolmogorovSmirnov ks = KolmogorovSmirnov.of(old, current, oldError, currentError, precision);
        Distances distances = new Distances(baseline, cells, DistributionTests.ofNumbers(baseline, window, cells, ks));
        distances.put(Statistic.KOLMOGOROV_SMIRNOV, ks.statistic(), ks.noiseFloor());
        OptionalDouble distance = Wasserstein.normalised(old, current, deviation);
        OptionalDouble floor = Wasserstein.noiseFloor(old, precision, deviation, oldError, currentError);
        if (distance.isPresent() && floor.isPresent()) {
            distances.put(Statistic.WASSERSTEIN, distance.getAsDouble(), floor.getAsDouble());
        }
        return distances;
    }

    /**
     * Of categories, of which both sides have some.
     *
     * @param cells the window's values per cell
     */
    static Distances ofCategories(FeatureBaseline baseline, FeatureSketch window, long[] cells) {
        Distances distances = new Distances(baseline, cells, DistributionTests.ofCategories(baseline, window, cells));
        distances.measureCategories();
        return distances;
    }

    private void measureBins() {
        put(
                Statistic.POPULATION_STABILITY_INDEX,
                PopulationStabilityIndex.of(baselineBins, currentBins),
                inflation * PopulationStabilityIndex.noiseFloor(baselineBins, currentBins));
        putRoot(
                Statistic.JENSEN_SHANNON,
                JensenShannon.of(baselineBins, currentBins),
                inflated(JensenShannon.noiseFloor(baselineBins, currentBins)));
        putRoot(
                Statistic.HELLINGER,
                Hellinger.of(baselineBins, currentBins),
                inflated(Hellinger.noiseFloor(baselineBins, currentBins)));
    }

    private void measureCategories() {
        put(
                Statistic.TOTAL_VARIATION,
                TotalVariation.of(baselineBins, currentBins),
                inflated(TotalVariation.noiseFloor(baselineBins, currentBins)));
        put(
                Statistic.L_INFINITY,
                LInfinity.of(baselineBins, currentBins),
                inflated(LInfinity.noiseFloor(baselineBins, currentBins)));
        ChiSquare.of(baselineBins, currentBins)
                .ifPresent(test -> measurements.put(
                        Statistic.CHI_SQUARE,
                        new Measurement(test.statistic(), test.degreesOfFreedom(), test.pValue())));
    }

    /** The noise floor of a distance that grows with the root of the variance. */
    private double inflated(double noiseFloor) {
        return Math.min(1, Math.sqrt(inflation) * noiseFloor);
    }

    private void put(Statistic statistic, double value, double noiseFloor) {
        measurements.put(statistic, new Measurement(value, noiseFloor, pValue));
    }

    private void putRoot(Statistic statistic, double value, double noiseFloor) {
        measurements.put(
                statistic, new Measurement(value, noiseFloor, pValue, true, Measurement.Noise.ADDS_IN_SQUARES));
    }

    Map<Statistic, Measurement> measurements() {
        return measurements;
    }

    /** The p-values of the tests that their own follows from. */
    Map<DistributionTest, Double> tests() {
        return tests.pValues();
    }
}
