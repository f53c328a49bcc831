package io.tidemark.standalone.baseline;

import io.tidemark.profile.performance.PerformanceBaseline;
import io.tidemark.profile.performance.Truth;
import io.tidemark.schemas.avro.GroundTruth;
import io.tidemark.schemas.avro.InferenceEvent;
import io.tidemark.schemas.avro.Prediction;
import io.tidemark.stream.event.LoggedPrediction;
import io.tidemark.stream.label.Answers;
import io.tidemark.stream.spec.Labels;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How well a model predicted the events of a log, as what later windows are compared with. */
public final class EventPerformance {
    private EventPerformance() {}

    /**
     * Joins events with what turned out to be true, by inference id, and measures them window by window.
     *
     * @param truths one of an inference at most
     * @param window length of the windows that are to be compared with it
     * @return empty where no prediction has a truth
     * @throws IllegalStateException if two truths are of one inference
     * @throws IllegalArgumentException if a truth has neither a label nor a value
     */
    public static Optional<PerformanceBaseline> measure(
            Stream<InferenceEvent> events, Stream<GroundTruth> truths, Duration window, Labels labels) {
        Map<String, Truth> byId = truths.collect(Collectors.toMap(GroundTruth::getInferenceId, EventPerformance::of));
        WindowedPerformance performance = new WindowedPerformance();
        events.forEachOrdered(event -> Answers.of(predictionOf(event), labels)
                .ifPresent(answer -> performance.add(
                        Math.floorDiv(event.getEventTime().toEpochMilli(), window.toMillis()),
                        answer,
                        Optional.ofNullable(byId.get(event.getInferenceId())))));
        return performance.baseline();
    }

    private static Truth of(GroundTruth truth) {
        Double number = truth.getValue();
        if (number != null) {
            return new Truth.OfNumber(number);
        }
        String label = truth.getLabel();
        if (label == null) {
            throw new IllegalArgumentException(
                    "the ground truth of " + truth.getInferenceId() + " has neither a label nor a value");
        }
        return new Truth.OfClass(label);
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
