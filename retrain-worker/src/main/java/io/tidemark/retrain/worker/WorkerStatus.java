package io.tidemark.retrain.worker;

import io.tidemark.retrain.table.ModelTables;
import io.tidemark.schemas.avro.JobState;
import io.tidemark.schemas.avro.RetrainJob;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What a worker knows of jobs and is at, for those who look from other threads. The thread of the loop tells it, others read it. */
final class WorkerStatus {
    private volatile Map<ModelAndState, Long> jobs = Map.of();
    private volatile Optional<Running> running = Optional.empty();

    record ModelAndState(String model, JobState state) {}

    /**
     * The job that this worker is at.
     *
     * @param since when it began this attempt
     */
    record Running(String model, Instant since) {}

    /** @param begun the job that the worker is at, as its attempt was begun */
    void tell(ModelTables tables, Optional<RetrainJob> begun) {
        Map<ModelAndState, Long> counts = new HashMap<>();
        for (String model : tables.models()) {
            for (RetrainJob job : tables.jobs(model)) {
                counts.merge(new ModelAndState(model, job.getState()), 1L, Long::sum);
            }
        }
        jobs = Map.copyOf(counts);
        running = begun.map(
                job -> new Running(job.getModelId(), job.getSteps().getLast().getAt()));
    }

    /** How many jobs of a model are in a state; none where the worker has not read the topics yet. */
    Map<ModelAndState, Long> jobs() {
        return jobs;
    }

    Optional<Running> running() {
        return running;
    }
}
