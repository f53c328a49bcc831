package io.tidemark.stream.mapping;

import org.jspecify.annotations.Nullable;

/**
 * A record of a source topic, as it was read.
 *
 * @param value null where it has none
 * @param timestampMs its own time, in milliseconds since 1970
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and a copy would cost without need
public record SourceRecord(byte @Nullable [] value, long timestampMs) {}
