package io.tidemark.profile.decision;

/**
 * When an episode begins and ends.
 *
 * @param openAfter consecutive drifted windows, 1 or more
 * @param closeAfter consecutive quiet windows, 1 or more
 */
public record EpisodePolicy(int openAfter, int closeAfter) {
    public EpisodePolicy {
        if (openAfter < 1 || closeAfter < 1) {
            throw new IllegalArgumentException(
                    "openAfter and closeAfter are 1 or more, not " + openAfter + " and " + closeAfter);
        }
    }
}
