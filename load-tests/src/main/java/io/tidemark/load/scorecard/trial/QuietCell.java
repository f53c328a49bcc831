package io.tidemark.load.scorecard.trial;

import io.tidemark.load.scorecard.stream.StreamKind;
import java.io.Serializable;

/**
 * Streams without drift that are to be run.
 *
 * @param rows per window
 * @param baselines how many, each with streams of its own
 * @param weeksEach model-weeks of 168 windows that each baseline is used for
 */
public record QuietCell(StreamKind stream, int rows, int baselines, int weeksEach) implements Serializable {
    public static final int WINDOWS_PER_WEEK = 168;

    public int windowsEach() {
        return weeksEach * WINDOWS_PER_WEEK;
    }

    public int weeks() {
        return baselines * weeksEach;
    }
}
