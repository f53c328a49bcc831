package io.tidemark.load.ledger;

/** What must become of a record. */
public enum Fate {
    PROFILED("profiled"),
    LATE("late"),
    TOO_FAR_AHEAD("too-far-ahead"),
    NO_MODEL("no-model"),
    NO_TIME("no-time"),
    NOT_WIRE_FORMAT("not-wire-format"),
    UNKNOWN_SCHEMA("unknown-schema-id"),
    CUT_OFF("corrupt");

    private final String reason;

    Fate(String reason) {
        this.reason = reason;
    }

    /** As the header of its dead letter has it. */
    String reason() {
        return reason;
    }
}
