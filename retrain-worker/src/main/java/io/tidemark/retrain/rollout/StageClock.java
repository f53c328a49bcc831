package io.tidemark.retrain.rollout;

import io.tidemark.schemas.avro.ModelVersion;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Comparator;

/** The times at which versions of a model change: each later than all before, whatever the clocks say. */
public final class StageClock {
    private StageClock() {}

    /** {@code now}, to the millisecond; a millisecond after the latest change where that is later. */
    public static Instant next(Collection<ModelVersion> versions, Instant now) {
        Instant clock = now.truncatedTo(ChronoUnit.MILLIS);
        return versions.stream()
                .map(version -> version.getStageSince().plusMillis(1))
                .max(Comparator.naturalOrder())
                .filter(clock::isBefore)
                .orElse(clock);
    }
}
