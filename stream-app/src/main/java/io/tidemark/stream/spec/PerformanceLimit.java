package io.tidemark.stream.spec;

import java.util.OptionalDouble;

/** From where on worse performance by one metric is drift. What a metric allows is checked by {@link PerformanceLimits}. */
public sealed interface PerformanceLimit {

    /**
     * As shares of the baseline's value: 0.95 is 95 % of it.
     *
     * @param minor where minor drift begins
     * @param major where major drift begins; without it, in the same proportion as by default
     */
    record OfBaseline(double minor, OptionalDouble major) implements PerformanceLimit {}

    /**
     * As values of the metric, whatever the baseline's; of the bias, on both sides of 0.
     *
     * @param minor where minor drift begins
     * @param major where major drift begins; without it, nowhere
     */
    record Absolute(double minor, OptionalDouble major) implements PerformanceLimit {}

    /** The metric decides nothing. */
    record Off() implements PerformanceLimit {}

    PerformanceLimit OFF = new Off();
}
