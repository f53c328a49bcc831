package io.tidemark.profile.decision;

/** What an episode is about. There is at most one episode per subject at a time. */
public record EpisodeSubject(String model, String version, String segment, String feature) {}
