package io.tidemark.standalone.baseline;

import io.tidemark.profile.performance.Answer;
import io.tidemark.profile.performance.PerformanceBaseline;
import io.tidemark.profile.performance.Truth;
import io.tidemark.schemas.avro.GroundTruth;
import io.tidemark.schemas.avro.InferenceEvent;
import io.tidemark.schemas.avro.Prediction;
import io.tidemark.stream.event.LoggedPrediction;
import io.tidemark.stream.label.Answers;
import io.tidemark.stream.label.Truths;
import io.tidemark.stream.spec.Labels;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How well a model predicted the events of a log, as what later windows are compared with. */
public final class EventPerformance {
    private EventPerformance() {}

    /**
     * Joins events with what turned out to be true, by inference id, and measures them window by window. What is the truth of an answer is told as the
     * monitor tells it ({@link Truths}). A truth that does not fit its answer is left out: the answer counts among the baseline's predictions, and not
     * among the labelled ones.
     *
     * @param truths one of an inference at most
     * @param window length of the windows that are to be compared with it
     * @return empty where no prediction has a truth that fits
     * @throws IllegalStateException if two truths are of one inference
     * @throws IllegalArgumentException if a truth has neither a label nor a value
     */
    public static Optional<PerformanceBaseline> measure(
            Stream<InferenceEvent> events, Stream<GroundTruth> truths, Duration window, Labels labels) {
        Map<String, GroundTruth> byId = truths.map(EventPerformance::checked)
                .collect(Collectors.toMap(GroundTruth::getInferenceId, Function.identity()));
        WindowedPerformance performance = new WindowedPerformance();
        events.forEachOrdered(event -> Answers.of(predictionOf(event), labels)
                .ifPresent(answer -> performance.add(
                        Math.floorDiv(event.getEventTime().toEpochMilli(), window.toMillis()),
                        answer,
                        Optional.ofNullable(byId.get(event.getInferenceId()))
                                .flatMap(truth -> truthOf(answer, truth)))));
        return performance.baseline();
    }

    private static GroundTruth checked(GroundTruth truth) {
        if (truth.getLabel() == null && truth.getValue() == null) {
            throw new IllegalArgumentException(
                    "the ground truth of " + truth.getInferenceId() + " has neither a label nor a value");
        }
        return truth;
    }

    private static Optional<Truth> truthOf(Answer answer, GroundTruth truth) {
        return Truths.of(
                answer, Optional.ofNullable(truth.getLabel()), optional(Optional.ofNullable(truth.getValue())));
    }

    private static LoggedPrediction predictionOf(InferenceEvent event) {
        Optional<Prediction> prediction = Optional.ofNullable(event.getPrediction());
        return new LoggedPrediction(
                event.getInferenceId(),
                event.getModelId(),
                event.getModelVersion(),
                event.getEventTime().toEpochMilli(),
                prediction.map(Prediction::getLabel),
                optional(prediction.map(Prediction::getValue)),
                optional(prediction.map(Prediction::getScore)),
                prediction.map(Prediction::getScores).orElse(Map.of()),
                Map.of(),
                OptionalLong.empty(),
                new byte[0]);
    }

    private static OptionalDouble optional(Optional<Double> value) {
        return value.map(OptionalDouble::of).orElse(OptionalDouble.empty());
    }
}
