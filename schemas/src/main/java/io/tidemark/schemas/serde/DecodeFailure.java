package io.tidemark.schemas.serde;

import java.util.Locale;

/** Why a record can't be read. The codes stand in dead letters and metrics, so they don't change. */
public enum DecodeFailure {
    /** Empty, too short, or without the magic byte: the producer used another serializer. */
    NOT_WIRE_FORMAT,
    /** The registry has no Avro schema with the record's id. */
    UNKNOWN_SCHEMA_ID,
    /** The record's schema is readable, but of something else than the topic is for. */
    WRONG_RECORD_TYPE,
    /** The bytes don't fit the record's schema. */
    CORRUPT,
    /** More features than one event may have, or than one task keeps apart. */
    TOO_MANY_FEATURES,
    /** More tags than one event may have. */
    TOO_MANY_TAGS,
    /** A feature's name is longer than any sensible one. */
    NAME_TOO_LONG,
    /** A feature whose name begins with {@code $}, which is kept for predictions. */
    RESERVED_FEATURE_NAME,
    /** A feature whose name is empty or blank. */
    EMPTY_FEATURE_NAME;

    /** For people and machines, such as {@code unknown-schema-id}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
