package io.tidemark.stream.view;

import java.time.Duration;

/**
 * How much is kept to be looked at.
 *
 * @param windowBytes that windows may take in memory, by estimate
 * @param horizon for how long windows and performance are kept
 */
public record ViewSettings(long windowBytes, Duration horizon) {}
