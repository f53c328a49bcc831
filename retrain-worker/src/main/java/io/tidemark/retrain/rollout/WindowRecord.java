package io.tidemark.retrain.rollout;

import io.tidemark.schemas.avro.WindowPerformance;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * One window of a version: its latest revision, and how many labels it had when.
 *
 * @param latest the revision that holds
 * @param counts by the wall clock of the revisions, the first one first; at most {@value #MOST_COUNTS}
 */
record WindowRecord(WindowPerformance latest, List<Count> counts) {
    static final int MOST_COUNTS = 32;

    record Count(Instant at, long labelled) {}

    static WindowRecord first(WindowPerformance performance) {
        return new WindowRecord(performance, List.of(count(performance)));
    }

    private static Count count(WindowPerformance performance) {
        return new Count(performance.getAssessedAt(), Math.max(0, performance.getLabelled()));
    }

    /** With a later revision; an earlier one, or the same again, changes nothing. */
    WindowRecord with(WindowPerformance performance) {
        if (performance.getRevision() <= latest.getRevision()) {
            return this;
        }
        List<Count> all = new ArrayList<>(counts);
        all.add(count(performance));
        // The first one stays: what was there before counts as old.
        if (all.size() > MOST_COUNTS) {
            all.remove(1);
        }
        return new WindowRecord(performance, List.copyOf(all));
    }

    Instant start() {
        return latest.getWindowStart();
    }

    Instant end() {
        return latest.getWindowEnd();
    }

    /** When its first revision that is known was made. */
    Instant firstAssessedAt() {
        return counts.getFirst().at();
    }

    boolean isAssessedAfter(Instant instant) {
        return latest.getAssessedAt().isAfter(instant);
    }

    /** Labels that became known after an instant. */
    long newLabelsAfter(Instant instant) {
        long before = counts.stream()
                .filter(count -> !count.at().isAfter(instant))
                .mapToLong(Count::labelled)
                .reduce(0, (_, later) -> later);
        return Math.max(0, latest.getLabelled() - before);
    }
}
