package io.tidemark.profile.performance;

/**
 * How long predictions took, in microseconds. Quantiles are by inclusive nearest rank, below 128 µs exact and else within 0.8 %; 0 where
 * there are none.
 *
 * @param count predictions whose latency is known
 */
public record LatencySummary(long count, long p50, long p95, long p99) {}
