package io.tidemark.standalone.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tidemark.profile.performance.Metric;
import io.tidemark.profile.performance.MetricReference;
import io.tidemark.profile.performance.PerformanceBaseline;
import io.tidemark.schemas.avro.GroundTruth;
import io.tidemark.schemas.avro.InferenceEvent;
import io.tidemark.schemas.avro.Prediction;
import io.tidemark.stream.spec.Labels;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EventPerformanceTest {
    private static final Instant START = Instant.parse("2024-05-01T00:00:00Z");
    private static final Duration DAY = Duration.ofDays(1);
    private static final Labels OF_LATE = new Labels(DAY, Optional.of("late"), 1);

    private final List<InferenceEvent> events = new ArrayList<>();
    private final List<GroundTruth> truths = new ArrayList<>();

    private InferenceEvent.Builder event(int day, Prediction prediction) {
        return InferenceEvent.newBuilder()
                .setInferenceId("i-" + events.size())
                .setModelId("m")
                .setModelVersion("1")
                .setEventTime(START.plus(DAY.multipliedBy(day)))
                .setFeatures(Map.of())
                .setPrediction(prediction);
    }

    private static GroundTruth.Builder truthOf(InferenceEvent event) {
        return GroundTruth.newBuilder()
                .setInferenceId(event.getInferenceId())
                .setModelId("m")
                .setEventTime(event.getEventTime().plus(DAY));
    }

    private void predict(int day, double scoreOfLate, String truth) {
        String label = scoreOfLate > 0.5 ? "late" : "on-time";
        InferenceEvent event = event(
                        day,
                        Prediction.newBuilder()
                                .setLabel(label)
                                .setScore(scoreOfLate)
                                .build())
                .build();
        events.add(event);
        truths.add(truthOf(event).setLabel(truth).build());
    }

    private Optional<PerformanceBaseline> measured(Labels labels) {
        return EventPerformance.measure(events.stream(), truths.stream(), DAY, labels);
    }

    /** Two of four are right; log loss is −(ln 0.8 + ln 0.4 + ln 0.1 + ln 0.9) / 4. */
    @Test
    void shouldMeasureAnswersWhoseTruthIsKnown() {
        predict(0, 0.8, "late");
        predict(0, 0.6, "on-time");
        predict(1, 0.9, "on-time");
        predict(1, 0.1, "on-time");
        events.add(
                event(1, Prediction.newBuilder().setLabel("late").setScore(0.9).build())
                        .build());

        PerformanceBaseline baseline = measured(OF_LATE).orElseThrow();

        assertThat(baseline.labelled()).isEqualTo(4);
        assertThat(valueOf(Metric.ACCURACY, baseline)).isEqualTo(0.5);
        assertThat(valueOf(Metric.LOG_LOSS, baseline)).isCloseTo(0.8868449729600592, within(1e-12));
    }

    @Test
    void shouldMeasureErrorsOfNumbers() {
        estimate(7, 4.5);
        estimate(3, 4);

        assertThat(valueOf(Metric.MAE, measured(Labels.DEFAULT).orElseThrow())).isEqualTo((2.5 + 1) / 2);
    }

    private void estimate(double value, double truth) {
        InferenceEvent event =
                event(0, Prediction.newBuilder().setValue(value).build()).build();
        events.add(event);
        truths.add(truthOf(event).setValue(truth).build());
    }

    /** Days alternate between 95 % and 60 % right: a standard deviation of 0.175 around 77.5 %, whose square is 0.0306. */
    @Test
    void shouldKnowHowMuchWindowsDiffer() {
        for (int day = 0; day < 10; day++) {
            for (int i = 0; i < 200; i++) {
                predict(day, 0.9, i < (day % 2 == 0 ? 190 : 120) ? "late" : "on-time");
            }
        }

        MetricReference accuracy =
                measured(OF_LATE).orElseThrow().metric(Metric.ACCURACY).orElseThrow();

        assertThat(accuracy.windows()).isEqualTo(10);
        assertThat(accuracy.betweenWindowVariance()).isBetween(0.025, 0.036);
    }

    @Test
    void shouldMeasureNothingWhereNoTruthIsKnown() {
        events.add(event(0, Prediction.newBuilder().setLabel("late").build()).build());

        assertThat(measured(OF_LATE)).isEmpty();
    }

    /** As the monitor does: of a class the label counts, and a number is a class only where there is no label. */
    @Test
    void shouldTellByTheAnswerWhatIsTrue() {
        InferenceEvent yes =
                event(0, Prediction.newBuilder().setLabel("yes").build()).build();
        events.add(yes);
        truths.add(truthOf(yes).setLabel("yes").setValue(3.0).build());
        InferenceEvent one =
                event(0, Prediction.newBuilder().setLabel("1").build()).build();
        events.add(one);
        truths.add(truthOf(one).setValue(1.0).build());

        PerformanceBaseline baseline = measured(Labels.DEFAULT).orElseThrow();

        assertThat(baseline.labelled()).isEqualTo(2);
        assertThat(valueOf(Metric.ACCURACY, baseline)).isEqualTo(1);
    }

    @Test
    void shouldReadNumbersFromLabels() {
        InferenceEvent event =
                event(0, Prediction.newBuilder().setValue(7.0).build()).build();
        events.add(event);
        truths.add(truthOf(event).setLabel("4.5").build());
        estimate(3, 4);

        assertThat(valueOf(Metric.MAE, measured(Labels.DEFAULT).orElseThrow())).isEqualTo((2.5 + 1) / 2);
    }

    @Test
    void shouldCountAnAnswerWhoseTruthDoesNotFitAsNotLabelled() {
        estimate(7, 4.5);
        estimate(3, 4);
        InferenceEvent event =
                event(0, Prediction.newBuilder().setValue(7.0).build()).build();
        events.add(event);
        truths.add(truthOf(event).setLabel("seven").build());

        PerformanceBaseline baseline = measured(Labels.DEFAULT).orElseThrow();

        assertThat(baseline.labelled()).isEqualTo(2);
        assertThat(baseline.profile().predictions()).isEqualTo(3);
    }

    @Test
    void shouldRefuseATruthThatSaysNothing() {
        predict(0, 0.9, "late");
        truths.add(truthOf(event(0, Prediction.newBuilder().build()).build()).build());

        assertThatThrownBy(() -> measured(OF_LATE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("i-1");
    }

    private static double valueOf(Metric metric, PerformanceBaseline baseline) {
        return baseline.metric(metric).orElseThrow().value();
    }
}
