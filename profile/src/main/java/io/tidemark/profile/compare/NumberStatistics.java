package io.tidemark.profile.compare;

import io.tidemark.profile.baseline.FeatureBaseline;
import io.tidemark.profile.binning.NumericBinning;
import io.tidemark.profile.sketch.FeatureSketch;
import io.tidemark.profile.stats.Exceedances;
import io.tidemark.profile.stats.Precision;
import io.tidemark.profile.stats.TwoProportion;
import io.tidemark.profile.stats.WindowVariation.Aspect;
import java.util.Arrays;
import java.util.Optional;

/** What is measured of numbers beside how they are distributed: whether they stand still, and how many lie at the edges or beyond. */
final class NumberStatistics {
    private NumberStatistics() {}

    /**
     * Whether all values of the window are the same; nothing where the baseline's are. As likely without drift as that every value falls
     * into the cell of the first one.
     */
    static Optional<Measurement> frozen(FeatureBaseline baseline, SideSummary before, SideSummary now) {
        if (!(baseline.binning() instanceof NumericBinning bins)
                || before.numbers().filter(old -> old.min() < old.max()).isEmpty()) {
            return Optional.empty();
        }
        return now.numbers()
                .map(current -> current.min() == current.max()
                        ? new Measurement(
                                1,
                                0,
                                Math.pow(shareOfCell(baseline, bins.cellOf(current.min())), now.values() - 1.0),
                                true)
                        : new Measurement(0, 0, 1, false));
    }

    private static double shareOfCell(FeatureBaseline baseline, int cell) {
        long[] before = baseline.cellCounts();
        return (double) Math.max(1, before[cell])
                / Math.max(1, Arrays.stream(before).sum());
    }

    /** The rate of values outside of the baseline's range. */
    static Measurement outOfRange(FeatureBaseline baseline, SideSummary before, SideSummary now) {
        return new Measurement(
                now.outOfRangeRate(),
                Exceedances.noiseFloor(before.values()),
                outOfRangePValue(baseline, before.values(), now));
    }

    /**
     * Where windows vary, values beyond the range come in clusters, as those of the tails do: then they have to be more than a window may
     * have in the baseline's tails.
     */
    private static double outOfRangePValue(FeatureBaseline baseline, long baselineValues, SideSummary now) {
        double exceedances = Exceedances.pValue(baselineValues, now.values(), now.outOfRange());
        if (baseline.variation().of(Aspect.TAILS) == 0) {
            return exceedances;
        }
        Precision precision = baseline.variation().precision(Aspect.TAILS, baselineValues, now.values());
        long inTails = baseline.inTails(baseline.cellCounts());
        return Math.max(
                exceedances, TwoProportion.pValue(inTails, baselineValues, now.outOfRange(), now.values(), precision));
    }

    /**
     * The rate of values in the baseline's tails; nothing where these are not known, or not counted.
     *
     * @param cells the window's values per cell
     */
    static Optional<Measurement> tails(
            FeatureBaseline baseline, FeatureSketch window, long[] cells, SideSummary before, SideSummary now) {
        return before.values() >= FeatureComparison.FEWEST_BASELINE_VALUES && isExact(baseline, window, now)
                ? RateChange.of(
                        baseline,
                        Aspect.TAILS,
                        baseline.inTails(baseline.cellCounts()),
                        before.values(),
                        baseline.inTails(cells),
                        now.values())
                : Optional.empty();
    }

    /** Whether the cells of both sides are counts, and not taken from ranks that may be off by more than a tail holds. */
    private static boolean isExact(FeatureBaseline baseline, FeatureSketch window, SideSummary now) {
        return baseline.exactCounts()
                && (baseline.countedBy(window).isPresent()
                        || now.numbers().map(NumericSummary::rankError).orElse(0.0) == 0);
    }
}
