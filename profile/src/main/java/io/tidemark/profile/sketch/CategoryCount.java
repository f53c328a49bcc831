package io.tidemark.profile.sketch;

/** A category and how many rows have it. */
public record CategoryCount(String category, long count) {}
