package io.tidemark.stream.performance;

import io.tidemark.stream.assess.Assessment.EpisodeChanged;

/** What the performance step has to say. */
public sealed interface PerformanceOutput permits PerformanceRevision, PerformanceOutput.EpisodeNews {
    /** A performance episode opened, changed its severity, or ended. */
    record EpisodeNews(EpisodeChanged change) implements PerformanceOutput {}
}
