package io.tidemark.stream.mapping;

/**
 * Bounds of what is made of a record.
 *
 * @param maxFeatures features of one event
 */
public record MappingLimits(int maxFeatures) {}
