package io.tidemark.profile.performance;

/** What turned out to be true. */
public sealed interface Truth {

    /** The class that was right. */
    record OfClass(String label) implements Truth {}

    /** The number that was right, which is finite. */
    record OfNumber(double value) implements Truth {}
}
