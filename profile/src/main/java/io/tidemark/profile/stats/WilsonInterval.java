package io.tidemark.profile.stats;

/**
 * The 95 % interval of a share, by inverting the test of it: right for small numbers and for shares near 0 and 1, where the share's own
 * standard error is 0. Source: Wilson, Journal of the American Statistical Association 22 (1927); Brown, Cai and DasGupta, Statistical
 * Science 16(2), 2001.
 */
public record WilsonInterval(double low, double high) {
    /** The 97.5 % point of the standard normal distribution. */
    public static final double Z = 1.959963984540054;

    /**
     * The interval of {@code hits} out of {@code rows}.
     *
     * @param rows above 0
     */
    public static WilsonInterval of(long hits, long rows) {
        return ofShare((double) hits / rows, (double) rows);
    }

    /**
     * The interval of a share of {@code rows}.
     *
     * @param share 0 to 1
     * @param rows above 0
     */
    public static WilsonInterval ofShare(double share, double rows) {
        double weight = Z * Z / rows;
        double middle = (share + weight / 2) / (1 + weight);
        double half = Z * Math.sqrt(share * (1 - share) / rows + weight / (4 * rows)) / (1 + weight);
        return new WilsonInterval(
                share == 0 ? 0 : Math.max(0, middle - half), share == 1 ? 1 : Math.min(1, middle + half));
    }

    /** The standard error that a normal interval of this width has; never 0. */
    public double standardError() {
        return (high - low) / (2 * Z);
    }
}
