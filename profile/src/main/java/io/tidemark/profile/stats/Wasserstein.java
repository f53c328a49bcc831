package io.tidemark.profile.stats;

import java.util.OptionalDouble;

/**
 * The first Wasserstein distance ∫ |F − G| dx, divided by the baseline's standard deviation: how far the average row has moved,
 * in standard deviations. A shift of every value by δ gives |δ|/σ. Source: Vallender, Calculation of the Wasserstein distance
 * between probability distributions on the line, 1974; scipy's {@code wasserstein_distance}.
 */
public final class Wasserstein {
    private Wasserstein() {}

    /**
     * The normalised distance of two distributions with rows; nothing where the baseline is constant or a value is so large that
     * the distance overflows.
     *
     * @param standardDeviation the baseline's, in the values' unit
     */
    public static OptionalDouble normalised(EmpiricalCdf baseline, EmpiricalCdf current, double standardDeviation) {
        return normalise(distance(baseline, current), standardDeviation);
    }

    /** ∫ |F − G| dx in the values' unit. */
    public static double distance(EmpiricalCdf baseline, EmpiricalCdf current) {
        double n = baseline.n();
        double m = current.n();
        double area = 0;
        double gap = 0;
        double last = Math.min(baseline.value(0), current.value(0));
        long below = 0;
        long currentBelow = 0;
        for (int i = 0, j = 0; i < baseline.size() || j < current.size(); ) {
            double next = i < baseline.size() ? baseline.value(i) : Double.POSITIVE_INFINITY;
            double currentNext = j < current.size() ? current.value(j) : Double.POSITIVE_INFINITY;
            double value = Math.min(next, currentNext);
            area += gap * (value - last);
            if (next == value) {
                below = baseline.cumulative(i++);
            }
            if (currentNext == value) {
                currentBelow = current.cumulative(j++);
            }
            gap = Math.abs(below / n - currentBelow / m);
            last = value;
        }
        return area;
    }

    /**
     * The expectation of the normalised distance without drift, √(2/π) ∫ √(F(1 − F)(1/n + 1/m)) dx / σ, F being the baseline's:
     * without drift √(nm/(n + m))·(F − G) is a Brownian bridge (del Barrio, Giné and Matrán, Annals of Probability 27(2), 1999).
     * A sketch whose rank error has the standard deviation s adds noise like that of a sample of 1/(4s²) rows. Nothing where the
     * distance is not defined.
     *
     * @param precision what the rows of both sides are worth, the sketches' blur apart
     * @param baselineRankError how far ranks of the baseline's sketch may be off with 99 % confidence, that is 2.58 s
     * @param currentRankError the same of the current sketch
     */
    public static OptionalDouble noiseFloor(
            EmpiricalCdf baseline,
            Precision precision,
            double standardDeviation,
            double baselineRankError,
            double currentRankError) {
        double n = baseline.n();
        double integral = 0;
        for (int i = 0; i + 1 < baseline.size(); i++) {
            double f = baseline.cumulative(i) / n;
            integral += Math.sqrt(f * (1 - f)) * (baseline.value(i + 1) - baseline.value(i));
        }
        double rankDeviation =
                precision.blurred(baselineRankError, currentRankError).rankDeviation();
        double variance = precision.variance() + 4 * rankDeviation * rankDeviation;
        return normalise(Math.sqrt(2 / Math.PI * variance) * integral, standardDeviation);
    }

    private static OptionalDouble normalise(double distance, double standardDeviation) {
        double normalised = distance / standardDeviation;
        return standardDeviation > 0 && Double.isFinite(standardDeviation) && Double.isFinite(normalised)
                ? OptionalDouble.of(normalised)
                : OptionalDouble.empty();
    }
}
