package io.tidemark.load.scorecard.rule;

/** The tail of the Kolmogorov distribution, on a logarithmic scale so that it never underflows. */
final class KolmogorovTail {
    private static final double SMALLEST = 0.2; // P(K > 0.2) = 1 − 5e-13
    private static final double SWITCH = 1.18;

    private KolmogorovTail() {}

    /**
     * −ln P(K > √(nm/(n + m)) · D): of the plain two-sample test, without any correction.
     *
     * @param distance D
     */
    static double minusLogP(double distance, long n, long m) {
        return minusLogP(Math.sqrt((double) n / (n + m) * m) * distance);
    }

    /** −ln P(K > x): 2 Σ (−1)^(k−1) exp(−2k²x²), for small x by its theta transform. Source: Feller 1948. */
    static double minusLogP(double x) {
        if (x < SMALLEST) {
            return 0;
        }
        if (x < SWITCH) {
            double sum = 0;
            for (int k = 1; k <= 9; k += 2) {
                sum += Math.exp(-k * k * Math.PI * Math.PI / (8 * x * x));
            }
            return -Math.log1p(-Math.sqrt(2 * Math.PI) / x * sum);
        }
        double first = -2 * x * x;
        double others = -Math.exp(3 * first) + Math.exp(8 * first) - Math.exp(15 * first);
        return -(Math.log(2) + first + Math.log1p(others));
    }
}
