package io.tidemark.retrain.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.schemas.avro.DataRange;
import io.tidemark.schemas.avro.JobState;
import io.tidemark.schemas.avro.JobStep;
import io.tidemark.schemas.avro.JobTrigger;
import io.tidemark.schemas.avro.RetrainJob;
import io.tidemark.schemas.avro.TriggerKind;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JobRecordsTest {
    private static final Instant NOW = Instant.ofEpochMilli(1_000);

    private static RetrainJob requested() {
        JobTrigger trigger = JobTrigger.newBuilder()
                .setKind(TriggerKind.PERFORMANCE)
                .setTriggerId("e-1")
                .setSettledAt(NOW)
                .setAt(NOW)
                .setReason("accuracy fell")
                .build();
        return JobRecords.requested("flights-1", "flights", List.of(trigger), "w1", "accuracy fell", NOW);
    }

    private static RetrainJob begun(RetrainJob job) {
        return JobRecords.begun(job, "rev", "w1", NOW);
    }

    @Test
    void shouldTellItsWayStepByStep() {
        RetrainJob job = begun(requested());
        job = JobRecords.at(job, JobState.TRAINING, "", "w1", NOW.plusSeconds(1));
        job = JobRecords.ended(job, JobState.REJECTED, "no better", Optional.empty(), "w1", NOW.plusSeconds(2));

        assertThat(job.getSteps())
                .extracting(JobStep::getState)
                .containsExactly(JobState.REQUESTED, JobState.COLLECTING, JobState.TRAINING, JobState.REJECTED);
        assertThat(job.getReason()).isEqualTo("no better");
        assertThat(JobRecords.hasEnded(job)).isTrue();
        assertThat(JobRecords.isRunning(job)).isFalse();
        assertThat(job.getTriggers()).isEqualTo(requested().getTriggers());
    }

    @Test
    void shouldSayWhoLeftAJobThatIsTakenOver() {
        RetrainJob taken = JobRecords.begun(begun(requested()), "rev", "w2", NOW);

        assertThat(taken.getAttempts()).isEqualTo(2);
        assertThat(taken.getWorker()).isEqualTo("w2");
        assertThat(taken.getSteps().getLast().getNote()).isEqualTo("attempt 2, as w1 did not end it");
        assertThat(JobRecords.isRunning(taken)).isTrue();
    }

    @Test
    void shouldKeepTheDataOfTheFirstAttempt() {
        DataRange range = new DataRange("labeled-examples", 2, 10L, 20L);
        RetrainJob planned = JobRecords.planned(begun(requested()), List.of(range), Optional.of(NOW), "w1", NOW);

        assertThat(begun(planned).getData()).containsExactly(range);
        assertThat(begun(planned).getDataSince()).isEqualTo(NOW);
    }

    @Test
    void shouldKeepTheLastStepsOfManyAttempts() {
        RetrainJob job = requested();
        for (int i = 0; i < 150; i++) {
            job = begun(job);
        }

        assertThat(job.getAttempts()).isEqualTo(150);
        assertThat(job.getSteps()).hasSize(JobRecords.MAX_STEPS);
    }

    /** The clock on the wall is years after a replay. */
    @Test
    void shouldHaveAnEventTimeOnlyWhereDriftAsks() {
        Instant since = Instant.ofEpochMilli(500);

        assertThat(JobRecords.askedAtEventTime(
                        askedBy(trigger(TriggerKind.SCHEDULE, null), trigger(TriggerKind.LABELS, null))))
                .isEmpty();
        assertThat(JobRecords.askedAtEventTime(
                        askedBy(trigger(TriggerKind.MANUAL, null), trigger(TriggerKind.DRIFT, since))))
                .contains(since);
    }

    private static RetrainJob askedBy(JobTrigger... triggers) {
        return JobRecords.requested("flights-1", "flights", List.of(triggers), "w1", "", NOW);
    }

    private static JobTrigger trigger(TriggerKind kind, @Nullable Instant since) {
        return JobTrigger.newBuilder()
                .setKind(kind)
                .setTriggerId("t")
                .setAt(NOW)
                .setSince(since)
                .setReason("")
                .build();
    }

    @Test
    void shouldLeaveTheRecordBeforeAsItWas() {
        RetrainJob before = requested();
        begun(before);

        assertThat(before.getState()).isEqualTo(JobState.REQUESTED);
        assertThat(before.getSteps()).hasSize(1);
    }
}
