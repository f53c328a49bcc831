package io.tidemark.stream.label;

import static io.tidemark.stream.label.LabelSteps.DAY;
import static io.tidemark.stream.label.LabelSteps.HOUR;
import static io.tidemark.stream.label.LabelSteps.T0;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import io.tidemark.profile.performance.Metric;
import io.tidemark.profile.performance.MetricValue;
import io.tidemark.stream.event.LoggedPrediction;
import io.tidemark.stream.event.LoggedTruth;
import io.tidemark.stream.performance.PerformanceRevision;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** What labels say in the end does not depend on how they came. */
class LabelOrderTest {
    private static final long WAIT = 3 * DAY;

    /** Predictions of a day and what is said of their truth, each label at most {@link #WAIT} after its prediction. */
    private record Story(List<LoggedPrediction> predictions, List<LoggedTruth> labels) {
        static Story of(long seed) {
            Random random = new Random(seed);
            List<LoggedPrediction> predictions = new ArrayList<>();
            List<LoggedTruth> labels = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                long timeMs = T0 + (long) (random.nextDouble() * DAY);
                double score = random.nextDouble();
                String version = random.nextInt(4) == 0 ? "2" : "1";
                predictions.add(LabelSteps.prediction(
                        "id-" + i,
                        version,
                        timeMs,
                        score > 0.5 ? "1" : "0",
                        score,
                        Map.of("region", "r" + random.nextInt(3))));
                addLabels("id-" + i, timeMs, score, random, labels);
            }
            for (int i = 0; i < 10; i++) {
                labels.add(LabelSteps.truth("nobody-" + i, T0 + i * HOUR, "1"));
            }
            return new Story(predictions, labels);
        }

        private static void addLabels(String id, long timeMs, double score, Random random, List<LoggedTruth> labels) {
            if (random.nextInt(10) == 0) {
                return;
            }
            long knownAtMs = timeMs + (long) (random.nextDouble() * WAIT / 2);
            String truth = random.nextDouble() < score ? "1" : "0";
            labels.add(LabelSteps.truth(id, knownAtMs, truth));
            if (random.nextInt(10) == 0) {
                labels.add(LabelSteps.truth(id, knownAtMs, truth));
            }
            if (random.nextInt(10) == 0) {
                labels.add(LabelSteps.truth(id, knownAtMs + HOUR, truth.equals("1") ? "0" : "1"));
            }
        }
    }

    private static LabelSteps steps(int partitions) {
        return new LabelSteps(partitions, "labels: {wait: 3d}", "segments: {by: [region]}");
    }

    private static Map<String, String> lastOf(LabelSteps steps) {
        Map<String, String> last = new TreeMap<>();
        steps.last()
                .forEach((window, revision) -> last.put(
                        window.toText(),
                        revision.last() + " " + revision.corrected() + " "
                                + HexFormat.of().formatHex(revision.profile().toBytes())));
        return last;
    }

    private static LabelSteps inOrder(Story story) {
        LabelSteps steps = steps(1);
        story.predictions().stream()
                .sorted(Comparator.comparingLong(LoggedPrediction::eventTimeMs))
                .forEach(steps::predict);
        story.labels().stream()
                .sorted(Comparator.comparingLong(LoggedTruth::knownAtMs))
                .forEach(steps::label);
        steps.finish();
        return steps;
    }

    @Property(tries = 40)
    void shouldEndTheSameInWhateverOrderTheyCome(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 4) int partitions, @ForAll long shuffle) {
        Story story = Story.of(seed);
        List<Object> mixed = new ArrayList<>(story.predictions());
        mixed.addAll(story.labels());
        Collections.shuffle(mixed, new Random(shuffle));
        LabelSteps steps = steps(partitions);
        Random restarts = new Random(shuffle);

        for (Object record : mixed) {
            switch (record) {
                case LoggedPrediction prediction -> steps.predict(prediction);
                case LoggedTruth truth -> steps.label(truth);
                default -> throw new IllegalStateException();
            }
            if (restarts.nextInt(60) == 0) {
                steps.restart();
            }
            if (restarts.nextInt(60) == 0) {
                steps.revise();
            }
        }
        steps.finish();

        assertThat(withoutCorrected(lastOf(steps))).isEqualTo(withoutCorrected(lastOf(inOrder(story))));
        assertBalance(steps, story);
    }

    /** Of two labels of which the later comes first, the earlier one corrects nothing. */
    private static Map<String, String> withoutCorrected(Map<String, String> last) {
        Map<String, String> without = new TreeMap<>();
        last.forEach((window, text) -> without.put(window, text.replaceFirst(" \\d+ ", " ")));
        return without;
    }

    private static void assertBalance(LabelSteps steps, Story story) {
        assertThat(steps.labelsRead()).isEqualTo(story.labels().size());
        assertThat(steps.of(LabelOutcome.MATCHED)
                        + steps.of(LabelOutcome.DUPLICATE)
                        + steps.of(LabelOutcome.CORRECTED)
                        + steps.of(LabelOutcome.UNMATCHED)
                        + steps.of(LabelOutcome.LATE))
                .isEqualTo(story.labels().size());
        assertThat(steps.of(LabelOutcome.UNMATCHED)).isEqualTo(10);
        long examples =
                steps.examples.stream().filter(example -> !example.correction()).count();
        assertThat(examples).isEqualTo(steps.of(LabelOutcome.MATCHED));
    }

    /** The exact numbers, counted from the story alone. */
    @Property(tries = 20)
    void shouldSayWhatTheRowsSay(@ForAll long seed) {
        Story story = Story.of(seed);
        Map<String, LoggedTruth> lastLabel = new HashMap<>();
        story.labels().stream()
                .sorted(Comparator.comparingLong(LoggedTruth::knownAtMs))
                .forEach(truth -> lastLabel.put(Objects.requireNonNull(truth.inferenceId()), truth));
        Map<String, long[]> rightOfLabelled = new TreeMap<>();
        Map<String, Double> squares = new TreeMap<>();
        for (LoggedPrediction prediction : story.predictions()) {
            LoggedTruth truth = lastLabel.get(Objects.requireNonNull(prediction.inferenceId()));
            if (truth == null) {
                continue;
            }
            long start = Math.floorDiv(prediction.eventTimeMs(), HOUR) * HOUR;
            String key = prediction.version() + "/" + start;
            long[] counts = rightOfLabelled.computeIfAbsent(key, _ -> new long[2]);
            counts[0] += prediction.label().equals(truth.label()) ? 1 : 0;
            counts[1]++;
            double y = truth.label().orElseThrow().equals("1") ? 1 : 0;
            double error = prediction.score().orElseThrow() - y;
            squares.merge(key, error * error, Double::sum);
        }

        LabelSteps steps = inOrder(story);

        Map<String, Double> accuracy = new TreeMap<>();
        Map<String, Double> brier = new TreeMap<>();
        for (PerformanceRevision revision : steps.lastRevisions()) {
            Map<Metric, MetricValue> metrics = revision.profile().metrics();
            if (revision.window().segment().equals("all") && metrics.containsKey(Metric.BRIER)) {
                String key =
                        revision.window().version() + "/" + revision.window().startMs();
                accuracy.put(
                        key,
                        Objects.requireNonNull(metrics.get(Metric.ACCURACY)).value());
                brier.put(key, Objects.requireNonNull(metrics.get(Metric.BRIER)).value());
            }
        }
        rightOfLabelled.values().removeIf(counts -> counts[1] < 2); // one row has no interval
        assertThat(accuracy.keySet()).isEqualTo(rightOfLabelled.keySet());
        rightOfLabelled.forEach((key, counts) -> {
            assertThat(accuracy.get(key)).isEqualTo((double) counts[0] / counts[1]);
            assertThat(brier.get(key)).isCloseTo(squares.getOrDefault(key, 0.0) / counts[1], offset(1e-12));
        });
    }

    /** Labels that come in the order in which they became known, a quarter of them days later, and in bursts. */
    @Property(tries = 20)
    void shouldEndTheSameWhereLabelsAreDelayed(@ForAll long seed, @ForAll long delays) {
        Story story = Story.of(seed);
        Random random = new Random(delays);
        LabelSteps late = steps(2);
        List<LoggedTruth> delayed = new ArrayList<>();
        story.predictions().stream()
                .sorted(Comparator.comparingLong(LoggedPrediction::eventTimeMs))
                .forEach(late::predict);
        for (LoggedTruth truth : story.labels()) {
            if (random.nextInt(4) == 0) {
                delayed.add(truth);
            } else {
                late.label(truth);
            }
        }
        late.restart();
        delayed.forEach(late::label);
        late.finish();

        assertThat(withoutCorrected(lastOf(late))).isEqualTo(withoutCorrected(lastOf(inOrder(story))));
        assertBalance(late, story);
    }
}
