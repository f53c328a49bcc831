package io.tidemark.load.scorecard.trial;

import io.tidemark.load.scorecard.stream.Scenario;
import java.io.Serializable;

/**
 * Streams that drift from the first window on and are to be run until that is detected.
 *
 * @param rows per window
 * @param patience windows after which a stream is given up
 */
public record DriftCell(Scenario scenario, int rows, int patience) implements Serializable {}
