package io.tidemark.stream.assess;

/** The keys under which the assess step saves its state, in the order in which a restore must see them. */
public final class AssessorState {
    static final String MODEL = "a/";
    static final String WINDOW = "b/";
    static final String FEATURE = "c/";
    static final String PENDING = "d/";
    public static final String EPISODE = "e/";
    static final String LEARNING = "f/";
    static final String KEPT_PANE = "g/";
    static final String KEPT_PANE_FEATURE = "h/";
    static final String ROLLUP = "i/";
    static final String ROLLUP_FEATURE = "j/";
    static final String SERIES = "k/";
    public static final String RESOLVED = "l/";
    public static final String HEARTBEATS = "m/";
    static final String LIMIT = "n/";

    private AssessorState() {}
}
