package io.tidemark.stream.control;

import io.tidemark.profile.performance.PerformanceBaseline;

/**
 * What the performance of a model version, or of a segment of it, is compared with.
 *
 * @param id names it in every event that was judged with it
 * @param learned whether it comes from the first labels of a running model and nobody approved it
 */
public record PerformanceReference(String id, boolean learned, PerformanceBaseline baseline) {}
