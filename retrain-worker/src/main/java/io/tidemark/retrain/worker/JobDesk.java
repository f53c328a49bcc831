package io.tidemark.retrain.worker;

import io.tidemark.retrain.job.JobEnd;
import io.tidemark.retrain.job.JobProgress;
import io.tidemark.schemas.avro.ModelVersion;
import io.tidemark.schemas.avro.MonitorSpec;
import io.tidemark.schemas.avro.RetrainJob;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Function;

/** The one job that this worker is at. An attempt that nobody waits for any more keeps the desk until its thread has ended, so that two never share the memory. */
final class JobDesk {
    private final Attempts attempts;
    private final Duration timeout;
    private Optional<RunningJob> current = Optional.empty();
    private Optional<RunningJob> left = Optional.empty();

    /** Makes attempts at jobs. */
    @FunctionalInterface
    interface Attempts {
        Function<JobProgress, JobEnd> at(RetrainJob begun, MonitorSpec spec, Collection<ModelVersion> versions);
    }

    JobDesk(Attempts attempts, Duration timeout) {
        this.attempts = attempts;
        this.timeout = timeout;
    }

    boolean isFree() {
        return current.isEmpty() && left.filter(RunningJob::isAlive).isEmpty();
    }

    boolean isAt(RetrainJob job) {
        return current.filter(running -> running.job().getJobId().equals(job.getJobId()))
                .isPresent();
    }

    void begin(RetrainJob begun, MonitorSpec spec, Collection<ModelVersion> versions) {
        current = Optional.of(RunningJob.start(begun, attempts.at(begun, spec, versions), timeout));
        left = Optional.empty();
    }

    Optional<RunningJob> current() {
        return current;
    }

    /** Its end is written down, or somebody else's business. */
    void leave() {
        current.ifPresent(RunningJob::cancel);
        left = current;
        current = Optional.empty();
    }
}
