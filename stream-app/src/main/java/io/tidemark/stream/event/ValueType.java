package io.tidemark.stream.event;

/** What a feature's value was in the event. */
public enum ValueType {
    /** Present in the event, but null. */
    NULL,
    /** A floating-point or integer number. */
    NUMBER,
    BOOLEAN,
    TEXT
}
