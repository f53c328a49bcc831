package io.tidemark.stream.mapping;

import io.tidemark.stream.spec.Source.Quantity;
import java.util.Optional;

/** When it happened that a record tells of. */
final class Times {
    private Times() {}

    /**
     * In milliseconds since 1970.
     *
     * @param time where the record says; empty where its timestamp does
     * @throws UnmappableException if it says nothing, or something before 1970, which counts as nothing everywhere
     */
    static long of(Values values, Optional<Quantity> time, long timestampMs) {
        long ms = time.map(from -> values.epochMs(from)
                        .orElseThrow(() -> new UnmappableException(
                                IngestOutcome.NO_TIME,
                                "there is no time at " + from.at() + "; without time in the spec's source"
                                        + " the record's timestamp is taken")))
                .orElse(timestampMs);
        if (ms <= 0) {
            throw new UnmappableException(
                    IngestOutcome.NO_TIME,
                    (time.isPresent() ? time.get().at() + " says " : "the record's timestamp is ") + ms
                            + " milliseconds since 1970, which is no time; is the unit right?");
        }
        return ms;
    }
}
