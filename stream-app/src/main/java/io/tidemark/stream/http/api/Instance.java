package io.tidemark.stream.http.api;

import java.time.Instant;

/**
 * The process that answers.
 *
 * @param name host and process id
 * @param version of Tidemark
 */
public record Instance(String name, String version, Instant startedAt) {}
