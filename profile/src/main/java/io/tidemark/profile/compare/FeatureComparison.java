package io.tidemark.profile.compare;

import io.tidemark.profile.baseline.FeatureKind;
import io.tidemark.profile.binning.NumericBinning;
import io.tidemark.profile.sketch.CategoryCount;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One feature of a window beside its baseline.
 *
 * @param kind the baseline's kind; values of another type are invalid
 * @param measurements the statistics that are defined here: those of numbers or categories where both sides have values, those
 *     of rates where both sides have rows. All distances have the p-value of {@code tests} together, CHI_SQUARE that of the plain
 *     test
 * @param tests the p-values of the tests of the distribution; empty where a side has no values
 * @param bins the baseline's bins with both sides' shares, for a histogram
 * @param largestUnseen the most frequent category that the baseline never had, with its rows in the window
 */
public record FeatureComparison(
        String feature,
        FeatureKind kind,
        SideSummary baseline,
        SideSummary current,
        Map<Statistic, Measurement> measurements,
        Map<DistributionTest, Double> tests,
        List<BinShare> bins,
        Optional<CategoryCount> largestUnseen) {
    /**
     * Values that a baseline needs for its bins and tails to mean anything. Of fewer values each has a bin of its own, and all that lies
     * beside them would be the tails: then every window looks drifted, whatever it has.
     */
    public static final int FEWEST_BASELINE_VALUES = NumericBinning.PARTS;

    public FeatureComparison {
        EnumMap<Statistic, Measurement> ordered = new EnumMap<>(Statistic.class);
        ordered.putAll(measurements);
        measurements = Collections.unmodifiableMap(ordered);
        EnumMap<DistributionTest, Double> orderedTests = new EnumMap<>(DistributionTest.class);
        orderedTests.putAll(tests);
        tests = Collections.unmodifiableMap(orderedTests);
        bins = List.copyOf(bins);
    }

    /** A statistic, where it is defined. */
    public Optional<Measurement> measurement(Statistic statistic) {
        return Optional.ofNullable(measurements.get(statistic));
    }

    /** A statistic's value, where it is defined. */
    public OptionalDouble value(Statistic statistic) {
        Measurement found = measurements.get(statistic);
        return found == null ? OptionalDouble.empty() : OptionalDouble.of(found.value());
    }

    /** A statistic's p-value, where it is defined. */
    public OptionalDouble pValue(Statistic statistic) {
        Measurement found = measurements.get(statistic);
        return found == null ? OptionalDouble.empty() : OptionalDouble.of(found.pValue());
    }
}
