package io.tidemark.retrain.train;

/** What turned out to be true of one row. */
public sealed interface Target {

    /** A class. */
    record OfClass(String label) implements Target {}

    /** A number. */
    record OfNumber(double value) implements Target {}
}
