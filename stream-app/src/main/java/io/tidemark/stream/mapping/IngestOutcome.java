package io.tidemark.stream.mapping;

import io.tidemark.schemas.serde.DecodeFailure;
import java.util.Arrays;
import java.util.Optional;

/**
 * What became of one record of a source topic. The invariant, for every partition: records read = mapped + not meant + those of all other
 * outcomes, which are dead letters.
 */
public enum IngestOutcome {
    /** All that it is meant for was made of it. */
    MAPPED("mapped"),
    /** It is of no model that reads the topic, or has no value. */
    NOT_MEANT("not-meant"),
    NOT_JSON("not-json"),
    NOT_WIRE_FORMAT("not-wire-format"),
    UNKNOWN_SCHEMA_ID("unknown-schema-id"),
    WRONG_RECORD_TYPE("wrong-record-type"),
    CORRUPT("corrupt"),
    NO_ID("no-id"),
    NO_VERSION("no-version"),
    NO_TIME("no-time"),
    NO_LABEL("no-label"),
    /** Something of a type that can't stand where it is mapped to. */
    WRONG_TYPE("wrong-type"),
    /** A field that is a feature by its object, and has a name that no feature may have. */
    BAD_FEATURE_NAME("bad-feature-name"),
    TOO_MANY_FEATURES("too-many-features"),
    /** What is made of it is more than the topic takes. */
    TOO_LARGE("too-large");

    private final String reason;

    IngestOutcome(String reason) {
        this.reason = reason;
    }

    /** The text in the {@code tidemark.reason} header, after {@code ingest-}, and in the {@code outcome} label of the counter. */
    public String reason() {
        return reason;
    }

    /** Whether the record goes to the dead letters. */
    public boolean isRefused() {
        return this != MAPPED && this != NOT_MEANT;
    }

    public static Optional<IngestOutcome> of(String reason) {
        return Arrays.stream(values())
                .filter(outcome -> outcome.reason.equals(reason))
                .findFirst();
    }

    static IngestOutcome of(DecodeFailure failure) {
        return switch (failure) {
            case NOT_WIRE_FORMAT -> NOT_WIRE_FORMAT;
            case UNKNOWN_SCHEMA_ID -> UNKNOWN_SCHEMA_ID;
            case WRONG_RECORD_TYPE -> WRONG_RECORD_TYPE;
            case CORRUPT, TOO_MANY_FEATURES, TOO_MANY_TAGS, NAME_TOO_LONG, RESERVED_FEATURE_NAME, EMPTY_FEATURE_NAME ->
                CORRUPT;
        };
    }
}
