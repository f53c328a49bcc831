package io.tidemark.standalone.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.retrain.job.JobRecords;
import io.tidemark.schemas.avro.JobState;
import io.tidemark.schemas.avro.RetrainJob;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LoopPaceTest {
    private final DemoCounts counts = new DemoCounts(new RecordedOutput(), Optional.empty());

    private static RetrainJob job(JobState state) {
        return JobRecords.at(
                JobRecords.requested("flights-1", "flights", List.of(), "w", "", Instant.EPOCH),
                state,
                "",
                "w",
                Instant.EPOCH);
    }

    @Test
    void shouldNotWaitWhereNothingIsBehind() throws Exception {
        assertThat(new LoopPace(counts, Instant.EPOCH, Duration.ZERO).await(Instant.EPOCH))
                .isTrue();
    }

    @Test
    void shouldWaitForAJobThatIsUnderWay() throws Exception {
        counts.add(job(JobState.TRAINING));
        CompletableFuture<Boolean> waiting = CompletableFuture.supplyAsync(() -> {
            try {
                return new LoopPace(counts, Instant.EPOCH, Duration.ofSeconds(50)).await(Instant.EPOCH);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        counts.add(job(JobState.JUDGING));
        assertThat(waiting).isNotDone();
        counts.add(job(JobState.REJECTED));

        assertThat(waiting.get(30, TimeUnit.SECONDS)).isTrue();
    }

    /** A monitor that runs elsewhere may begin late, and must not be found weeks behind. */
    @Test
    void shouldWaitForTheFirstDayToBeJudged() throws Exception {
        LoopPace pace = new LoopPace(counts, Instant.EPOCH, Duration.ofMillis(50));

        assertThat(pace.await(Instant.EPOCH.plus(Duration.ofDays(4)))).isTrue();
        assertThat(pace.await(Instant.EPOCH.plus(Duration.ofDays(5)))).isFalse();
    }

    @Test
    void shouldGiveUpWhereNothingMoves() throws Exception {
        counts.add(job(JobState.TRAINING));

        assertThat(new LoopPace(counts, Instant.EPOCH, Duration.ofMillis(50)).await(Instant.EPOCH))
                .isFalse();
    }
}
