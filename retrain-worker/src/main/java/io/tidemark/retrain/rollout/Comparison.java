package io.tidemark.retrain.rollout;

/**
 * The losses of two versions, beside a margin: whether the newer one's is more than {@code 1 + margin} times the older one's. Asked again whenever
 * a window is revised, so that a test for one look would find a difference sooner or later where there is none. Therefore it is a sequential one,
 * whose probability of ever being wrong is bounded however often it is looked at: with d the excess of the newer loss over the allowed one, V its
 * variance and τ the size of an excess that matters, the mixture likelihood ratio √(V/(V+τ²))·exp(τ²d²/(2V(V+τ²))) passes 1/α. Sources: Robbins,
 * Annals of Mathematical Statistics 41(5), 1970; Johari, Koomen, Pekelis and Walsh, Operations Research 70(3), 2022. The margin as in tests of
 * non-inferiority: Schumi and Wittes, Trials 12:106, 2011.
 *
 * @param margin 0 or more
 */
record Comparison(Loss newer, Loss older, double margin) {
    /** The probability that a version no worse than allowed is ever found worse. */
    static final double LEVEL = 0.05;

    /** An excess that matters where the margin is 0, as a share of the older loss. */
    private static final double SMALL = 0.1;

    /** By how much the newer loss is more than it may be. */
    double excess() {
        return newer.value() - (1 + margin) * older.value();
    }

    /** Whether it is within the margin as it was measured, chance or not. */
    boolean isWithin() {
        return excess() <= 0;
    }

    /** Whether it is more than allowed, beyond chance. */
    boolean isWorse() {
        return excess() > 0 && evidence() >= 1 / LEVEL;
    }

    /** Whether the newer one is the better one of the two as measured. */
    boolean isBetter() {
        return newer.value() <= older.value();
    }

    /** How many times likelier the losses are if the excess is of the size that matters than if there is none. */
    double evidence() {
        double variance = newer.variance() + (1 + margin) * (1 + margin) * older.variance();
        double matters = (margin > 0 ? margin : SMALL) * Math.abs(older.value());
        double prior = matters * matters;
        if (variance == 0 || prior == 0) {
            return excess() == 0 || variance > 0 ? 1 : Double.POSITIVE_INFINITY;
        }
        double both = variance + prior;
        return Math.sqrt(variance / both) * Math.exp(prior * excess() * excess() / (2 * variance * both));
    }
}
