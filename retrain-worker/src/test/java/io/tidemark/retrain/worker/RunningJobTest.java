package io.tidemark.retrain.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.retrain.job.JobEnd;
import io.tidemark.retrain.job.JobProgress;
import io.tidemark.retrain.job.JobRecords;
import io.tidemark.schemas.avro.RetrainJob;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class RunningJobTest {
    private static final RetrainJob JOB =
            JobRecords.requested("flights-1", "flights", List.of(), "a person", "", Instant.EPOCH);

    @Test
    void shouldEndACancelledAttemptThatWaitsForItsDataToBeWrittenDown() {
        RunningJob running = start(RunningJobTest::plan);
        await().until(() -> !running.notes().isEmpty());

        running.cancel();

        await().untilAsserted(() -> assertThat(running.end()).contains(givenUp()));
    }

    @Test
    void shouldEndACancelledAttemptEvenWhereTheInterruptWasTakenBack() throws InterruptedException {
        CountDownLatch reads = new CountDownLatch(1);
        RunningJob running = start(progress -> {
            reads.countDown();
            while (!Thread.interrupted()) {
                Thread.onSpinWait();
            }
            plan(progress);
        });
        reads.await();

        running.cancel();

        await().untilAsserted(() -> assertThat(running.end()).contains(givenUp()));
    }

    @Test
    void shouldNotInterruptWhatIsToEndInOrder() throws InterruptedException {
        CountDownLatch closes = new CountDownLatch(1);
        CountDownLatch isCancelled = new CountDownLatch(1);
        AtomicBoolean closed = new AtomicBoolean();
        RunningJob running = start(progress -> {
            Thread.currentThread().interrupt();
            progress.undisturbed(() -> {
                closes.countDown();
                try {
                    isCancelled.await();
                    closed.set(true);
                } catch (InterruptedException e) {
                    throw new IllegalStateException("was interrupted", e);
                }
            });
            progress.check();
        });
        closes.await();

        running.cancel();
        isCancelled.countDown();

        await().untilAsserted(() -> assertThat(running.end()).contains(givenUp()));
        assertThat(closed).isTrue();
    }

    private static RunningJob start(Consumer<JobProgress> attempt) {
        return RunningJob.start(
                JOB,
                progress -> {
                    try {
                        attempt.accept(progress);
                        return new JobEnd.Failed("nobody stopped it");
                    } catch (CancellationException e) {
                        return givenUp();
                    }
                },
                Duration.ofHours(1));
    }

    private static void plan(JobProgress progress) {
        progress.planned(List.of(), Optional.empty());
    }

    private static JobEnd givenUp() {
        return new JobEnd.Failed("given up");
    }
}
