package io.tidemark.retrain.worker;

import io.tidemark.retrain.job.JobRun;
import io.tidemark.schemas.avro.ModelVersion;
import io.tidemark.schemas.avro.MonitorSpec;
import io.tidemark.schemas.avro.RetrainJob;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;

/** The one job that this worker is at. An attempt that nobody waits for any more keeps the desk until its thread has ended, so that two never share the memory. */
final class JobDesk implements AutoCloseable {
    private final JobRun run;
    private final Duration timeout;
    private Optional<RunningJob> current = Optional.empty();
    private Optional<RunningJob> left = Optional.empty();

    JobDesk(JobRun run, Duration timeout) {
        this.run = run;
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
        current =
                Optional.of(RunningJob.start(begun, progress -> run.attempt(begun, spec, versions, progress), timeout));
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

    @Override
    public void close() {
        leave();
    }
}
