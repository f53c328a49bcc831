package io.tidemark.profile.decision;

/**
 * Bets against the claim that an error rate is at most {@code p}. What a bet makes of 1 in a batch is its e-value: where the claim holds,
 * it is 1 or less on average. Several stakes, since the best one depends on how much the rate has risen.
 */
public enum ErrorBets {
    /**
     * On each row that it is wrong, at the odds that fit a rise of the odds of an error by the factor θ: {@code θ^k / (1 + (θ−1)p)^n}
     * for {@code k} errors among {@code n} rows, which is the likelihood ratio. An e-value where each row, given all before, is wrong
     * with a probability of at most {@code p}. Many rows tell much; rows that are wrong together tell less than they seem to, and break
     * the guarantee.
     */
    ON_ROWS(1.1, 1.25, 1.5, 2, 3, 5, 10) {
        @Override
        double logEValue(double factor, double p, long n, double k) {
            return k * Math.log(factor) - n * Math.log1p((factor - 1) * p);
        }

        @Override
        double most() {
            return 1;
        }
    },
    /**
     * A share s of all there is on the rate of the batch, which is one observation however many rows it has: {@code 1 + s(k/n − p)/p}. An
     * e-value where the batch's rate, given all batches before, is expected to be at most {@code p}. How its rows depend on each other
     * doesn't matter. Losses may be any number from 0 up, such as absolute errors, with {@code p} the mean loss that is allowed: all that
     * an e-value needs is that no bet loses more than it has.
     */
    ON_BATCHES(0.1, 0.25, 0.5, 0.75, 0.95) {
        @Override
        double logEValue(double share, double p, long n, double k) {
            return Math.log1p(share * (Math.min(k / n / p, Double.MAX_VALUE) - 1));
        }

        @Override
        double most() {
            return Double.MAX_VALUE;
        }
    };

    @SuppressWarnings("ImmutableEnumChecker") // neither written to nor handed out
    private final double[] stakes;

    ErrorBets(double... stakes) {
        this.stakes = stakes;
    }

    int size() {
        return stakes.length;
    }

    /**
     * Logarithm of the e-value of a batch.
     *
     * @param bet from 0, below {@link #size()}
     * @param p the rate that is allowed, above 0 and below {@link #most()}
     * @param n rows, 1 or more
     * @param k errors, 0 to {@link #most()} a row
     */
    double logEValue(int bet, double p, long n, double k) {
        return logEValue(stakes[bet], p, n, k);
    }

    abstract double logEValue(double stake, double p, long n, double k);

    /** The largest loss of a row. */
    abstract double most();
}
