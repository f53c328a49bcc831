package io.tidemark.retrain.rollout;

import io.tidemark.schemas.avro.WindowPerformance;
import java.time.Instant;

/**
 * One window of a version.
 *
 * @param latest the revision that holds
 * @param firstAssessedAt wall clock of the first revision that is known
 */
record WindowRecord(WindowPerformance latest, Instant firstAssessedAt) {

    static WindowRecord first(WindowPerformance performance) {
        return new WindowRecord(performance, performance.getAssessedAt());
    }

    /** With a later revision; an earlier one, or the same again, changes nothing. */
    WindowRecord with(WindowPerformance performance) {
        return performance.getRevision() <= latest.getRevision()
                ? this
                : new WindowRecord(performance, firstAssessedAt);
    }

    Instant start() {
        return latest.getWindowStart();
    }

    Instant end() {
        return latest.getWindowEnd();
    }

    long labelled() {
        return Math.max(0, latest.getLabelled());
    }

    boolean isAssessedAfter(Instant instant) {
        return latest.getAssessedAt().isAfter(instant);
    }
}
