package io.tidemark.retrain.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.retrain.job.JobEnd;
import io.tidemark.retrain.job.JobProgress;
import io.tidemark.retrain.job.JobRecords;
import io.tidemark.schemas.avro.JobState;
import io.tidemark.schemas.avro.MonitorSpec;
import io.tidemark.schemas.avro.RetrainJob;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class JobDeskTest {
    private static final Duration LONG = Duration.ofMinutes(10);

    private static final MonitorSpec SPEC = new MonitorSpec();

    private final CountDownLatch mayEnd = new CountDownLatch(1);

    private static RetrainJob job(String id) {
        return JobRecords.requested(id, "flights", List.of(), "w1", "", Instant.EPOCH);
    }

    private JobEnd untilAllowed(JobProgress progress) {
        progress.reached(JobState.TRAINING, "");
        // Training can't be interrupted.
        boolean ended = false;
        while (!ended) {
            try {
                mayEnd.await();
                ended = true;
            } catch (InterruptedException e) {
                // goes on
            }
        }
        return new JobEnd.Failed("ended");
    }

    private static JobDesk desk(Function<JobProgress, JobEnd> attempt, Duration timeout) {
        return new JobDesk((job, spec, versions) -> attempt, timeout);
    }

    @Test
    void shouldTellOfTheAttempt() {
        JobDesk desk = desk(this::untilAllowed, LONG);
        desk.begin(job("a"), SPEC, List.of());
        RunningJob running = desk.current().orElseThrow();

        await().until(() -> !running.notes().isEmpty());
        assertThat(running.notes()).containsExactly(new RunningJob.Note.Reached(JobState.TRAINING, ""));
        assertThat(running.end()).isEmpty();
        assertThat(desk.isAt(job("a"))).isTrue();
        assertThat(desk.isAt(job("b"))).isFalse();
        assertThat(desk.isFree()).isFalse();

        mayEnd.countDown();
        await().until(() -> running.end().isPresent());
        assertThat(running.end()).isEqualTo(Optional.of(new JobEnd.Failed("ended")));
    }

    /** Two trainings at once would need the memory of two. */
    @Test
    void shouldKeepTheDeskUntilAnAttemptHasEndedThatNobodyWaitsFor() {
        JobDesk desk = desk(this::untilAllowed, LONG);
        desk.begin(job("a"), SPEC, List.of());
        desk.leave();

        assertThat(desk.current()).isEmpty();
        assertThat(desk.isFree()).isFalse();
        mayEnd.countDown();
        await().until(desk::isFree);
    }

    @Test
    void shouldSayThatAnAttemptTakesTooLong() {
        JobDesk desk = desk(this::untilAllowed, Duration.ZERO);
        desk.begin(job("a"), SPEC, List.of());

        assertThat(desk.current().orElseThrow().isOverdue()).isTrue();
        mayEnd.countDown();
    }

    @Test
    void shouldEndAnAttemptThatFailsUnforeseen() {
        JobDesk desk = desk(
                progress -> {
                    throw new StackOverflowError("deep");
                },
                LONG);
        desk.begin(job("a"), SPEC, List.of());

        await().until(() -> desk.current().orElseThrow().end().isPresent());
        assertThat(desk.current().orElseThrow().end().orElseThrow())
                .isInstanceOfSatisfying(
                        JobEnd.Failed.class,
                        failed -> assertThat(failed.reason()).contains("StackOverflowError: deep"));
    }

    @Test
    void shouldWaitUntilItIsWrittenDownWhatIsRead() {
        JobDesk desk = desk(
                progress -> {
                    progress.planned(List.of(), Optional.empty());
                    return new JobEnd.Failed("read");
                },
                LONG);
        desk.begin(job("a"), SPEC, List.of());
        RunningJob running = desk.current().orElseThrow();

        await().until(() -> !running.notes().isEmpty());
        assertThat(running.end()).isEmpty();
        ((RunningJob.Note.Planned) running.notes().element()).written().complete(null);
        await().until(() -> running.end().isPresent());
    }
}
