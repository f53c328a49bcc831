package io.tidemark.profile.performance;

/**
 * Labels that are numbers.
 *
 * @param rows 2 or more
 * @param variance of the sample, by rows − 1
 */
public record TrueNumbers(long rows, double mean, double variance) {}
