package io.tidemark.stream.performance;

import io.tidemark.stream.assess.Assessment.EpisodeChanged;
import io.tidemark.stream.window.WindowKey;

/** What the performance step has to say. */
public sealed interface PerformanceOutput
        permits PerformanceRevision, PerformanceOutput.EpisodeNews, PerformanceOutput.LatePart {
    /** A performance episode opened, changed its severity, or ended. */
    record EpisodeNews(EpisodeChanged change) implements PerformanceOutput {}

    /**
     * A partition that had not had the model before has come with a window that is final in all others and forgotten. It is not published: a revision of
     * this part alone would pass for all of the window.
     */
    record LatePart(WindowKey window, int partition) implements PerformanceOutput {}
}
