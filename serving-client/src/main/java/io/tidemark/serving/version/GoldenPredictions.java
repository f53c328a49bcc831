package io.tidemark.serving.version;

import io.tidemark.schemas.avro.GoldenPrediction;
import io.tidemark.serving.Scored;
import io.tidemark.serving.Scorer;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A few questions with the answers that a model gave where it was trained. Whoever loads the model asks again before serving it: a model that was loaded
 * wrongly, or by another version of its runtime that computes otherwise, shows here and not in production.
 */
public final class GoldenPredictions {
    /** How far an answer may be off, absolutely and relatively to the answer: other CPUs round single-precision sums otherwise. */
    public static final double TOLERANCE = 1e-6;

    private GoldenPredictions() {}

    /**
     * Asks the questions.
     *
     * @param questions features by name: numbers, booleans, text and null
     * @throws IllegalArgumentException where a feature is of another type
     */
    public static List<GoldenPrediction> make(
            Scorer scorer, Collection<? extends Map<String, ? extends @Nullable Object>> questions) {
        return questions.stream().map(question -> ask(scorer, toAvro(question))).toList();
    }

    private static GoldenPrediction ask(Scorer scorer, Map<String, @Nullable Object> features) {
        GoldenPrediction.Builder golden = GoldenPrediction.newBuilder().setFeatures(features);
        return switch (scorer.score(features)) {
            case Scored.OfClass scored -> golden.setScores(scored.scores()).build();
            case Scored.OfNumber(double value) -> golden.setValue(value).build();
        };
    }

    private static Map<String, @Nullable Object> toAvro(Map<String, ? extends @Nullable Object> features) {
        Map<String, @Nullable Object> converted = new HashMap<>();
        features.forEach((name, value) -> converted.put(
                name,
                switch (value) {
                    case null -> null;
                    case Double number -> number;
                    case Float number -> number.doubleValue();
                    case Number number when isWhole(number) -> number.longValue();
                    case Number number -> number.doubleValue();
                    case Boolean truth -> truth;
                    case CharSequence text -> text.toString();
                    default ->
                        throw new IllegalArgumentException("feature '" + name + "' is a "
                                + value.getClass().getName()
                                + "; golden predictions are of numbers, booleans and text");
                }));
        return converted;
    }

    private static boolean isWhole(Number number) {
        return number instanceof Long || number instanceof Integer || number instanceof Short || number instanceof Byte;
    }

    /**
     * Asks the questions again.
     *
     * @throws GoldenMismatchException where an answer differs by more than {@link #TOLERANCE}, is of another kind, or fails
     */
    public static void check(Scorer scorer, List<GoldenPrediction> golden) {
        for (int i = 0; i < golden.size(); i++) {
            String which = "golden prediction " + (i + 1) + " of " + golden.size() + ": ";
            Scored given;
            try {
                given = scorer.score(golden.get(i).getFeatures());
            } catch (RuntimeException e) {
                throw new GoldenMismatchException(which + "the model fails with " + e, e);
            }
            check(golden.get(i), given, which);
        }
    }

    private static void check(GoldenPrediction expected, Scored given, String which) {
        Double value = expected.getValue();
        switch (given) {
            case Scored.OfNumber(double number) -> {
                if (value == null) {
                    throw new GoldenMismatchException(which + "the model answers with the number " + number
                            + ", expected are scores of " + new TreeMap<>(expected.getScores()).keySet());
                }
                checkClose(value, number, which + "the answer");
            }
            case Scored.OfClass scored -> {
                if (value != null
                        || !scored.scores().keySet().equals(expected.getScores().keySet())) {
                    throw new GoldenMismatchException(which + "the model answers with scores of "
                            + new TreeMap<>(scored.scores()).keySet() + ", expected "
                            + (value != null
                                    ? "is the number " + value
                                    : "are scores of " + new TreeMap<>(expected.getScores()).keySet()));
                }
                new TreeMap<>(expected.getScores())
                        .forEach((label, score) -> checkClose(
                                score,
                                scored.scores().getOrDefault(label, Double.NaN),
                                which + "the score of '" + label + "'"));
            }
        }
    }

    private static void checkClose(double expected, double given, String what) {
        if (!(Math.abs(given - expected) <= TOLERANCE + TOLERANCE * Math.abs(expected))) {
            throw new GoldenMismatchException(what + " is " + given + ", expected is " + expected);
        }
    }
}
