package io.tidemark.stream.label;

/**
 * How many answers of a version turned out wrong in a short time.
 *
 * @param startMs begin of the time in which that became known, inclusive
 * @param lengthMs how long that time is
 * @param rows answers whose label became known
 * @param errors how many of them were wrong
 */
public record ErrorBatch(String version, long startMs, long lengthMs, long rows, long errors) {
    public long endMs() {
        return startMs + lengthMs;
    }

    ErrorBatch plus(ErrorBatch other) {
        return new ErrorBatch(version, startMs, lengthMs, rows + other.rows, errors + other.errors);
    }
}
