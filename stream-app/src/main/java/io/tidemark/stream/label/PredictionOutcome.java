package io.tidemark.stream.label;

/**
 * What became of one inference log in the join. Those that can't be used are dead-lettered by the profile step, and only counted here. A
 * log that was sent on to its own partition is counted there.
 */
public enum PredictionOutcome {
    /** Kept until its window is final, and counted in it. */
    KEPT("kept"),
    /** The same id and version again: only the first counts. */
    DUPLICATE("duplicate"),
    /** Its window is final. */
    LATE("late"),
    /** The spec of its model does not ask for labels. */
    NOT_ASKED("not-asked"),
    UNDECODABLE("undecodable"),
    /** Without an id no label can name it. */
    NO_ID("no-id"),
    NO_MODEL("no-model"),
    NO_VERSION("no-version"),
    NO_TIME("no-time"),
    /** It has neither a predicted class nor a predicted number. */
    NO_PREDICTION("no-prediction"),
    TOO_FAR_AHEAD("too-far-ahead"),
    NAME_TOO_LONG("name-too-long"),
    TOO_MANY_MODELS("too-many-models"),
    TOO_MANY_VERSIONS("too-many-versions");

    private final String reason;

    PredictionOutcome(String reason) {
        this.reason = reason;
    }

    /** The text in the {@code outcome} label of the counter. */
    public String reason() {
        return reason;
    }
}
