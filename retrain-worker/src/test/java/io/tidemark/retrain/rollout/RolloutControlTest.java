package io.tidemark.retrain.rollout;

import static io.tidemark.retrain.rollout.RolloutRecords.WALL;
import static io.tidemark.retrain.rollout.RolloutRecords.majorLoss;
import static io.tidemark.retrain.rollout.RolloutRecords.status;
import static io.tidemark.retrain.rollout.RolloutRecords.version;
import static io.tidemark.retrain.rollout.RolloutRecords.wall;
import static io.tidemark.retrain.rollout.RolloutRecords.window;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.schemas.avro.EpisodeState;
import io.tidemark.schemas.avro.ModelStage;
import io.tidemark.schemas.avro.ModelVersion;
import io.tidemark.schemas.avro.RolloutSpec;
import io.tidemark.schemas.avro.ServedState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RolloutControlTest {
    private static final ModelVersion CHAMPION = version("1", ModelStage.PRODUCTION, -1_000);
    private Evidence evidence = new Evidence();

    private RolloutDecision decide(RolloutSpec.Builder spec, ModelVersion... versions) {
        return RolloutControl.decide(List.of(versions), evidence, spec.build(), Optional.empty(), WALL);
    }

    private static RolloutSpec.Builder spec() {
        return RolloutRecords.spec();
    }

    private static RolloutSpec.Builder canary() {
        return spec().setCanaryShares(List.of(0.05, 0.25));
    }

    /** Both versions answer the same hours; each hour's labels come with its first revision. */
    private void sameHours(String newer, double loss, String older, double ofOlder, int hours, long rows) {
        for (int hour = 0; hour < hours; hour++) {
            evidence.accept(window(newer, hour, 0, rows, loss, hour - 100));
            evidence.accept(window(older, hour, 0, rows, ofOlder, hour - 100));
        }
    }

    private static void assertMove(RolloutDecision decision, String version, ModelStage stage, double share) {
        assertThat(decision).isInstanceOfSatisfying(RolloutDecision.Move.class, move -> {
            assertThat(move.version()).isEqualTo(version);
            assertThat(move.stage()).isEqualTo(stage);
            assertThat(move.share()).isEqualTo(share);
            assertThat(move.reason()).isNotBlank();
        });
    }

    private static void assertBack(RolloutDecision decision, String version, ModelStage stage, String reason) {
        assertThat(decision).isInstanceOfSatisfying(RolloutDecision.TakeBack.class, back -> {
            assertThat(back.version()).isEqualTo(version);
            assertThat(back.stage()).isEqualTo(stage);
            assertThat(back.reason()).contains(reason);
        });
    }

    private static void assertStay(RolloutDecision decision, String reason) {
        assertThat(decision).isInstanceOf(RolloutDecision.Stay.class);
        assertThat(decision.reason()).contains(reason);
    }

    @Test
    void shouldBringACandidateToTheFirstStageThatIsOn() {
        ModelVersion candidate = version("2", ModelStage.CANDIDATE, -10);

        assertMove(decide(canary(), CHAMPION, candidate), "2", ModelStage.SHADOW, 0);
        assertMove(decide(canary().setShadowRows(0), CHAMPION, candidate), "2", ModelStage.CANARY, 0.05);
        assertMove(decide(spec().setShadowRows(0), CHAMPION, candidate), "2", ModelStage.PRODUCTION, 0);
        assertStay(decide(spec().setAutomatic(false), CHAMPION, candidate), "a person promotes");
    }

    @Test
    void shouldGoFromTheShadowThroughAllSharesToProduction() {
        sameHours("2", 0.50, "1", 0.52, 10, 400);

        ModelVersion shadow = version("2", ModelStage.SHADOW, -200);
        assertMove(decide(spec(), CHAMPION, shadow), "2", ModelStage.PRODUCTION, 0);
        assertMove(decide(canary(), CHAMPION, shadow), "2", ModelStage.CANARY, 0.05);
        assertMove(
                decide(canary(), CHAMPION, version("2", ModelStage.CANARY, -200, 0.05)), "2", ModelStage.CANARY, 0.25);
        assertMove(
                decide(canary(), CHAMPION, version("2", ModelStage.CANARY, -200, 0.25)), "2", ModelStage.PRODUCTION, 0);
        assertMove(
                decide(canary(), CHAMPION, version("2", ModelStage.CANARY, -200, 0.5)), "2", ModelStage.PRODUCTION, 0);
        assertThat(decide(spec(), CHAMPION, shadow).reason())
                .isEqualTo(
                        "version 2 has a log loss of 0.5000, version 1 one of 0.5200 (4000 and 4000 labelled answers)");
    }

    @Test
    void shouldCountOnlyLabelsThatAreNewSinceTheStageBegan() {
        for (String name : List.of("1", "2")) {
            evidence.accept(window(name, 0, 0, 5_000, 0.5, -100));
            evidence.accept(window(name, 0, 1, 5_300, 0.5, -40));
            evidence.accept(window(name, 1, 0, 600, 0.5, -30));
        }

        assertMove(decide(spec(), CHAMPION, version("2", ModelStage.SHADOW, -101)), "2", ModelStage.PRODUCTION, 0);
        // The 300 late labels of the first hour are of answers that it gave before the stage began.
        assertStay(decide(spec(), CHAMPION, version("2", ModelStage.SHADOW, -50)), "600 of 1000 new labelled answers");
        evidence.accept(window("2", 1, 0, 600, 0.5, -30));
        assertStay(decide(spec(), CHAMPION, version("2", ModelStage.SHADOW, -50)), "600 of 1000");
        evidence.accept(window("2", 1, 1, 900, 0.5, -20));
        assertStay(decide(spec(), CHAMPION, version("2", ModelStage.SHADOW, -50)), "900 of 1000");
        assertStay(decide(spec(), CHAMPION, version("2", ModelStage.SHADOW, -25)), "0 of 1000");
    }

    @Test
    void shouldNotTakeOldLabelsForNewOnesHoweverOftenAWindowIsRevised() {
        for (int revision = 0; revision < 100; revision++) {
            evidence.accept(window("2", 1, revision, 2_000 + revision, 0.5, revision - 200));
        }

        assertThat(evidence.newLabels("2", wall(-151))).isZero();
        assertThat(evidence.newLabels("2", wall(-201))).isEqualTo(2_099);
    }

    @Test
    void shouldGoFromTheLastShareStraightToProduction() {
        sameHours("2", 0.50, "1", 0.52, 10, 400);

        assertMove(
                decide(spec().setCanaryShares(List.of(0.5, 1.0)), CHAMPION, version("2", ModelStage.CANARY, -200, 0.5)),
                "2",
                ModelStage.PRODUCTION,
                0);
    }

    @Test
    void shouldTakeBackWhatIsWorse() {
        sameHours("2", 0.80, "1", 0.52, 10, 400);

        assertBack(decide(spec(), CHAMPION, version("2", ModelStage.SHADOW, -200)), "2", ModelStage.REJECTED, "worse");
        assertBack(
                decide(canary(), CHAMPION, version("2", ModelStage.CANARY, -200, 0.05)),
                "2",
                ModelStage.ROLLED_BACK,
                "worse");
        assertBack(
                decide(spec().setAutomatic(false), CHAMPION, version("2", ModelStage.SHADOW, -200)),
                "2",
                ModelStage.REJECTED,
                "version 2 has a log loss of 0.8000, version 1 one of 0.5200");
    }

    /** 20 % more on 1,500 rows is not beyond chance, and not good enough either. */
    @Test
    void shouldWaitWhereItIsNotClear() {
        sameHours("2", 0.62, "1", 0.52, 3, 500);

        assertStay(decide(spec(), CHAMPION, version("2", ModelStage.SHADOW, -200)), "not clear yet");
    }

    @Test
    void shouldNotGoOnWhereThereIsNothingToCompareWithButAChampion() {
        evidence.accept(window("2", 0, 0, 5_000, 0.5, -40));
        assertStay(decide(spec(), CHAMPION, version("2", ModelStage.SHADOW, -50)), "no windows in which both");
        assertMove(decide(spec(), version("2", ModelStage.SHADOW, -50)), "2", ModelStage.PRODUCTION, 0);
    }

    @Test
    void shouldCompareWithTheModelOfAnApplicationThatFollowsNoVersions() {
        sameHours("2", 0.80, "own", 0.52, 10, 400);

        assertBack(decide(spec(), version("2", ModelStage.SHADOW, -200)), "2", ModelStage.REJECTED, "version own");
    }

    @Test
    void shouldNotTakeBackForAMetricThatMakesNoSense() {
        sameHours("2", Double.NaN, "1", 0.52, 10, 400);

        assertStay(decide(spec(), CHAMPION, version("2", ModelStage.SHADOW, -200)), "no windows in which both");
    }

    @Test
    void shouldNotGoOnWithAMajorLossUnlessItIsTheBetterOne() {
        sameHours("2", 0.53, "1", 0.52, 10, 400);
        evidence.accept(majorLoss("2", EpisodeState.OPENED));
        ModelVersion shadow = version("2", ModelStage.SHADOW, -200);

        assertStay(decide(spec(), CHAMPION, shadow), "major loss of performance");
        evidence.accept(majorLoss("2", EpisodeState.RESOLVED));
        assertMove(decide(spec(), CHAMPION, shadow), "2", ModelStage.PRODUCTION, 0);
    }

    @Test
    void shouldTakeBackWhatAllInstancesRefuse() {
        evidence.accept(status("a", "2", ServedState.REFUSED, 0, 0));
        evidence.accept(status("b", "2", ServedState.READY, 0, 0));
        sameHours("2", 0.50, "1", 0.52, 10, 400);
        ModelVersion shadow = version("2", ModelStage.SHADOW, -200);
        assertStay(decide(spec(), CHAMPION, shadow), "some instances refuse it: golden predictions differ");

        evidence.accept(status("b", "2", ServedState.REFUSED, 0, 0));
        assertBack(decide(spec(), CHAMPION, shadow), "2", ModelStage.REJECTED, "golden predictions differ");
        assertBack(
                decide(spec(), CHAMPION, version("2", ModelStage.PRODUCTION, -5)),
                "2",
                ModelStage.ROLLED_BACK,
                "refuse");
        assertStay(
                RolloutControl.decide(
                        List.of(CHAMPION, version("2", ModelStage.SHADOW, -50)),
                        evidence,
                        spec().build(),
                        Optional.empty(),
                        wall(3)),
                "");
    }

    @ParameterizedTest
    @CsvSource({"1000, 10, false", "1000, 14, false", "1000, 30, true", "5, 0, false", "0, 9, true"})
    void shouldTakeBackWhatFailsBeyondChance(long answers, long failures, boolean back) {
        evidence.accept(status("a", "2", ServedState.CANARY, answers, failures));
        RolloutDecision decision = decide(canary(), CHAMPION, version("2", ModelStage.CANARY, -50, 0.05));

        assertThat(decision).isInstanceOf(back ? RolloutDecision.TakeBack.class : RolloutDecision.Stay.class);
    }

    @Test
    void shouldTakeBackWhatIsTooSlowWhereThatIsAsked() {
        for (int hour = 0; hour < 5; hour++) {
            evidence.accept(window("2", hour, 0, 400, 0.5, hour - 100, 5_000));
            evidence.accept(window("1", hour, 0, 400, 0.5, hour - 100, 1_000));
        }
        ModelVersion shadow = version("2", ModelStage.SHADOW, -200);

        assertMove(decide(spec(), CHAMPION, shadow), "2", ModelStage.PRODUCTION, 0);
        assertBack(decide(spec().setMaxLatencyRatio(4), CHAMPION, shadow), "2", ModelStage.REJECTED, "5.00 times");
        assertMove(decide(spec().setMaxLatencyRatio(6), CHAMPION, shadow), "2", ModelStage.PRODUCTION, 0);
    }

    /** Hours 0 to 9 are the former champion's, the later ones the new one's. */
    private void oneAfterTheOther(double loss, double ofFormer, int hours) {
        for (int hour = 0; hour < 10; hour++) {
            evidence.accept(window("1", hour, 0, 500, ofFormer, hour - 500));
        }
        for (int hour = 10; hour < 10 + hours; hour++) {
            evidence.accept(window("2", hour, 0, 500, loss, hour - 400));
        }
    }

    @ParameterizedTest
    @CsvSource({"0.80, 0.52, true", "0.54, 0.52, false", "0.80, 0.95, false", "0.50, 0.95, false"})
    void shouldRollBackOnlyToAVersionThatWasBetter(double loss, double ofFormer, boolean back) {
        oneAfterTheOther(loss, ofFormer, 10);
        RolloutDecision decision = decide(spec(), CHAMPION, version("2", ModelStage.PRODUCTION, -450));

        if (back) {
            assertBack(decision, "2", ModelStage.ROLLED_BACK, "when it answered last");
        } else {
            assertStay(decision, "no version is on its way");
        }
    }

    /** 19 % more on 500 rows is not beyond chance. */
    @Test
    void shouldNotRollBackByChance() {
        oneAfterTheOther(0.62, 0.52, 1);

        assertStay(decide(spec(), CHAMPION, version("2", ModelStage.PRODUCTION, -450)), "no version is on its way");
    }

    @Test
    void shouldWatchForAsLongAsEventTimeSays() {
        oneAfterTheOther(0.80, 0.52, 24 * 7 + 2);
        ModelVersion promoted = version("2", ModelStage.PRODUCTION, -450);

        assertStay(decide(spec(), CHAMPION, promoted), "no version is on its way");
        assertBack(
                decide(spec().setWatchMs(8 * 86_400_000L), CHAMPION, promoted), "2", ModelStage.ROLLED_BACK, "worse");
    }

    @Test
    void shouldNotTakeBackAChampionThatNoVersionStandsBehind() {
        oneAfterTheOther(0.80, 0.52, 10);

        assertStay(decide(spec(), version("2", ModelStage.PRODUCTION, -450)), "no version is on its way");
    }

    @Test
    void shouldBringOneToProductionBeforeTheNextSetsOut() {
        ModelVersion canary = version("2", ModelStage.CANARY, -20, 0.05);
        ModelVersion later = version("3", ModelStage.CANDIDATE, -10);

        assertStay(decide(canary(), CHAMPION, canary, later), "version 2 stays in CANARY: 0 of 1000");
        assertMove(
                decide(canary(), CHAMPION, later, version("4", ModelStage.CANDIDATE, -11)), "4", ModelStage.SHADOW, 0);
    }

    @Test
    void shouldRejectWhatIsOlderThanTheChampion() {
        assertBack(
                decide(spec(), version("3", ModelStage.PRODUCTION, -5), version("2", ModelStage.CANDIDATE, -10)),
                "2",
                ModelStage.REJECTED,
                "made later");
    }

    @ParameterizedTest
    @EnumSource(names = {"UNKNOWN", "ARCHIVED", "REJECTED", "ROLLED_BACK"})
    void shouldLeaveAloneWhatIsOutOfUse(ModelStage stage) {
        sameHours("2", 0.10, "1", 0.52, 10, 400);
        evidence.accept(status("a", "2", ServedState.REFUSED, 0, 0));

        assertStay(decide(canary(), CHAMPION, version("2", stage, -200)), "no version is on its way");
    }

    @Test
    void shouldGiveEachChangeALaterTime() {
        assertThat(StageClock.next(List.of(), wall(0).plusNanos(999))).isEqualTo(wall(0));
        assertThat(StageClock.next(List.of(CHAMPION), wall(0))).isEqualTo(wall(0));
        assertThat(StageClock.next(List.of(CHAMPION, version("2", ModelStage.SHADOW, 5)), wall(0)))
                .isEqualTo(wall(5).plusMillis(1));
        assertThat(StageClock.next(List.of(version("2", ModelStage.SHADOW, 0)), wall(0)))
                .isEqualTo(wall(0).plusMillis(1));
    }

    /** Whatever the evidence was in one stage, the next needs its own. */
    @Property(tries = 200)
    void shouldNeverPromoteTwiceOnTheSameEvidence(@ForAll("hours") List<double[]> hours) {
        evidence = new Evidence();
        sameEvidence(hours);
        ModelVersion version = version("2", ModelStage.SHADOW, -500);
        if (decide(canary(), CHAMPION, version) instanceof RolloutDecision.Move move) {
            ModelVersion moved = version("2", move.stage(), 0, move.share());

            assertThat(decide(canary(), CHAMPION, moved)).isInstanceOf(RolloutDecision.Stay.class);
        }
    }

    @Property(tries = 200)
    void shouldTakeBackBeforeGoingOn(@ForAll("hours") List<double[]> hours) {
        evidence = new Evidence();
        sameEvidence(hours);
        evidence.accept(status("a", "2", ServedState.REFUSED, 0, 0));

        assertBack(
                decide(canary().setCanaryRows(1).setShadowRows(1), CHAMPION, version("2", ModelStage.SHADOW, -500)),
                "2",
                ModelStage.REJECTED,
                "");
    }

    /** Nothing depends on when a record comes again. */
    @Property(tries = 200)
    void shouldDecideTheSameWhereRecordsComeAgain(@ForAll("hours") List<double[]> hours) {
        evidence = new Evidence();
        sameEvidence(hours);
        RolloutDecision once = decide(canary(), CHAMPION, version("2", ModelStage.SHADOW, -500));
        sameEvidence(hours);

        assertThat(decide(canary(), CHAMPION, version("2", ModelStage.SHADOW, -500)))
                .isEqualTo(once);
    }

    private void sameEvidence(List<double[]> hours) {
        List<double[]> each = new ArrayList<>(hours);
        for (int hour = 0; hour < each.size(); hour++) {
            evidence.accept(window("2", hour, 0, (long) each.get(hour)[0], each.get(hour)[1], hour - 100));
            evidence.accept(window("1", hour, 0, (long) each.get(hour)[0], each.get(hour)[2], hour - 100));
        }
    }

    @Provide
    Arbitrary<List<double[]>> hours() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 2_000),
                        Arbitraries.doubles().between(0, 2),
                        Arbitraries.doubles().between(0, 2))
                .as((rows, newer, older) -> new double[] {rows, newer, older})
                .list()
                .ofMaxSize(20);
    }
}
