package io.tidemark.retrain.job;

import io.tidemark.profile.performance.Answer;
import io.tidemark.retrain.challenger.Outcome;
import io.tidemark.retrain.data.Example;
import io.tidemark.retrain.train.Target;
import io.tidemark.schemas.avro.GroundTruth;
import io.tidemark.schemas.avro.InferenceEvent;
import io.tidemark.schemas.avro.Prediction;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The examples of a job with the challenger's answers, as if an application had logged them. */
final class AnsweredExamples {
    /** The version has no name yet, and nothing here depends on it. */
    private static final String UNNAMED = "challenger";

    private final String model;
    private final Optional<String> positive;
    private final Outcome.Accepted accepted;

    /** @param positive of two classes the one whose score is logged as the score */
    AnsweredExamples(String model, Optional<String> positive, Outcome.Accepted accepted) {
        this.model = model;
        this.positive = positive;
        this.accepted = accepted;
    }

    BaselineMaker.Examples forBaseline(String source) {
        return new BaselineMaker.Examples(this::asked, this::answered, this::truths, source);
    }

    private Stream<InferenceEvent> asked() {
        return Stream.concat(accepted.training().stream(), accepted.holdout().stream())
                .map(example -> event(example, Map.copyOf(example.features()), null));
    }

    private Stream<InferenceEvent> answered() {
        List<Example> holdout = accepted.holdout();
        return IntStream.range(0, holdout.size())
                .mapToObj(i -> event(
                        holdout.get(i), Map.of(), prediction(accepted.answers().get(i))));
    }

    private InferenceEvent event(Example example, Map<String, Object> features, @Nullable Prediction prediction) {
        return InferenceEvent.newBuilder()
                .setInferenceId(example.inferenceId())
                .setModelId(model)
                .setModelVersion(UNNAMED)
                .setEventTime(Instant.ofEpochMilli(example.eventTimeMs()))
                .setFeatures(features)
                .setPrediction(prediction)
                .setTags(example.tags())
                .build();
    }

    private Prediction prediction(Answer answer) {
        return switch (answer) {
            case Answer.OfNumber(double value) ->
                Prediction.newBuilder().setValue(value).build();
            case Answer.OfClass(String label, Map<String, Double> scores, var _) ->
                Prediction.newBuilder()
                        .setLabel(label)
                        .setScores(scores)
                        .setScore(scores.get(positive.orElse(label)))
                        .build();
        };
    }

    private Stream<GroundTruth> truths() {
        return accepted.holdout().stream().map(example -> {
            GroundTruth.Builder truth = GroundTruth.newBuilder()
                    .setInferenceId(example.inferenceId())
                    .setModelId(model)
                    .setEventTime(Instant.ofEpochMilli(example.eventTimeMs()));
            return switch (example.target()) {
                case Target.OfClass(String label) -> truth.setLabel(label).build();
                case Target.OfNumber(double value) -> truth.setValue(value).build();
            };
        });
    }
}
