package io.tidemark.retrain.job;

import io.tidemark.schemas.avro.DataRange;
import io.tidemark.schemas.avro.JobState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/** What an attempt at a job tells while it goes on. Every call may throw {@link CancellationException}: nobody waits for it any more. */
public interface JobProgress {

    void reached(JobState state, String note);

    /** Which examples it is going to read. Returns when that is written down, so that another attempt will read the same. */
    void planned(List<DataRange> data, Optional<Instant> since);

    /** How long until the attempt is given up; empty where it is not known. */
    default Optional<Duration> timeLeft() {
        return Optional.empty();
    }

    /** To be called now and then by what takes long. */
    void check();

    /** Does what is not to be interrupted, even where nobody waits for the attempt any more: closing a client in order. It never throws by itself. */
    void undisturbed(Runnable orderly);
}
