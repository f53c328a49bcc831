package io.tidemark.retrain.policy;

import static io.tidemark.retrain.policy.Records.MODEL;
import static io.tidemark.retrain.policy.Records.NOON;
import static io.tidemark.retrain.policy.Records.labelled;
import static io.tidemark.retrain.policy.Records.opened;
import static io.tidemark.retrain.policy.Records.resolved;
import static io.tidemark.retrain.policy.Records.version;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.schemas.avro.EpisodeState;
import io.tidemark.schemas.avro.JobState;
import io.tidemark.schemas.avro.JobTrigger;
import io.tidemark.schemas.avro.ModelStage;
import io.tidemark.schemas.avro.RetrainJob;
import io.tidemark.schemas.avro.Severity;
import io.tidemark.schemas.avro.TriggerKind;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ModelPolicyTest {
    private final PolicyWorld world = new PolicyWorld(Records.spec());

    private static Instant after(int hours) {
        return NOON.plus(Duration.ofHours(hours));
    }

    @Test
    void shouldRequestAJobForAnEpisodeAndBeginIt() {
        world.episodes.accept(opened("e", NOON));

        assertThat(world.settle(NOON)).hasSize(2);
        RetrainJob job = world.onlyJob();
        assertThat(job.getJobId()).matches("flights-[0-9a-f]{10}");
        assertThat(job.getState()).isEqualTo(JobState.COLLECTING);
        assertThat(job.getRequestedAt()).isEqualTo(NOON);
        assertThat(job.getTriggers())
                .singleElement()
                .extracting(JobTrigger::getEpisodeId)
                .isEqualTo("e");
        assertThat(job.getSteps().getFirst().getNote()).isEqualTo("distance moved");
    }

    /** sha256sum of "flights", a zero byte and "episode:e". */
    @Test
    void shouldGiveTheJobTheIdOfItsCause() {
        assertThat(JobIds.of(MODEL, new Ask.OfEpisode("e"))).isEqualTo("flights-2a41f2ee8b");
        assertThat(JobIds.of("Größe/x y", new Ask.OfEpisode("e"))).isEqualTo("Gr__e_x_y-87877b5dd7");
        assertThat(JobIds.ofManual(MODEL, "17")).isEqualTo("flights-00e0ef5a78");
    }

    @Test
    void shouldAskOnceForAnEpisodeWhateverBecomesOfItsEvents() {
        world.episodes.accept(opened("e", NOON));
        world.settle(NOON);
        world.episodes.accept(opened("e", NOON));
        world.episodes.accept(Records.event("e", EpisodeState.UPDATED, Severity.MINOR, after(1))
                .build());
        world.episodes.accept(Records.event("e", EpisodeState.UPDATED, Severity.MAJOR, after(2))
                .build());

        assertThat(world.settle(after(2))).isEmpty();
        assertThat(world.jobs).hasSize(1);
    }

    /** Whatever became of its triggers: the same id is the same job. */
    @Test
    void shouldNotRequestAJobThatThereIs() {
        world.add(Records.job(JobIds.of(MODEL, new Ask.OfEpisode("e")), JobState.PUBLISHED, NOON, NOON));
        world.episodes.accept(opened("e", NOON));

        assertThat(world.settle(after(9))).isEmpty();
    }

    @Test
    void shouldAskWhenTheSeverityComesToTheLevel() {
        world.episodes.accept(
                Records.event("e", EpisodeState.OPENED, Severity.MINOR, NOON).build());
        assertThat(world.settle(NOON)).isEmpty();

        world.episodes.accept(Records.event("e", EpisodeState.UPDATED, Severity.MAJOR, after(1))
                .build());
        assertThat(world.settle(after(1))).isNotEmpty();
    }

    @Test
    void shouldAddToTheJobThatWaits() {
        world.episodes.accept(opened("e1", NOON));
        world.settle(NOON);
        world.end(world.onlyJob().getJobId(), JobState.PUBLISHED, NOON);
        world.episodes.accept(opened("e2", after(1)));
        world.episodes.accept(opened("e3", after(2)));
        world.settle(after(1));

        RetrainJob waiting = world.waiting();
        assertThat(waiting.getTriggers()).extracting(JobTrigger::getEpisodeId).containsExactly("e2", "e3");
        assertThat(waiting.getNotBefore()).isEqualTo(after(6));
        assertThat(world.settle(after(6))).hasSize(1).first().isInstanceOf(PolicyAction.Begin.class);
    }

    @Test
    void shouldSkipWhatIsResolvedBeforeItBegan() {
        world.add(Records.job("before", JobState.PUBLISHED, NOON, NOON));
        world.episodes.accept(opened("e1", NOON));
        world.episodes.accept(opened("e2", NOON));
        world.settle(NOON);
        world.episodes.accept(resolved("e1", after(1)));
        world.settle(after(1));
        assertThat(world.waiting().getTriggers())
                .extracting(JobTrigger::getSettledAt)
                .containsExactly(after(1), null);
        assertThat(JobTriggers.asking(world.waiting()))
                .extracting(JobTrigger::getEpisodeId)
                .containsExactly("e2");
        assertThat(JobTriggers.driftBegan(world.waiting())).contains(NOON.minusSeconds(7_200));

        String id = world.waiting().getJobId();
        world.episodes.accept(resolved("e2", after(2)));
        world.settle(after(2));
        assertThat(world.job(id).getState()).isEqualTo(JobState.SKIPPED);
        assertThat(world.job(id).getReason()).isEqualTo("settled before it began: the drift is over");
        assertThat(world.settle(after(9))).isEmpty();
    }

    @Test
    void shouldSkipWhatAnotherVersionHasSettled() {
        world.add(Records.job("before", JobState.PUBLISHED, NOON, NOON));
        world.episodes.accept(opened("e1", NOON));
        world.settle(NOON);
        String id = world.waiting().getJobId();
        world.versions.add(version("2", ModelStage.PRODUCTION, after(1)));
        world.settle(after(1));

        assertThat(world.job(id).getReason())
                .isEqualTo("settled before it began: the version that drifted no longer answers, or its drift is over");
    }

    @Test
    void shouldTryAgainWhileTheDriftGoesOnUntilItGivesUp() {
        world.episodes.accept(opened("e", NOON));
        Instant now = NOON;
        for (int i = 0; i < 3; i++) {
            world.settle(now);
            RetrainJob running = world.running();
            assertThat(running.getTriggers())
                    .extracting(JobTrigger::getEpisodeId)
                    .containsExactly("e");
            world.end(running.getJobId(), JobState.REJECTED, now.plusSeconds(60));
            world.settle(now.plusSeconds(120));
            now = now.plus(Duration.ofHours(7));
        }

        assertThat(world.jobs).hasSize(3);
        assertThat(world.settle(after(100))).isEmpty();

        world.add(Records.manual("by-hand", JobState.REJECTED, after(101), after(102)));
        assertThat(world.settle(after(110))).hasSize(2);
        assertThat(world.running().getTriggers().getFirst().getReason()).startsWith("goes on after job flights-");
    }

    @Test
    void shouldTryAgainAfterUnfitDataOnlyWhenMoreLabelsCame() {
        PolicyWorld short_ = new PolicyWorld(Records.spec().setMinRows(1_000).setCooldownMs(0));
        short_.episodes.accept(opened("e", NOON));
        short_.settle(NOON);
        short_.end(short_.onlyJob().getJobId(), JobState.SKIPPED, after(1));

        assertThat(short_.settle(after(2))).isEmpty();
        short_.labels.accept(labelled("1", after(2), 0, 99, after(2)));
        assertThat(short_.settle(after(3))).isEmpty();
        short_.labels.accept(labelled("1", after(2), 1, 100, after(3)));
        assertThat(short_.settle(after(4))).hasSize(2);
    }

    @Test
    void shouldTryAgainWhereAPersonArchivedTheVersion() {
        world.episodes.accept(opened("e", NOON));
        world.settle(NOON);
        world.versions.add(version("1", ModelStage.PRODUCTION, NOON));
        world.versions.add(version("2", ModelStage.SHADOW, NOON));
        world.publish(world.onlyJob().getJobId(), "2", after(1));
        assertThat(world.settle(after(7))).isEmpty();

        world.versions.set(1, version("2", ModelStage.ARCHIVED, after(8)));
        assertThat(world.settle(after(9))).hasSize(2);
    }

    @Test
    void shouldLetLabelsAskAgainAfterASpecThatHadNoRetrainingForAWhile() {
        PolicyWorld labels = new PolicyWorld(Records.spec().setNewLabels(100));
        labels.labels.accept(labelled("1", NOON, 0, 500, NOON));
        labels.settle(NOON);
        labels.end(labels.onlyJob().getJobId(), JobState.REJECTED, after(1));
        labels.labels.accept(labelled("1", after(1), 0, 500, after(1)));
        labels.settle(after(2)); // waits in the cooldown
        String waiting = labels.waiting().getJobId();
        labels.end(waiting, JobState.SKIPPED, after(3));

        labels.settle(after(4));
        assertThat(labels.waiting().getJobId()).isNotEqualTo(waiting);
        assertThat(labels.settle(after(5))).isEmpty();
    }

    @Test
    void shouldTryAgainWhereTheVersionWasTakenBack() {
        world.episodes.accept(opened("e", NOON));
        world.settle(NOON);
        world.publish(world.onlyJob().getJobId(), "2", NOON);
        world.versions.add(version("2", ModelStage.SHADOW, NOON));
        assertThat(world.settle(after(7))).isEmpty();

        world.versions.clear();
        world.versions.add(version("2", ModelStage.REJECTED, after(7)));
        assertThat(world.settle(after(7))).hasSize(2);
    }

    @Test
    void shouldMakeUpForTheLatestOfTheTimesMissed() {
        PolicyWorld scheduled = new PolicyWorld(Records.spec().setSchedule("0 3 * * *"));

        scheduled.settle(NOON);
        RetrainJob job = scheduled.onlyJob();
        assertThat(job.getTriggers())
                .singleElement()
                .extracting(JobTrigger::getTriggerId)
                .isEqualTo("2026-03-02T03:00:00Z");
        scheduled.end(job.getJobId(), JobState.REJECTED, NOON);
        assertThat(scheduled.settle(after(7))).isEmpty();
        assertThat(scheduled.settle(after(16))).hasSize(2);
    }

    @Test
    void shouldNotMakeUpForTimesBeforeTheSpecWasApplied() {
        PolicyWorld scheduled = new PolicyWorld(Records.spec().setSchedule("0 3 1 1 *"));

        assertThat(scheduled.settle(NOON)).isEmpty(); // applied on 31 January
    }

    @Test
    void shouldAskForEnoughNewLabelsSinceTheLastJobBegan() {
        PolicyWorld counting = new PolicyWorld(Records.spec().setNewLabels(500).setGiveUpAfter(0));
        counting.labels.accept(labelled("1", NOON, 0, 499, NOON));
        assertThat(counting.settle(NOON)).isEmpty();

        counting.labels.accept(labelled("1", NOON, 1, 500, after(1)));
        counting.settle(after(1));
        RetrainJob first = counting.onlyJob();
        assertThat(first.getTriggers().getFirst().getKind()).isEqualTo(TriggerKind.LABELS);
        counting.end(first.getJobId(), JobState.REJECTED, after(2));
        assertThat(counting.settle(after(20))).isEmpty();

        counting.labels.accept(labelled("1", after(1), 0, 500, after(3)));
        assertThat(counting.settle(after(20))).hasSize(2);
        assertThat(counting.running().getTriggers().getFirst().getReason())
                .isEqualTo("500 answers with a new label since job " + first.getJobId());
    }

    @Test
    void shouldBeginAPersonsJobBesideAWaitingOneThoughNoneAsked() {
        PolicyWorld off = new PolicyWorld(null);
        off.add(Records.manual("m", JobState.REQUESTED, NOON, null));

        assertThat(off.settle(NOON)).singleElement().isInstanceOf(PolicyAction.Begin.class);
    }

    @Test
    void shouldSkipWhatWaitsWhereTheSpecAsksNoMore() {
        PolicyWorld off = new PolicyWorld(null);
        off.add(Records.job("j", JobState.REQUESTED, NOON, null));
        off.settle(NOON);

        assertThat(off.job("j").getState()).isEqualTo(JobState.SKIPPED);
    }

    @Test
    void shouldBeSafeWithASpecThatMakesNoSense() {
        var wrong = Records.spec()
                .setSchedule("soon")
                .setCooldownMs(-5)
                .setQuietFromMinute(-9_999)
                .setNewLabels(-1)
                .setGiveUpAfter(-1);
        PolicyWorld mistaken = new PolicyWorld(wrong);
        mistaken.episodes.accept(opened("e", NOON));

        assertThat(mistaken.settle(NOON)).isNotEmpty();
        assertThat(RetrainSpecCheck.problems(wrong.build())).hasSize(5);
        assertThat(RetrainSpecCheck.problems(Records.spec().build())).isEmpty();
    }

    @Test
    void shouldHoldAHundredTriggersAtMostAndLeaveTheOthersToTheNextJob() {
        for (int i = 0; i < 130; i++) {
            world.episodes.accept(opened("e" + i, NOON));
        }
        world.settle(NOON);

        assertThat(world.running().getTriggers()).hasSize(100);
        assertThat(world.waiting().getTriggers()).hasSize(30);
    }
}
