package io.tidemark.profile.compare;

/** Tests of the one question whether a feature's values are distributed differently; each sees another kind of change best. */
public enum DistributionTest {
    /** Have numbers moved up or down? {@link io.tidemark.profile.stats.LinearRankTest#ofLocation} */
    LOCATION(0.5),
    /** Have numbers spread out or drawn together? {@link io.tidemark.profile.stats.LinearRankTest#ofScale} */
    SCALE(0.25),
    /** Do values fall into other bins? {@link io.tidemark.profile.stats.ChiSquare#ofPooled} */
    SHAPE(0.15),
    /** Is the distribution function of numbers another one anywhere? {@link io.tidemark.profile.stats.KolmogorovSmirnov} */
    KOLMOGOROV_SMIRNOV(0.1);

    private final double weight;

    DistributionTest(double weight) {
        this.weight = weight;
    }

    /** How much of the false alarms that a feature may give go to this test. */
    double weight() {
        return weight;
    }
}
