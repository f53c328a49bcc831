package io.tidemark.load.loop;

import io.tidemark.retrain.train.Algorithm;
import io.tidemark.retrain.train.ModelTrainer;
import io.tidemark.retrain.train.Target;
import io.tidemark.retrain.train.TrainingRow;
import io.tidemark.retrain.train.TrainingSettings;
import io.tidemark.retrain.train.TrainingTable;
import io.tidemark.schemas.avro.LabeledExample;
import io.tidemark.schemas.avro.Prediction;
import io.tidemark.serving.model.ModelArtifact;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * A model of the trial. What it is asked follows from its name and the number of the example.
 *
 * @param grows whether examples go on coming
 */
record LoopModel(String name, Champion champion, boolean grows) {
    /** What answers while the worker makes models. */
    enum Champion {
        /** An application's own model, which answers at random: every challenger is better. */
        GUESSES,
        /** An application's own model, which knows: no challenger is better. */
        KNOWS,
        /** A version in production that has learned nothing: every challenger is better. */
        SERVED
    }

    static final String POSITIVE = "late";
    static final String NEGATIVE = "on_time";
    /** The version that answers. */
    static final String ANSWERING = "1";

    private static final List<String> COLOURS = List.of("red", "green", "blue", "grey");
    private static final Instant FIRST = Instant.parse("2026-03-01T00:00:00Z");

    /** The one that begins with a version in production. */
    static final LoopModel SERVED = new LoopModel("served", Champion.SERVED, true);

    static final List<LoopModel> ALL = List.of(
            new LoopModel("still-1", Champion.GUESSES, false),
            new LoopModel("still-2", Champion.GUESSES, false),
            new LoopModel("growing-1", Champion.GUESSES, true),
            new LoopModel("growing-2", Champion.GUESSES, true),
            new LoopModel("known", Champion.KNOWS, true),
            SERVED);

    /** So small a model is trained in a moment; boosting with its threads is the same whenever it is done again. */
    String spec() {
        return """
                model: %s
                window: 1h
                labels: {positive: %s}
                retrain:
                  when: {performance: minor}
                  cooldown: 0s
                  giveUpAfter: 0
                  data: {minRows: 500}
                  model: {algorithm: xgboost, hyperParameters: {trees: 40, max_depth: 3}}
                  gates: {metric: logLoss, improvement: 5%%}
                rollout: {automatic: false}
                """.formatted(name, POSITIVE);
    }

    Map<String, Object> features(int number) {
        Random random = random(number);
        Map<String, Object> features = new HashMap<>();
        for (int i = 0; i < 6; i++) {
            features.put("x" + i, random.nextGaussian());
        }
        features.put("colour", COLOURS.get(random.nextInt(COLOURS.size())));
        return features;
    }

    private Random random(int number) {
        return new Random(new SplittableRandom(31L * name.hashCode() + number).nextLong());
    }

    private String truth(int number) {
        Map<String, Object> features = features(number);
        double noise = new Random(random(number).nextLong() + 1).nextGaussian();
        double drive = number(features, "x0")
                + 0.5 * number(features, "x1")
                + ("red".equals(features.get("colour")) ? 0.7 : 0)
                + 0.3 * noise;
        return drive > 0 ? POSITIVE : NEGATIVE;
    }

    private static double number(Map<String, Object> features, String name) {
        return (double) Objects.requireNonNull(features.get(name), name);
    }

    LabeledExample example(int number) {
        String truth = truth(number);
        double ofTruth = champion == Champion.KNOWS
                ? 0.99
                : 0.3 + 0.4 * new Random(random(number).nextLong() + 2).nextDouble();
        double score = truth.equals(POSITIVE) ? ofTruth : 1 - ofTruth;
        Instant time = FIRST.plusSeconds(number);
        return LabeledExample.newBuilder()
                .setInferenceId(name + "-" + number)
                .setModelId(name)
                .setModelVersion(ANSWERING)
                .setLabel(truth)
                .setEventTime(time)
                .setLabelTime(time.plusSeconds(60))
                .setFeatures(features(number))
                .setPrediction(Prediction.newBuilder()
                        .setLabel(score > 0.5 ? POSITIVE : NEGATIVE)
                        .setScore(score)
                        .setScores(Map.of(POSITIVE, score, NEGATIVE, 1 - score))
                        .build())
                .build();
    }

    /** Trained on labels that say nothing. */
    ModelArtifact unlearned(int rows) {
        Random random = random(-1);
        List<TrainingRow> table = IntStream.range(0, rows)
                .mapToObj(i -> new TrainingRow(
                        features(i),
                        new Target.OfClass(random.nextBoolean() ? POSITIVE : NEGATIVE),
                        FIRST.plusSeconds(i)))
                .toList();
        return ModelTrainer.train(
                new TrainingTable(table), TrainingSettings.of(Algorithm.XGBOOST, Map.of("trees", 5.0), 1));
    }
}
