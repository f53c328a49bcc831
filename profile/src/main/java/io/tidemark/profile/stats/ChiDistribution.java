package io.tidemark.profile.stats;

import org.apache.commons.numbers.gamma.LogGamma;

/** The root of a chi-squared variable, whose mean is the noise floor of every distance that is the root of a sum of squares. */
final class ChiDistribution {
    private ChiDistribution() {}

    /** √2 · Γ((d + 1)/2) / Γ(d/2) for d degrees of freedom; 0 for none. */
    static double mean(int degreesOfFreedom) {
        if (degreesOfFreedom <= 0) {
            return 0;
        }
        double d = degreesOfFreedom;
        return Math.sqrt(2) * Math.exp(LogGamma.value((d + 1) / 2) - LogGamma.value(d / 2));
    }
}
