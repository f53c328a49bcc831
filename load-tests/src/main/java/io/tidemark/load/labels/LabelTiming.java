package io.tidemark.load.labels;

import java.time.Duration;

/**
 * What the monitor is asked to wait for.
 *
 * @param waitFor how long after a window's end its labels are waited for
 * @param learnFor whole windows that performance is learned from, where it is not given
 */
public record LabelTiming(Duration waitFor, Duration learnFor) {}
