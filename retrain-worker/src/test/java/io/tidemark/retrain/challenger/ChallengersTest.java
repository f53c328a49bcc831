package io.tidemark.retrain.challenger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.tidemark.retrain.data.Example;
import io.tidemark.retrain.data.Examples;
import io.tidemark.retrain.data.ReadCounts;
import io.tidemark.retrain.train.Cancellation;
import io.tidemark.retrain.train.Target;
import io.tidemark.retrain.train.TrainingException;
import io.tidemark.schemas.avro.FairnessSpec;
import io.tidemark.schemas.avro.GateResult;
import io.tidemark.schemas.avro.GateVerdict;
import io.tidemark.schemas.avro.RetrainSpec;
import io.tidemark.serving.Scored;
import io.tidemark.serving.model.ModelArtifact;
import io.tidemark.serving.model.TribuoScorer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ChallengersTest {
    private static final List<Example> DRIFTED = Loans.rows(3_000, 1, -1.5);
    private static final Champion LOGGED = new Champion("7", Optional.empty());

    @Test
    void shouldAcceptAChallengerThatLearnedTheNewWorld() {
        Outcome outcome = make(Loans.examples(DRIFTED), Loans.spec().build(), Optional.of(LOGGED));

        assertThat(outcome).isInstanceOfSatisfying(Outcome.Accepted.class, accepted -> {
            assertThat(accepted.report().getTrainingRows()).isEqualTo(2_400);
            assertThat(accepted.report().getHoldoutRows()).isEqualTo(600);
            assertThat(accepted.report().getChampionScored()).isFalse();
            assertThat(accepted.metrics().get("logLoss"))
                    .isLessThan(accepted.championMetrics().get("logLoss"));
            assertThat(accepted.report().getImportance().getFirst().getFeature())
                    .isEqualTo("income");
            assertThat(accepted.reason())
                    .contains("better, 1.0 % better was asked for")
                    .contains("of version 7 on 600 later rows");
            assertThat(verdicts(outcome))
                    .containsEntry("significance", GateVerdict.PASSED)
                    .containsEntry("segments", GateVerdict.PASSED)
                    .containsEntry("latency", GateVerdict.NOT_JUDGED);
        });
    }

    @Test
    void shouldGiveGoldenAnswersThatTheLoadedBytesRepeat() {
        Outcome.Accepted accepted = accepted(LOGGED);
        TribuoScorer scorer = TribuoScorer.load(ModelArtifact.read(accepted.bytes()));

        assertThat(accepted.golden())
                .hasSize(6)
                .allSatisfy(golden -> assertThat(scorer.score(golden.getFeatures()))
                        .isInstanceOfSatisfying(
                                Scored.OfClass.class,
                                scored -> assertThat(scored.scores()).isEqualTo(golden.getScores())));
    }

    @Test
    void shouldMakeTheSameOfTheSame() {
        Outcome.Accepted one = accepted(LOGGED);
        List<Example> reversed = new ArrayList<>(DRIFTED.reversed());
        Examples again = Examples.of(reversed, new ReadCounts(3_000, 0, "", 0, 0, 0), new TreeSet<>());
        Outcome.Accepted two = (Outcome.Accepted) make(again, Loans.spec().build(), Optional.of(LOGGED));

        assertThat(again.dataHash()).isEqualTo(Loans.examples(DRIFTED).dataHash());
        assertThat(two.bytes()).isEqualTo(one.bytes());
        assertThat(two.sha256()).isEqualTo(one.sha256());
        assertThat(two.report()).isEqualTo(one.report());
        assertThat(two.golden()).isEqualTo(one.golden());
    }

    @Test
    void shouldRefuseAChallengerThatIsNoBetter() {
        // The champion's formula is the one that made these labels.
        Outcome outcome =
                make(Loans.examples(Loans.rows(3_000, 2, 1.5)), Loans.spec().build(), Optional.of(LOGGED));

        assertThat(outcome).isInstanceOf(Outcome.NotGoodEnough.class);
        assertThat(outcome.reason())
                .containsPattern(
                        "log loss 0\\.\\d+ against 0\\.\\d+ of version 7 on 600 later rows: .* % worse, 1\\.0 % better was asked for");
        assertThat(verdicts(outcome))
                .containsEntry("improvement", GateVerdict.FAILED)
                .containsEntry("significance", GateVerdict.FAILED);
    }

    @Test
    void shouldAskTheChampionAgainWhereItsArtifactIsAtHand() {
        Outcome.Accepted first = (Outcome.Accepted)
                make(Loans.examples(Loans.rows(3_000, 3, 1.5)), Loans.spec().build(), Optional.empty());
        Champion champion = new Champion("8", Optional.of(first.artifact()));

        Outcome outcome = make(Loans.examples(DRIFTED), Loans.spec().build(), Optional.of(champion));

        assertThat(outcome).isInstanceOf(Outcome.Accepted.class);
        assertThat(outcome.report().getChampionScored()).isTrue();
        assertThat(outcome.report().getImportance())
                .allSatisfy(feature -> assertThat(feature.getChampion()).isNotNull());
        assertThat(first.reason()).contains("without a champion");
        assertThat(verdicts(first)).containsEntry("improvement", GateVerdict.NOT_JUDGED);
    }

    /** The ONNX model is the formula by which version 7 gave the answers that are logged. */
    @Test
    void shouldAskAChampionThatWasTrainedElsewhere() {
        Champion champion = new Champion("7", Optional.of(OnnxChampion.of("income", "owner")));

        Outcome.Accepted asked = accepted(champion);
        Outcome.Accepted logged = accepted(LOGGED);

        assertThat(asked.report().getChampionScored()).isTrue();
        assertThat(asked.championMetrics().get("logLoss"))
                .isCloseTo(logged.championMetrics().get("logLoss"), within(1e-5));
    }

    /** It takes the region for a number, which no row has: it gets NaN, and answers with NaN. */
    @Test
    void shouldTakeTheLoggedAnswersOfAChampionThatDoesNotAnswerAllRows() {
        Champion champion = new Champion("7", Optional.of(OnnxChampion.of("income", "region")));

        Outcome.Accepted asked = accepted(champion);
        Outcome.Accepted logged = accepted(LOGGED);

        assertThat(asked.report().getChampionScored()).isFalse();
        assertThat(asked.championMetrics()).isEqualTo(logged.championMetrics());
    }

    @Test
    void shouldMakeNoModelOfBadData() {
        assertNoModel(Loans.examples(List.of()), "no labelled examples, 500 are needed");
        assertNoModel(Loans.examples(DRIFTED.subList(0, 100)), "100 labelled examples, 500 are needed");
        assertNoModel(
                Loans.examples(DRIFTED.stream()
                        .filter(row -> row.target().equals(new Target.OfClass("yes")))
                        .toList()),
                "all labels are 'yes': a model needs two classes to tell apart");
        assertNoModel(
                Loans.examples(DRIFTED.stream()
                        .map(row -> new Example(
                                row.inferenceId(), 7, row.target(), row.features(), row.answers(), row.tags()))
                        .toList()),
                "have one event time");
    }

    /** Before anything is trained: that there are too few rows is no fault of a model. */
    @Test
    void shouldMakeNoModelThatTooFewRowsWouldJudge() {
        RetrainSpec spec = Loans.spec().setHoldout(0.01).build();
        Progress never = new Progress() {
            @Override
            public void training(String note) {
                throw new AssertionError("nothing is to be trained");
            }

            @Override
            public void judging() {}
        };

        Outcome outcome = Challengers.make(
                request(Loans.examples(DRIFTED), spec, Optional.of(LOGGED)), never, Cancellation.NEVER);

        assertThat(outcome).isInstanceOf(Outcome.NoModel.class);
        assertThat(outcome.reason()).startsWith("30 later rows to judge by, 50 are needed");
        assertThat(outcome.report().getChecks())
                .extracting(GateResult::getGate)
                .doesNotHaveDuplicates()
                .endsWith("holdoutRows");
    }

    /** One event time a night: the border between training and holdout falls into the second, and rows of one time stay together. */
    @Test
    void shouldMakeNoModelOfAHandfulOfEarlierRows() {
        assertThat(nights(2_399))
                .isInstanceOfSatisfying(
                        Outcome.NoModel.class,
                        outcome -> assertThat(outcome.reason())
                                .isEqualTo(
                                        "601 of 3,000 examples are of an earlier time than the rest, 2,400 were to be trained on: widen the window, or let event times be finer"));
        assertThat(nights(1_801)).isInstanceOf(Outcome.NoModel.class);
        assertThat(nights(1_800)).isNotInstanceOf(Outcome.NoModel.class);
    }

    /** @param latter rows of the second night, of 3,000 */
    private static Outcome nights(int latter) {
        List<Example> rows = DRIFTED.stream()
                .map(row -> new Example(
                        row.inferenceId(),
                        row.eventTimeMs() < DRIFTED.get(3_000 - latter).eventTimeMs() ? 1_000 : 2_000,
                        row.target(),
                        row.features(),
                        row.answers(),
                        row.tags()))
                .toList();
        return make(Loans.examples(rows), Loans.spec().build(), Optional.of(LOGGED));
    }

    @Test
    void shouldSayWhichKeyOfTheSpecIsWrong() {
        assertRefused(
                Loans.spec().setAlgorithm("svm").build(),
                "retrain.model.algorithm is svm, it has to be logistic_regression");
        assertRefused(Loans.spec().setMetric("mae").build(), "retrain.gates.metric is mae, of labels that are classes");
        assertRefused(Loans.spec().setHoldout(Double.NaN).build(), "retrain.holdout is NaN");
        assertRefused(Loans.spec().setHyperParameters(Map.of("tree", 3.0)).build(), "has no hyper-parameter tree");
        assertRefused(Loans.spec().setSignificance(0).build(), "retrain.gates.significance is 0.0");
    }

    @Test
    void shouldRefuseAChampionThatLoggedNoScores() {
        List<Example> silent = DRIFTED.stream()
                .map(row -> new Example(
                        row.inferenceId(), row.eventTimeMs(), row.target(), row.features(), Map.of(), row.tags()))
                .toList();

        Outcome outcome = make(Loans.examples(silent), Loans.spec().build(), Optional.of(LOGGED));

        assertThat(outcome).isInstanceOf(Outcome.NotGoodEnough.class);
        assertThat(outcome.reason())
                .contains("the log loss of version 7 can't be told")
                .contains("it has answered 0");
    }

    @Test
    void shouldJudgeFairnessOfADeclaredTag() {
        FairnessSpec fairness =
                FairnessSpec.newBuilder().setTag("sex").setFavourable("yes").build();

        Outcome outcome =
                make(Loans.examples(DRIFTED), Loans.spec().setFairness(fairness).build(), Optional.of(LOGGED));

        assertThat(outcome).isInstanceOf(Outcome.NotGoodEnough.class);
        assertThat(outcome.reason()).contains("no row has the tag 'sex'");
    }

    @Test
    void shouldWeighRecentRowsMore() {
        // The world turned round late: what is old outnumbers what is new.
        List<Example> rows = new ArrayList<>(Loans.rows(4_000, 4, 1.5));
        List<Example> later = Loans.rows(1_500, 5, -1.5);
        later.forEach(row -> rows.add(new Example(
                "later-" + row.inferenceId(),
                row.eventTimeMs() + 4_000_000,
                row.target(),
                row.features(),
                row.answers(),
                row.tags())));

        double all =
                logLoss(make(Loans.examples(rows), Loans.spec().setHoldout(0.2).build(), Optional.empty()));
        double recent = logLoss(make(
                Loans.examples(rows),
                Loans.spec().setHoldout(0.2).setHalfLifeMs(60_000).build(),
                Optional.empty()));

        assertThat(recent).isLessThan(all - 0.1);
    }

    @Test
    void shouldStopWhereItIsToldTo() {
        Cancellation cancelled = () -> {
            throw new CancellationException("lost the partition");
        };
        ChallengerRequest request =
                request(Loans.examples(DRIFTED), Loans.spec().build(), Optional.empty());

        assertThatExceptionOfType(CancellationException.class)
                .isThrownBy(() -> Challengers.make(request, Progress.NONE, cancelled));
    }

    private static double logLoss(Outcome outcome) {
        return ((Outcome.Accepted) outcome).metrics().getOrDefault("logLoss", Double.NaN);
    }

    private static void assertNoModel(Examples examples, String why) {
        Outcome outcome = make(examples, Loans.spec().build(), Optional.of(LOGGED));

        assertThat(outcome).isInstanceOf(Outcome.NoModel.class);
        assertThat(outcome.reason()).contains(why);
    }

    private static void assertRefused(RetrainSpec spec, String why) {
        assertThatExceptionOfType(TrainingException.class)
                .isThrownBy(() -> make(Loans.examples(DRIFTED), spec, Optional.of(LOGGED)))
                .withMessageContaining(why);
    }

    private static Map<String, GateVerdict> verdicts(Outcome outcome) {
        return outcome.report().getGates().stream()
                .collect(Collectors.toMap(GateResult::getGate, GateResult::getVerdict));
    }

    /** The challenger that takes this champion's place, made of rows that drifted. */
    private static Outcome.Accepted accepted(Champion champion) {
        return (Outcome.Accepted) make(Loans.examples(DRIFTED), Loans.spec().build(), Optional.of(champion));
    }

    private static Outcome make(Examples examples, RetrainSpec spec, Optional<Champion> champion) {
        return Challengers.make(request(examples, spec, champion), Progress.NONE, Cancellation.NEVER);
    }

    private static ChallengerRequest request(Examples examples, RetrainSpec spec, Optional<Champion> champion) {
        return new ChallengerRequest(examples, spec, List.of("region"), Optional.of("yes"), Optional.empty(), champion);
    }
}
