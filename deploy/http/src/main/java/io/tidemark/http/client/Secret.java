package io.tidemark.http.client;

/** A text that stands in no log and no message. */
public record Secret(String value) {
    static final String HIDDEN = "***";

    /** So that it is not shown together with what holds it. */
    @Override
    public String toString() {
        return HIDDEN;
    }
}
