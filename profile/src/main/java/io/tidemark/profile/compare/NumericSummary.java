package io.tidemark.profile.compare;

/**
 * How the numbers of one side lie.
 *
 * @param standardDeviation of the sample; NaN for a single value, infinite where values are so far apart that their squares overflow
 * @param rankError how far a quantile's rank may be off with 99 % confidence; 0 where quantiles are exact
 */
public record NumericSummary(
        double min, double max, double mean, double standardDeviation, double rankError, Quantiles quantiles) {}
