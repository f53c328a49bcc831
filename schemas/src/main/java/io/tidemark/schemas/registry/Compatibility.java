package io.tidemark.schemas.registry;

/** Which changes of a schema a subject allows, in Confluent's terms. */
public enum Compatibility {
    NONE,
    BACKWARD,
    BACKWARD_TRANSITIVE,
    FORWARD,
    FORWARD_TRANSITIVE,
    FULL,
    FULL_TRANSITIVE
}
