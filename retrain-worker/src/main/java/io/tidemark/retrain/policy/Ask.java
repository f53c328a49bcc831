package io.tidemark.retrain.policy;

import io.tidemark.schemas.avro.JobTrigger;
import java.time.Instant;

/**
 * A wish for a new model that no job has answered.
 *
 * @param cause what its id follows from
 * @param trigger as it stands in the job
 */
record Ask(Cause cause, JobTrigger trigger) {

    /** What leads to exactly one job. */
    sealed interface Cause {
        /** Tells the cause from all others of its model. */
        String key();
    }

    /** An episode that no job knows. */
    record OfEpisode(String episodeId) implements Cause {
        @Override
        public String key() {
            return "episode:" + episodeId;
        }
    }

    /** An episode that goes on after a job that ended without a version. */
    record Again(String endedJobId, String episodeId) implements Cause {
        @Override
        public String key() {
            return "again:" + endedJobId + ":" + episodeId;
        }
    }

    /** A time of the schedule. */
    record Scheduled(Instant at) implements Cause {
        @Override
        public String key() {
            return "schedule:" + at;
        }
    }

    /**
     * New labels since a job.
     *
     * @param lastJobId the job that began last; empty where none ever has
     */
    record Labelled(String lastJobId) implements Cause {
        @Override
        public String key() {
            return "labels:" + lastJobId;
        }
    }
}
