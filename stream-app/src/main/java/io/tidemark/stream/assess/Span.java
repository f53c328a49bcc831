package io.tidemark.stream.assess;

import io.tidemark.stream.window.WindowKey;
import java.util.Comparator;

/**
 * A span of event time that windows of all versions and segments share; ordered by end.
 *
 * @param startMs milliseconds since the epoch, inclusive
 * @param endMs exclusive
 */
record Span(long startMs, long endMs) implements Comparable<Span> {
    private static final Comparator<Span> BY_END =
            Comparator.comparingLong(Span::endMs).thenComparingLong(Span::startMs);

    /** By end, and of those that end together the shorter one first. */
    static final Comparator<Span> SHORTER_FIRST = Comparator.comparingLong(Span::endMs)
            .thenComparing(Comparator.comparingLong(Span::startMs).reversed());

    static Span of(WindowKey key) {
        return new Span(key.startMs(), key.endMs());
    }

    @Override
    public int compareTo(Span other) {
        return BY_END.compare(this, other);
    }
}
