package io.tidemark.stream.mapping;

import java.io.Serial;

/** A record of which nothing can be made, now or later: it belongs into the dead letters with its reason. */
final class UnmappableException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final IngestOutcome outcome;

    /** @param message what is wrong, where, and what to do */
    UnmappableException(IngestOutcome outcome, String message) {
        // Made for every poisoned record: where it was thrown is of no interest.
        super(message, null, false, false);
        this.outcome = outcome;
    }

    IngestOutcome outcome() {
        return outcome;
    }
}
