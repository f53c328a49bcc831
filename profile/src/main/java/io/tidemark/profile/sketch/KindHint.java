package io.tidemark.profile.sketch;

/** What the values of a feature are to be taken for. */
public enum KindHint {
    /** Numbers as numbers, texts and booleans as categories. */
    AUTO,
    /** Only numbers count; texts and booleans are of a wrong type. */
    NUMERIC,
    /** Everything is a category; numbers by their shortest text, 3.0 as "3". */
    CATEGORICAL
}
