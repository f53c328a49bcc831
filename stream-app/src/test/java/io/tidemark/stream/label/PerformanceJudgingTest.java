package io.tidemark.stream.label;

import static io.tidemark.stream.label.LabelSteps.DAY;
import static io.tidemark.stream.label.LabelSteps.HOUR;
import static io.tidemark.stream.label.LabelSteps.T0;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.data.Offset.offset;

import io.tidemark.profile.decision.DriftKind;
import io.tidemark.profile.decision.EpisodeTransition;
import io.tidemark.profile.decision.Severity;
import io.tidemark.profile.performance.Answer;
import io.tidemark.profile.performance.Metric;
import io.tidemark.profile.performance.MetricValue;
import io.tidemark.profile.performance.PerformanceBaseline;
import io.tidemark.profile.performance.PerformanceProfile;
import io.tidemark.profile.performance.Truth;
import io.tidemark.stream.assess.Assessment.EpisodeChanged;
import io.tidemark.stream.control.ControlPlane.BaselineTarget;
import io.tidemark.stream.control.PerformanceReference;
import io.tidemark.stream.event.LoggedTruth;
import io.tidemark.stream.performance.PerformanceRevision;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the performance step finds: against what it was given, and against what it has learned. */
class PerformanceJudgingTest {
    private static final int ROWS = 400;

    private final Random random = new Random(7);
    private LabelSteps steps = new LabelSteps(2, "labels: {wait: 1d}", "window: 1h", "minRows: 200");

    /** A calibrated model: a score of 0.8 is right in 80 % of the cases, less {@code concept} of them. */
    private void hour(int hour, double concept, long delayMs) {
        predictAndLabel(hour, concept, delayMs, ROWS);
    }

    private void predictAndLabel(int hour, double concept, long delayMs, int labelled) {
        List<Runnable> labels = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            double score = random.nextDouble();
            String id = hour + "-" + i;
            long timeMs = T0 + hour * HOUR + i * (HOUR / ROWS);
            steps.predict(LabelSteps.prediction(id, timeMs, score > 0.5 ? "1" : "0", score));
            boolean yes = random.nextDouble() < score;
            boolean turned = random.nextDouble() < concept;
            if (i < labelled) {
                labels.add(() -> steps.label(LabelSteps.truth(id, timeMs + delayMs, yes != turned ? "1" : "0")));
            }
        }
        labels.forEach(Runnable::run);
        steps.revise();
    }

    private void give() {
        List<PerformanceProfile> windows = new ArrayList<>();
        for (int window = 0; window < 10; window++) {
            PerformanceProfile profile = new PerformanceProfile();
            for (int i = 0; i < ROWS; i++) {
                double score = random.nextDouble();
                Answer answer = new Answer.OfClass(score > 0.5 ? "1" : "0", Map.of("1", score), OptionalDouble.empty());
                profile.predicted(answer, OptionalLong.empty());
                profile.labelled(answer, new Truth.OfClass(random.nextDouble() < score ? "1" : "0"));
            }
            windows.add(profile);
        }
        steps.control.addPerformance(
                new BaselineTarget(LabelSteps.MODEL, "1", "all"),
                new PerformanceReference("given", false, PerformanceBaseline.of(windows)));
    }

    private List<EpisodeChanged> of(String subject) {
        return steps.episodes.stream()
                .filter(change -> change.subject().equals(subject))
                .toList();
    }

    @Test
    void shouldTellThatAModelBecameWorseAndGoodAgain() {
        give();
        for (int hour = 0; hour < 4; hour++) {
            hour(hour, 0, 0);
        }
        assertThat(steps.episodes).isEmpty();
        for (int hour = 4; hour < 8; hour++) {
            hour(hour, 0.3, 0);
        }
        for (int hour = 8; hour < 13; hour++) {
            hour(hour, 0, 0);
        }

        List<EpisodeChanged> accuracy = of("$accuracy");
        assertThat(accuracy)
                .extracting(change -> change.change().type())
                .containsExactly(EpisodeTransition.Type.OPENED, EpisodeTransition.Type.RESOLVED);
        EpisodeChanged opened = accuracy.getFirst();
        assertThat(opened.window().startMs()).isEqualTo(T0 + 4 * HOUR);
        assertThat(opened.verdict().kind()).isEqualTo(DriftKind.PERFORMANCE);
        assertThat(opened.verdict().severity()).isEqualTo(Severity.MAJOR);
        assertThat(opened.verdict().reason()).contains("accuracy").contains("baseline");
        assertThat(opened.yardstick().id()).isEqualTo("given");
        assertThat(opened.evidence().currentRows()).isEqualTo(ROWS);
        assertThat(opened.evidence().statistics()).containsKeys("accuracy", "rocAuc", "logLoss");
        assertThat(of("$rocAuc")).isNotEmpty();
        assertThat(of("$logLoss")).isNotEmpty();
    }

    @Test
    void shouldSayTheVerdictInTheWindowsRevision() {
        give();
        hour(0, 0.3, 0);
        hour(1, 0, 0);
        hour(2, 0, 0);

        PerformanceRevision judged = steps.last().entrySet().stream()
                .filter(entry -> entry.getKey().startMs() == T0)
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow();
        assertThat(judged.judged().orElseThrow().bySubject()).containsEntry("$accuracy", Severity.MAJOR);
        assertThat(judged.judged().orElseThrow().worst()).isEqualTo(Severity.MAJOR);
        assertThat(judged.reference().orElseThrow().id()).isEqualTo("given");
    }

    @Test
    void shouldWaitForEnoughLabels() {
        give();
        predictAndLabel(0, 0.3, 0, ROWS / 2);
        hour(1, 0, 0);
        hour(2, 0, 0);
        assertThat(steps.episodes)
                .as("the first window is not judged, so none after it")
                .isEmpty();

        for (int hour = 3; hour < 28; hour++) {
            hour(hour, 0, 0);
        }
        assertThat(of("$accuracy"))
                .as("labels of the first window are no longer waited for")
                .first()
                .satisfies(change -> assertThat(change.window().startMs()).isEqualTo(T0));
    }

    @Test
    void shouldLearnWhatPerformanceIsUsual() {
        steps = new LabelSteps(
                2, "labels: {wait: 2h}", "window: 1h", "minRows: 200", "learnRows: 2000", "learnFor: 6h");
        for (int hour = 0; hour < 16; hour++) {
            hour(hour, 0, 0);
        }
        assertThat(steps.episodes).isEmpty();
        for (int hour = 16; hour < 20; hour++) {
            hour(hour, 0.3, 0);
        }

        assertThat(of("$accuracy")).isNotEmpty().first().satisfies(change -> {
            assertThat(change.yardstick().learned()).isTrue();
            assertThat(change.window().startMs()).isEqualTo(T0 + 16 * HOUR);
        });
    }

    @Test
    void shouldEstimateBeforeLabelsComeAndCoverWhatTheyThenSay() {
        give();
        int covered = 0;
        int windows = 40;
        for (int hour = 0; hour < windows; hour++) {
            hour(hour, 0, 2 * HOUR);
        }
        steps.finish();
        Map<Long, PerformanceRevision> first = steps.revisions.stream()
                .filter(revision -> revision.revision() == 0)
                .collect(Collectors.toMap(revision -> revision.window().startMs(), revision -> revision));
        for (PerformanceRevision last : steps.lastRevisions()) {
            PerformanceRevision before =
                    Objects.requireNonNull(first.get(last.window().startMs()));
            MetricValue estimate = Objects.requireNonNull(before.estimated().get(Metric.ACCURACY));
            double realised = Objects.requireNonNull(last.profile().metrics().get(Metric.ACCURACY))
                    .value();
            assertThat(estimate.value()).isCloseTo(0.75, offset(0.03));
            covered += estimate.low() <= realised && realised <= estimate.high() ? 1 : 0;
        }
        assertThat(covered).isGreaterThanOrEqualTo(36);
    }

    @Test
    void shouldFindTheSameWhereItIsRestarted() {
        give();
        LabelSteps untouched = steps;
        story(false);
        List<EpisodeChanged> expected = List.copyOf(untouched.episodes);

        random.setSeed(7);
        steps = new LabelSteps(2, "labels: {wait: 1d}", "window: 1h", "minRows: 200");
        give();
        story(true);

        assertThat(steps.episodes)
                .extracting(
                        change -> change.change().episode().id(),
                        change -> change.change().type())
                .containsExactlyElementsOf(expected.stream()
                        .map(change -> tuple(
                                change.change().episode().id(), change.change().type()))
                        .toList())
                .isNotEmpty();
    }

    private void story(boolean restarts) {
        random.setSeed(11);
        for (int hour = 0; hour < 10; hour++) {
            hour(hour, hour == 3 || hour == 4 ? 0.3 : 0, 0);
            if (restarts) {
                steps.restart();
            }
        }
        steps.finish();
    }

    /** All windows become final in one step, as when a model is heard of again after ten days. */
    @Test
    void shouldNotCompareWithWhatWasNotKnownInItsTime() {
        steps = new LabelSteps(1, "labels: {wait: 1d}", "window: 1h", "minRows: 100", "learnRows: 600", "learnFor: 3h");
        for (int hour = 0; hour < 40; hour++) {
            predictAndLabel(hour, 0, 0, ROWS / 2);
        }
        hour(400, 0, 0);
        hour(402, 0, 0);

        assertThat(steps.lastRevisions())
                .filteredOn(revision -> revision.window().endMs() <= T0 + 40 * HOUR)
                .hasSize(40)
                .allSatisfy(revision -> {
                    // Three hours make 600 labels, and nobody could know them before their day was over.
                    boolean known = revision.window().endMs() >= T0 + 3 * HOUR + DAY + 60_000;
                    assertThat(revision.last()).isTrue();
                    assertThat(revision.reference().isPresent()).isEqualTo(known);
                    assertThat(revision.judged().isPresent()).isEqualTo(known);
                });
    }

    @Test
    void shouldEndEpisodesOfWhatIsNotAskedForAnyMore() {
        give();
        hour(0, 0.3, 0);
        hour(1, 0.3, 0);
        steps.revise();
        assertThat(of("$accuracy")).hasSize(1);

        steps.apply("labels: {wait: 1d}", "window: 1h", "performance:", "  accuracy: off");
        steps.revise();

        assertThat(of("$accuracy"))
                .extracting(change -> change.change().type())
                .containsExactly(EpisodeTransition.Type.OPENED, EpisodeTransition.Type.RESOLVED);
        assertThat(of("$accuracy").getLast().verdict().reason()).contains("the monitor spec does not ask for it");
        assertThat(of("$logLoss")).as("still asked for").hasSize(1);

        steps.apply("window: 1h");
        steps.revise();

        assertThat(of("$logLoss")).hasSize(2);
    }

    @Test
    void shouldEndAnEpisodeOfAVersionWithoutLabels() {
        give();
        hour(0, 0.3, 0);
        hour(1, 0.3, 0);
        steps.revise(); // what was found of the features is waited for no longer
        assertThat(of("$accuracy")).hasSize(1);

        for (int hour = 2; hour < 30; hour++) {
            for (int i = 0; i < ROWS; i++) {
                String id = "v2-" + hour + "-" + i;
                long timeMs = T0 + hour * HOUR + i;
                steps.predict(LabelSteps.prediction(id, "2", timeMs, "1", 0.9, Map.of()));
                steps.label(LabelSteps.truth(id, timeMs, "1"));
            }
            steps.revise();
        }

        assertThat(of("$accuracy"))
                .filteredOn(change -> change.window().version().equals("1"))
                .extracting(change -> change.change().type())
                .containsExactly(EpisodeTransition.Type.OPENED, EpisodeTransition.Type.RESOLVED);
        assertThat(of("$accuracy").getLast().verdict().reason()).contains("24 windows in a row");
    }

    /** As over a weekend without traffic, before a morning of which few labels are known. */
    @Test
    void shouldKeepAnEpisodeWhileTheModelIsSilent() {
        give();
        hour(0, 0.3, 0);
        hour(1, 0.3, 0);
        predictAndLabel(100, 0.3, 0, 50);
        for (int hour = 101; hour < 130; hour++) {
            hour(hour, 0.3, 0);
        }
        steps.finish();

        assertThat(of("$accuracy"))
                .extracting(change -> change.change().type())
                .containsExactly(EpisodeTransition.Type.OPENED);
    }

    @Test
    void shouldWatchErrorsByTheBudgetThatHoldsNow() {
        assertThat(firstAlarmMs("1 per 1h", "1 per 1h")).isLessThan(firstAlarmMs("1 per 366d", "1 per 366d"));
        assertThat(firstAlarmMs("1 per 366d", "1 per 1h")).isLessThan(firstAlarmMs("1 per 366d", "1 per 366d"));
    }

    /** When the first alarm of errors is raised that begin as the budget of false alarms goes from one to another. */
    private long firstAlarmMs(String before, String after) {
        String[] spec = {"labels: {wait: 1d}", "window: 1h", "minRows: 200", "falseAlarms: " + before};
        random.setSeed(7);
        steps = new LabelSteps(2, spec);
        give();
        for (int hour = 0; hour < 16; hour++) {
            if (hour == 4) {
                spec[3] = "falseAlarms: " + after;
                steps.apply(spec);
            }
            hour(hour, hour < 4 ? 0 : 0.3, 0);
        }
        return of("$errorRate").getFirst().window().endMs();
    }

    @Test
    void shouldTellOfTooManyErrorsWithoutWaitingForAllLabels() {
        give();
        for (int hour = 0; hour < 6; hour++) {
            hour(hour, 0, 0);
        }
        assertThat(of("$errorRate")).isEmpty();

        // The model fails from the sixth hour on; labels of half of the answers come at once, the others never.
        for (int hour = 6; hour < 10; hour++) {
            predictAndLabel(hour, 0.4, 0, ROWS / 2);
        }

        assertThat(of("$accuracy")).as("no window has enough labels").isEmpty();
        EpisodeChanged opened = of("$errorRate").getFirst();
        assertThat(opened.change().type()).isEqualTo(EpisodeTransition.Type.OPENED);
        assertThat(opened.verdict().kind()).isEqualTo(DriftKind.PERFORMANCE);
        assertThat(opened.window().endMs()).isLessThan(T0 + 10 * HOUR);
        assertThat(opened.window().startMs()).isBetween(T0 + 5 * HOUR, T0 + 7 * HOUR);
        assertThat(opened.verdict().reason())
                .contains("say that the answer was wrong")
                .contains("are allowed");
    }

    @Test
    void shouldEndAnEpisodeOfErrorsWhenTheyAreAsAllowed() {
        give();
        for (int hour = 0; hour < 16; hour++) {
            hour(hour, hour >= 4 && hour < 8 ? 0.4 : 0, 0);
        }

        assertThat(of("$errorRate"))
                .extracting(change -> change.change().type())
                .containsExactly(EpisodeTransition.Type.OPENED, EpisodeTransition.Type.RESOLVED);
    }

    /** As where a replay is read: labels after delays between predictions, and one partition far ahead of the others. */
    @Test
    void shouldFindTheSameWhereOnePartitionIsReadBeforeTheOthers() {
        LabelSteps together = replayed(Reading.TOGETHER);
        LabelSteps oneByOne = replayed(Reading.ONE_BY_ONE);

        assertThat(found(together))
                .anyMatch(news -> news.startsWith("$errorRate OPENED"))
                .anyMatch(news -> news.startsWith("$accuracy OPENED " + (T0 + 13 * HOUR)));
        assertThat(found(oneByOne)).containsExactlyInAnyOrderElementsOf(found(together));
    }

    /** As where the labels of hours that lie in the log already are fetched before the predictions. */
    @Test
    void shouldFindTheSameErrorsWhereLabelsAreReadBeforeTheirPredictions() {
        LabelSteps asTheyCame = read(0);
        LabelSteps labelsFirst = read(2 * HOUR);

        assertThat(labelsFirst.of(LabelOutcome.MATCHED)).isEqualTo(10_000);
        assertThat(found(asTheyCame)).anyMatch(news -> news.startsWith("$errorRate OPENED"));
        assertThat(found(labelsFirst)).containsExactlyInAnyOrderElementsOf(found(asTheyCame));
    }

    /** @param aheadMs how long before it became known each label is read */
    private LabelSteps read(long aheadMs) {
        random.setSeed(5);
        steps = new LabelSteps(2, "labels: {wait: 3h}", "window: 1h", "minRows: 200");
        give();
        TreeMap<Long, List<Runnable>> log = new TreeMap<>();
        for (int i = 0; i < 10_000; i++) {
            String id = "r" + i;
            long timeMs = T0 + i * 9_000L;
            double score = random.nextDouble();
            boolean turned = i > 6_000 && random.nextDouble() < 0.3;
            String truth = random.nextDouble() < score != turned ? "1" : "0";
            long knownMs = timeMs + random.nextInt(1_000_000);
            LabelSteps to = steps;
            log.computeIfAbsent(timeMs, _ -> new ArrayList<>())
                    .add(() -> to.predict(LabelSteps.prediction(id, timeMs, score > 0.5 ? "1" : "0", score)));
            log.computeIfAbsent(knownMs - aheadMs, _ -> new ArrayList<>())
                    .add(() -> to.label(LabelSteps.truth(id, knownMs, truth)));
        }
        log.values().forEach(records -> records.forEach(Runnable::run));
        steps.finish();
        return steps;
    }

    private static List<String> found(LabelSteps of) {
        return of.episodes.stream()
                .map(change -> change.subject() + " " + change.change().type() + " "
                        + change.window().startMs() + " " + change.window().endMs())
                .toList();
    }

    /** What is found wrong meanwhile may be held against what is learned from windows that wait. */
    @Test
    void shouldFindTheSameErrorsWhereItWaitsForWhatIsFoundOfFeatures() {
        LabelSteps atOnce = replayed(Reading.TOGETHER);
        LabelSteps waiting = replayed(Reading.WITHOUT_FEATURES);
        assertThat(waiting.episodes).isEmpty();

        atOnce.finish();
        waiting.finish();

        assertThat(found(atOnce)).anyMatch(news -> news.startsWith("$errorRate OPENED"));
        assertThat(found(waiting)).containsExactlyInAnyOrderElementsOf(found(atOnce));
    }

    private enum Reading {
        TOGETHER,
        ONE_BY_ONE,
        /** Nothing is found of features, and that is not waited out either. */
        WITHOUT_FEATURES
    }

    private LabelSteps replayed(Reading reading) {
        random.setSeed(3);
        steps = new LabelSteps(
                4,
                "labels: {wait: 3h, coverage: 90%}",
                "window: 1h",
                "minRows: 100",
                "learnRows: 3000",
                "learnFor: 4h");
        if (reading == Reading.ONE_BY_ONE) {
            steps.holdBack();
        } else if (reading == Reading.WITHOUT_FEATURES) {
            steps.leaveFeaturesOpen();
        }
        PriorityQueue<LoggedTruth> pending = new PriorityQueue<>(Comparator.comparingLong(LoggedTruth::knownAtMs));
        for (int i = 0; i < 20_000; i++) {
            long timeMs = T0 + i * 4_000L;
            while (!pending.isEmpty() && pending.element().knownAtMs() <= timeMs) {
                steps.label(pending.remove());
            }
            double score = random.nextDouble();
            steps.predict(LabelSteps.prediction("c" + i, timeMs, score > 0.5 ? "1" : "0", score));
            boolean yes = random.nextDouble() < score;
            boolean turned = i > 12_000 && random.nextDouble() < 0.3;
            pending.add(LabelSteps.truth(
                    "c" + i, timeMs + (long) (random.nextDouble() * 1.5 * HOUR), yes != turned ? "1" : "0"));
        }
        if (reading == Reading.ONE_BY_ONE) {
            steps.deliverOneAfterTheOther();
        }
        return steps;
    }
}
