package io.tidemark.stream.label;

/**
 * What became of one record of the ground truth. The invariant, over all partitions: labels read = matched + duplicate + corrected +
 * unmatched + late + waiting + those that can't be used. A label that was sent on to its own partition is counted there.
 */
public enum LabelOutcome {
    /** The first label of a prediction. */
    MATCHED("matched"),
    /** It says nothing new: the same label again, or an older one than is known. */
    DUPLICATE("duplicate"),
    /** It takes the place of another label. */
    CORRECTED("corrected"),
    /** No prediction came for it while it was waited for. */
    UNMATCHED("unmatched"),
    /** Its prediction's window is final: labels of it are no longer waited for. */
    LATE("late"),
    /** Its prediction has not come yet. Becomes one of the above. */
    WAITING("waiting"),
    /** The spec of its model does not ask for labels. */
    NOT_ASKED("not-asked"),
    UNDECODABLE("undecodable"),
    NO_ID("no-id"),
    NO_MODEL("no-model"),
    NO_TIME("no-time"),
    /** It has neither a label nor a value. */
    NO_LABEL("no-label"),
    /** A class where the prediction is a number, or the other way round. */
    UNFIT("unfit"),
    TOO_FAR_AHEAD("too-far-ahead"),
    NAME_TOO_LONG("name-too-long"),
    TOO_MANY_MODELS("too-many-models");

    private final String reason;

    LabelOutcome(String reason) {
        this.reason = reason;
    }

    /** The text in the {@code tidemark.reason} header, after {@code label-}, and in the {@code outcome} label of the counter. */
    public String reason() {
        return reason;
    }

    /** Whether the record goes to the dead letters. */
    public boolean isRefused() {
        return switch (this) {
            case MATCHED, DUPLICATE, CORRECTED, UNMATCHED, WAITING, NOT_ASKED -> false;
            case LATE,
                    UNDECODABLE,
                    NO_ID,
                    NO_MODEL,
                    NO_TIME,
                    NO_LABEL,
                    UNFIT,
                    TOO_FAR_AHEAD,
                    NAME_TOO_LONG,
                    TOO_MANY_MODELS -> true;
        };
    }
}
