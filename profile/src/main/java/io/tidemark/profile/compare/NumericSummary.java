package io.tidemark.profile.compare;

/**
 * How the numbers of one side lie.
 *
 * @param mean not finite where values are so large that it overflows
 * @param standardDeviation of the sample; NaN for a single value
 * @param rankError how far a quantile's rank may be off with 99 % confidence; 0 where quantiles are exact
 */
public record NumericSummary(
        double min, double max, double mean, double standardDeviation, double rankError, Quantiles quantiles) {}
