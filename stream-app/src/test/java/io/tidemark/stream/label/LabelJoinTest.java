package io.tidemark.stream.label;

import static io.tidemark.stream.label.LabelSteps.DAY;
import static io.tidemark.stream.label.LabelSteps.HOUR;
import static io.tidemark.stream.label.LabelSteps.T0;
import static io.tidemark.stream.label.LabelSteps.prediction;
import static io.tidemark.stream.label.LabelSteps.truth;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tidemark.profile.performance.Metric;
import io.tidemark.profile.performance.Truth;
import io.tidemark.stream.event.LoggedPrediction;
import io.tidemark.stream.event.LoggedTruth;
import io.tidemark.stream.performance.PerformanceRevision;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class LabelJoinTest {
    private final LabelSteps steps = new LabelSteps(1, "labels: {wait: 2d}");

    private PerformanceRevision only() {
        assertThat(steps.last()).hasSize(1);
        return steps.lastRevisions().iterator().next();
    }

    @Test
    void shouldMatchALabelThatComesLater() {
        assertThat(steps.predict(prediction("a", T0, "1", 0.9))).isEqualTo(PredictionOutcome.KEPT);
        assertThat(steps.predict(prediction("b", T0 + 1, "1", 0.8))).isEqualTo(PredictionOutcome.KEPT);

        assertThat(steps.label(truth("a", T0 + DAY, "1"))).isEqualTo(LabelOutcome.MATCHED);
        assertThat(steps.label(truth("b", T0 + DAY, "0"))).isEqualTo(LabelOutcome.MATCHED);

        steps.finish();
        assertThat(only().profile().labelled()).isEqualTo(2);
        assertThat(only().profile().confusion()).isEqualTo(Map.of("1", Map.of("1", 1L), "0", Map.of("1", 1L)));
        assertThat(steps.examples)
                .extracting(MatchedExample::inferenceId, MatchedExample::truth, MatchedExample::correction)
                .containsExactly(tuple("a", new Truth.OfClass("1"), false), tuple("b", new Truth.OfClass("0"), false));
    }

    @Test
    void shouldMatchALabelThatComesFirst() {
        assertThat(steps.label(truth("a", T0, "1"))).isEqualTo(LabelOutcome.WAITING);
        assertThat(steps.of(LabelOutcome.WAITING)).isOne();

        steps.predict(prediction("a", T0, "1", 0.9));

        assertThat(steps.of(LabelOutcome.WAITING)).isZero();
        assertThat(steps.of(LabelOutcome.MATCHED)).isOne();
        assertThat(steps.examples).hasSize(1);
    }

    @Test
    void shouldCountTheSameLabelOnce() {
        steps.predict(prediction("a", T0, "1", 0.9));
        steps.label(truth("a", T0 + 5, "1"));

        assertThat(steps.label(truth("a", T0 + 5, "1"))).isEqualTo(LabelOutcome.DUPLICATE);
        assertThat(steps.label(truth("a", T0 + 9, "1"))).isEqualTo(LabelOutcome.DUPLICATE);

        steps.finish();
        assertThat(only().profile().labelled()).isOne();
        assertThat(steps.examples).hasSize(1);
    }

    @Test
    void shouldCountTheSamePredictionOnce() {
        steps.predict(prediction("a", T0, "1", 0.9));

        assertThat(steps.predict(prediction("a", T0, "1", 0.9))).isEqualTo(PredictionOutcome.DUPLICATE);

        steps.finish();
        assertThat(only().profile().predictions()).isOne();
    }

    @Test
    void shouldLetALaterLabelTakeThePlaceOfAnEarlierOne() {
        steps.predict(prediction("a", T0, "1", 0.9));
        steps.label(truth("a", T0 + 5, "1"));

        assertThat(steps.label(truth("a", T0 + 9, "0"))).isEqualTo(LabelOutcome.CORRECTED);

        steps.finish();
        assertThat(only().profile().confusion()).isEqualTo(Map.of("0", Map.of("1", 1L)));
        assertThat(only().corrected()).isOne();
        assertThat(steps.examples).extracting(MatchedExample::correction).containsExactly(false, true);
    }

    @Test
    void shouldKeepTheLaterLabelWhereTheEarlierComesAfterIt() {
        steps.predict(prediction("a", T0, "1", 0.9));
        steps.label(truth("a", T0 + 9, "0"));

        assertThat(steps.label(truth("a", T0 + 5, "1"))).isEqualTo(LabelOutcome.DUPLICATE);

        steps.finish();
        assertThat(only().profile().confusion()).isEqualTo(Map.of("0", Map.of("1", 1L)));
    }

    @Test
    void shouldKnowThatALabelStillHeldLater() {
        steps.predict(prediction("a", T0, "1", 0.9));
        steps.label(truth("a", T0 + 5, "1"));
        steps.label(truth("a", T0 + 9, "1"));

        assertThat(steps.label(truth("a", T0 + 7, "0"))).isEqualTo(LabelOutcome.DUPLICATE);
    }

    @Test
    void shouldCorrectALabelThatStillWaits() {
        steps.label(truth("a", T0 + 5, "1"));

        assertThat(steps.label(truth("a", T0 + 9, "0"))).isEqualTo(LabelOutcome.CORRECTED);
        steps.predict(prediction("a", T0, "1", 0.9));

        assertThat(steps.of(LabelOutcome.MATCHED)).isOne();
        assertThat(steps.of(LabelOutcome.WAITING)).isZero();
        assertThat(steps.examples).extracting(MatchedExample::truth).containsExactly(new Truth.OfClass("0"));
    }

    @Test
    void shouldGiveOneLabelToAllVersionsThatAnswered() {
        steps.predict(prediction("a", "1", T0, "1", 0.9, Map.of()));
        steps.predict(prediction("a", "2", T0, "0", 0.2, Map.of()));
        assertThat(steps.label(truth("a", T0 + 5, "1"))).isEqualTo(LabelOutcome.MATCHED);
        steps.predict(prediction("a", "3", T0, "1", 0.7, Map.of()));

        steps.finish();

        assertThat(steps.lastRevisions())
                .hasSize(3)
                .allSatisfy(
                        revision -> assertThat(revision.profile().labelled()).isOne());
        assertThat(steps.of(LabelOutcome.MATCHED)).isOne();
        assertThat(steps.examples).hasSize(3);
    }

    @Test
    void shouldRefuseALabelThatBecameKnownTooLate() {
        steps.predict(prediction("a", T0, "1", 0.9));

        long endOfWait = T0 + HOUR + 2 * DAY;
        assertThat(steps.label(truth("a", endOfWait + 1, "1"))).isEqualTo(LabelOutcome.LATE);
        assertThat(steps.label(truth("a", endOfWait, "1"))).isEqualTo(LabelOutcome.MATCHED);
    }

    @Test
    void shouldGiveALabelBackThatItsPredictionDoesNotTake() {
        long endOfWait = T0 + HOUR + 2 * DAY;
        steps.predict(prediction("first", T0, "1", 0.9));
        steps.label(truth("late", endOfWait + 1, "1"));
        steps.label(truth("late", endOfWait + 2, "0"));
        steps.label(truth("in-time", endOfWait, "1"));
        steps.restart();

        steps.predict(prediction("late", T0, "1", 0.9));
        steps.predict(prediction("in-time", T0, "1", 0.9));

        assertThat(steps.refused).containsExactly(LabelOutcome.LATE);
        assertThat(steps.of(LabelOutcome.LATE)).isOne();
        assertThat(steps.of(LabelOutcome.MATCHED)).isOne();
        assertThat(steps.of(LabelOutcome.WAITING)).isZero();
    }

    @Test
    void shouldGiveUpWaitingForALabel() {
        steps.predict(prediction("a", T0, "1", 0.9));
        steps.label(truth("b", T0, "1"));

        // Both predictions and labels are past the wait, with an hour for the hour that the label became known in.
        steps.predict(prediction("c", T0 + 2 * DAY + 2 * HOUR, "1", 0.9));
        steps.label(truth("c", T0 + 2 * DAY + 2 * HOUR, "1"));

        assertThat(steps.of(LabelOutcome.UNMATCHED)).isOne();
        assertThat(steps.of(LabelOutcome.WAITING)).isZero();
        assertThat(steps.label(truth("a", T0 + 5, "1"))).isEqualTo(LabelOutcome.LATE);
        assertThat(steps.predict(prediction("d", T0, "1", 0.9))).isEqualTo(PredictionOutcome.LATE);
    }

    @Test
    void shouldWaitForLabelsThatAreReadBehindPredictions() {
        for (int day = 0; day < 4; day++) {
            steps.predict(prediction("day-" + day, T0 + day * DAY, "1", 0.9));
        }

        assertThat(steps.label(truth("day-0", T0 + 5, "1")))
                .as("within twice the wait of the predictions")
                .isEqualTo(LabelOutcome.MATCHED);
    }

    @Test
    void shouldNotWaitForEverForLabelsThatDoNotCome() {
        steps.predict(prediction("a", T0, "1", 0.9));
        steps.predict(prediction("b", T0 + 5 * DAY, "1", 0.9));

        assertThat(steps.revisions).filteredOn(PerformanceRevision::last).hasSize(1);
        assertThat(steps.label(truth("a", T0 + 5, "1"))).isEqualTo(LabelOutcome.LATE);
    }

    @Test
    void shouldReviseAWindowAsLabelsLand() {
        steps.predict(prediction("a", T0, "1", 0.9));
        steps.predict(prediction("b", T0 + 1, "1", 0.9));
        steps.predict(prediction("next", T0 + 2 * HOUR, "1", 0.9));
        steps.label(truth("a", T0 + 3, "1"));
        steps.revise();
        steps.revise();
        steps.label(truth("b", T0 + 4, "0"));
        steps.revise();
        steps.finish();

        assertThat(steps.revisions)
                .filteredOn(revision -> revision.window().startMs() == T0)
                .extracting(
                        PerformanceRevision::revision,
                        PerformanceRevision::coverage,
                        PerformanceRevision::last,
                        revision -> revision.profile().metrics().containsKey(Metric.ACCURACY))
                .containsExactly(
                        tuple(0, 0.0, false, false),
                        tuple(1, 0.5, false, true),
                        tuple(2, 1.0, false, true),
                        tuple(3, 1.0, true, true));
    }

    /** Each partition sends its part once more when it takes no more labels; the first to do so is not the last. */
    @Test
    void shouldNotPublishAgainWhatPartsSayOnceMore() {
        LabelSteps four = new LabelSteps(4, "labels: {wait: 2d}");
        List<String> ids = List.of("a", "b", "c", "d");
        ids.forEach(id -> four.predict(prediction(id, T0, "1", 0.9)));
        ids.forEach(id -> four.predict(prediction(id.repeat(3), T0 + 3 * HOUR, "1", 0.9)));
        ids.forEach(id -> four.label(truth(id, T0 + 5, "1")));
        four.revise();

        for (String id : ids) {
            four.predict(prediction(id.repeat(5), T0 + 3 * DAY, "1", 0.9));
            four.label(truth(id.repeat(5), T0 + 3 * DAY, "1"));
            four.revise();
        }

        assertThat(four.revisions)
                .filteredOn(revision -> revision.window().startMs() == T0)
                .extracting(revision -> revision.profile().labelled(), PerformanceRevision::last)
                .containsExactly(tuple(0L, false), tuple(4L, false), tuple(4L, true));
    }

    @Test
    void shouldMergeThePartitionsAndSegments() {
        LabelSteps two = new LabelSteps(2, "labels: {wait: 2d}", "segments: {by: [region], max: 1}");
        two.predict(prediction("a", "1", T0, "1", 0.9, Map.of("region", "eu")));
        two.predict(prediction("b", "1", T0, "1", 0.9, Map.of("region", "eu")));
        two.predict(prediction("c", "1", T0, "1", 0.9, Map.of("region", "us")));
        two.label(truth("a", T0 + 5, "1"));
        two.finish();

        Map<String, Long> rows = new TreeMap<>();
        two.last()
                .forEach((key, last) -> rows.merge(key.segment(), last.profile().predictions(), Long::sum));
        assertThat(rows.get("all")).isEqualTo(3);
        assertThat(rows.values().stream().mapToLong(Long::longValue).sum()).isEqualTo(6);
        assertThat(rows).containsKey("region=eu");
    }

    @Test
    void shouldSayWhatCanNotBeUsed() {
        steps.predict(prediction("a", T0, "1", 0.9));
        LoggedPrediction number = new LoggedPrediction(
                "n",
                LabelSteps.MODEL,
                "1",
                T0,
                Optional.empty(),
                OptionalDouble.of(3),
                OptionalDouble.empty(),
                Map.of(),
                Map.of(),
                OptionalLong.empty(),
                new byte[0]);
        steps.predict(number);

        assertThat(steps.label(truth("n", T0, "seven"))).isEqualTo(LabelOutcome.UNFIT);
        assertThat(steps.label(truth("n", T0, "7"))).isEqualTo(LabelOutcome.MATCHED);
        assertThat(steps.label(truth("a", LabelSteps.NOW + 2 * HOUR, "1"))).isEqualTo(LabelOutcome.TOO_FAR_AHEAD);
        assertThat(steps.label(truth("a", 0, "1"))).isEqualTo(LabelOutcome.NO_TIME);
        assertThat(steps.label(truth("", T0, "1"))).isEqualTo(LabelOutcome.NO_ID);
        assertThat(steps.label(new LoggedTruth("a", LabelSteps.MODEL, T0, Optional.empty(), OptionalDouble.empty())))
                .isEqualTo(LabelOutcome.NO_LABEL);
        assertThat(steps.label(new LoggedTruth("a", "other", T0, Optional.of("1"), OptionalDouble.empty())))
                .isEqualTo(LabelOutcome.NOT_ASKED);
        assertThat(steps.label(new LoggedTruth("a", LabelSteps.MODEL, T0, Optional.empty(), OptionalDouble.of(1))))
                .as("a class that was logged as a number")
                .isEqualTo(LabelOutcome.MATCHED);
    }

    @Test
    void shouldFinishTheWindowsOfAModelThatIsNotUsedAnyMore() {
        steps.predict(prediction("a", LabelSteps.NOW - 5, "1", 0.9));
        steps.label(truth("a", LabelSteps.NOW, "1"));

        for (long hour = 0; hour < 24 * 4 + 3; hour++) {
            steps.tick(LabelSteps.NOW + hour * HOUR);
            steps.tick(LabelSteps.NOW + hour * HOUR + 10_000);
            steps.tick(LabelSteps.NOW + hour * HOUR + 20_000);
            steps.tick(LabelSteps.NOW + hour * HOUR + 30_000);
        }
        steps.reviseAt(LabelSteps.NOW + 5 * DAY);

        assertThat(only().last()).isTrue();
    }
}
