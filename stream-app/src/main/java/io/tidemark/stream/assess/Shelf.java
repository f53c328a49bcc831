package io.tidemark.stream.assess;

import io.tidemark.stream.window.WindowKey;

/** Where the state has a window's entries: one for its counts, one for each feature. */
enum Shelf {
    /** Windows that more rows may come for. */
    OPEN(AssessorState.WINDOW, AssessorState.FEATURE),
    /** Panes that a later window needs. */
    KEPT(AssessorState.KEPT_PANE, AssessorState.KEPT_PANE_FEATURE),
    /** Roll-ups that more panes may come for. */
    ROLLUP(AssessorState.ROLLUP, AssessorState.ROLLUP_FEATURE);

    private final String headers;
    private final String features;

    Shelf(String headers, String features) {
        this.headers = headers;
        this.features = features;
    }

    String keyOf(WindowKey window) {
        return headers + window.toText();
    }

    String keyOf(WindowKey window, String feature) {
        return features + window.toText() + "/" + WindowKey.escape(feature);
    }
}
