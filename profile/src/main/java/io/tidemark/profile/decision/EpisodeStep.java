package io.tidemark.profile.decision;

import java.util.Optional;

/**
 * What one window makes of an episode.
 *
 * @param next the state to keep; empty where there is none any more
 * @param transition what to publish, if anything
 */
public record EpisodeStep(Optional<Episode> next, Optional<EpisodeTransition> transition) {}
