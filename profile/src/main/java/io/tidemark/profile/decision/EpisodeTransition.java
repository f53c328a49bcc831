package io.tidemark.profile.decision;

/** A change of an episode that is worth an event. */
public record EpisodeTransition(Type type, Episode episode) {

    /** What happened to the episode. */
    public enum Type {
        /** It began. */
        OPENED,
        /** Its severity changed. */
        UPDATED,
        /** It ended. */
        RESOLVED
    }
}
