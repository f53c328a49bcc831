package io.tidemark.stream.assess;

import io.tidemark.stream.window.Segments;
import java.util.Comparator;
import java.util.function.Consumer;

/**
 * Something that a model holds in memory and can do without.
 *
 * @param segment what it is of; all rows where it is of several
 * @param bytes about how much heap it takes
 * @param giveUp lets go of it, and publishes what has to be
 */
record Holding(String segment, long bytes, Consumer<Consumer<Assessment>> giveUp) {
    /** Segments before all rows, and the larger before the smaller. */
    static final Comparator<Holding> FIRST_TO_GO = Comparator.comparing(
                    (Holding holding) -> holding.segment.equals(Segments.ALL))
            .thenComparing(Holding::bytes, Comparator.reverseOrder());
}
