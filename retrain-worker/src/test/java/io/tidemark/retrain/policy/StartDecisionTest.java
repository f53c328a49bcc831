package io.tidemark.retrain.policy;

import static io.tidemark.retrain.policy.Records.MODEL;
import static io.tidemark.retrain.policy.Records.NOON;
import static io.tidemark.retrain.policy.Records.job;
import static io.tidemark.retrain.policy.Records.manual;
import static io.tidemark.retrain.policy.Records.version;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.schemas.avro.JobState;
import io.tidemark.schemas.avro.ModelStage;
import io.tidemark.schemas.avro.ModelVersion;
import io.tidemark.schemas.avro.RetrainJob;
import io.tidemark.schemas.avro.RetrainSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StartDecisionTest {
    private static final StartDecision BEGIN = new StartDecision.Begin();

    private static Instant hoursAgo(int hours) {
        return NOON.minus(Duration.ofHours(hours));
    }

    private static StartDecision decide(RetrainSpec spec, List<ModelVersion> versions, RetrainJob... jobs) {
        return StartDecision.ofAutomatic(Jobs.of(MODEL, List.of(jobs)), versions, spec, NOON);
    }

    private static StartDecision decide(RetrainSpec spec, RetrainJob... jobs) {
        return decide(spec, List.of(), jobs);
    }

    private static StartDecision.Wait wait(String until, String reason) {
        return new StartDecision.Wait(Optional.of(Instant.parse(until)), reason);
    }

    @Test
    void shouldBeginWhereNothingStandsAgainstIt() {
        assertThat(decide(Records.spec().build())).isEqualTo(BEGIN);
    }

    @ParameterizedTest
    @EnumSource(names = {"COLLECTING", "TRAINING", "JUDGING", "UNKNOWN"})
    void shouldWaitForTheJobThatRuns(JobState state) {
        RetrainJob running = job("r", state, hoursAgo(30), null);
        StartDecision waits = new StartDecision.Wait(Optional.empty(), "job r is running");

        assertThat(decide(Records.spec().build(), running)).isEqualTo(waits);
        assertThat(StartDecision.ofManual(Jobs.of(MODEL, List.of(running)))).isEqualTo(waits);
    }

    @ParameterizedTest
    @EnumSource(names = {"SHADOW", "CANARY"})
    void shouldWaitWhileTheAnswerOfAnEarlierJobIsBeingTried(ModelStage stage) {
        ModelVersion tried = Records.version("2", stage, hoursAgo(30));

        assertThat(decide(Records.spec().build(), List.of(tried)))
                .isEqualTo(new StartDecision.Wait(Optional.empty(), "version 2 is being tried, and may be the answer"));
    }

    @ParameterizedTest
    @EnumSource(names = {"CANDIDATE", "PRODUCTION", "ARCHIVED", "REJECTED", "ROLLED_BACK"})
    void shouldNotWaitForVersionsThatNobodyTries(ModelStage stage) {
        assertThat(decide(Records.spec().build(), List.of(Records.version("2", stage, hoursAgo(30)))))
                .isEqualTo(BEGIN);
    }

    @ParameterizedTest
    @EnumSource(names = {"PUBLISHED", "REJECTED", "SKIPPED", "FAILED"})
    void shouldWaitForTheCooldownAfterAnyJobThatHadBegun(JobState state) {
        RetrainSpec spec = Records.spec().build();

        assertThat(decide(spec, job("a", state, hoursAgo(9), hoursAgo(2))))
                .isEqualTo(wait("2026-03-02T16:00:00Z", "cooldown"));
        assertThat(decide(spec, manual("a", state, hoursAgo(9), hoursAgo(2))))
                .isEqualTo(wait("2026-03-02T16:00:00Z", "cooldown"));
        assertThat(decide(spec, job("a", state, hoursAgo(9), hoursAgo(6)))).isEqualTo(BEGIN);
    }

    @Test
    void shouldNotCoolDownAfterAJobThatNeverBegan() {
        RetrainJob skipped = Records.with(job("a", JobState.REQUESTED, hoursAgo(1), null), "state", JobState.SKIPPED);

        assertThat(decide(Records.spec().build(), skipped)).isEqualTo(BEGIN);
    }

    @Test
    void shouldWaitForTheEndOfQuietHoursAndOfThoseThatTheCooldownEndsIn() {
        RetrainSpec.Builder spec = Records.spec();
        assertThat(decide(spec.setQuietFromMinute(8 * 60)
                        .setQuietToMinute(18 * 60)
                        .build()))
                .isEqualTo(wait("2026-03-02T18:00:00Z", "quiet hours"));

        RetrainSpec night =
                spec.setQuietFromMinute(17 * 60).setQuietToMinute(6 * 60).build();
        assertThat(decide(night)).isEqualTo(BEGIN);
        assertThat(decide(night, job("a", JobState.PUBLISHED, hoursAgo(1), NOON)))
                .isEqualTo(wait("2026-03-03T06:00:00Z", "cooldown"));
    }

    @Test
    void shouldNotMakeAPersonWait() {
        Jobs jobs = Jobs.of(MODEL, List.of(job("a", JobState.FAILED, hoursAgo(1), NOON)));

        assertThat(StartDecision.ofManual(jobs)).isEqualTo(BEGIN);
    }

    @Test
    void shouldGiveUpAfterThreeInARowThatCameToNothing() {
        RetrainJob a = job("a", JobState.REJECTED, hoursAgo(80), hoursAgo(79));
        RetrainJob b = job("b", JobState.FAILED, hoursAgo(60), hoursAgo(59));
        RetrainJob skipped = job("s", JobState.SKIPPED, hoursAgo(50), hoursAgo(49));
        RetrainJob c = job("c", JobState.REJECTED, hoursAgo(40), hoursAgo(39));
        RetrainSpec spec = Records.spec().build();

        assertThat(decide(spec, a, b, skipped)).isEqualTo(BEGIN);
        assertThat(decide(spec, a, b, skipped, c))
                .isEqualTo(new StartDecision.GivenUp(
                        "3 jobs in a row came to nothing: only a person starts the next (giveUpAfter: 3)"));
        assertThat(decide(Records.spec().setGiveUpAfter(0).build(), a, b, c)).isEqualTo(BEGIN);
    }

    @Test
    void shouldStartCountingAnewAfterAVersionAndAfterAPersonsJob() {
        RetrainJob a = job("a", JobState.REJECTED, hoursAgo(80), hoursAgo(79));
        RetrainJob b = job("b", JobState.FAILED, hoursAgo(60), hoursAgo(59));
        RetrainJob c = job("c", JobState.REJECTED, hoursAgo(20), hoursAgo(19));
        RetrainSpec spec = Records.spec().build();

        assertThat(decide(spec, a, b, published("p"), c)).isEqualTo(BEGIN);
        assertThat(decide(spec, a, b, manual("m", JobState.REJECTED, hoursAgo(40), hoursAgo(39)), c))
                .isEqualTo(BEGIN);
    }

    /** Else a version that is taken back each time would be made for ever. */
    @Test
    void shouldCountAVersionThatWasTakenBackAsNothing() {
        RetrainJob a = job("a", JobState.REJECTED, hoursAgo(80), hoursAgo(79));
        RetrainJob c = job("c", JobState.REJECTED, hoursAgo(20), hoursAgo(19));
        RetrainSpec spec = Records.spec().build();

        assertThat(decide(spec, List.of(version("7", ModelStage.ROLLED_BACK, NOON)), a, published("p"), c))
                .isInstanceOf(StartDecision.GivenUp.class);
        assertThat(decide(spec, List.of(version("7", ModelStage.ARCHIVED, NOON)), a, published("p"), c))
                .isEqualTo(BEGIN);
    }

    private static RetrainJob published(String id) {
        return Records.with(job(id, JobState.PUBLISHED, hoursAgo(41), hoursAgo(40)), "version", "7");
    }
}
