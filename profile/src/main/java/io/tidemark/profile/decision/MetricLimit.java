package io.tidemark.profile.decision;

/** From where on a metric is too bad. */
public sealed interface MetricLimit {

    /** From here on minor. */
    double minor();

    /** From here on major. */
    double major();

    /**
     * Shares of the baseline's value: 0.95 and 0.9 of a metric that is better when higher, 1.1 and 1.25 of one that is better when
     * lower.
     */
    record OfBaseline(double minor, double major) implements MetricLimit {}

    /** The metric itself: 0.8 and 0.7 of an accuracy, 10 and 12 of an error; of the bias its distance from 0. */
    record Absolute(double minor, double major) implements MetricLimit {}
}
