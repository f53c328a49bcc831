package io.tidemark.stream.event;

import java.util.Optional;

/**
 * Which names features may have: any but empty ones, ones of more than {@value #MAX_LENGTH} characters, and ones that begin with {@code $},
 * which are kept for predictions and for what is judged of a model as a whole. An empty name would make the key of a feature's baseline
 * that of a segment's manifest.
 */
public final class FeatureNames {
    /** In UTF-16 characters. */
    public static final int MAX_LENGTH = 512;

    private FeatureNames() {}

    /** What is wrong with the name of a feature, said behind the name; nothing where it is in order. */
    public static Optional<String> problem(String name) {
        return Predictions.isPrediction(name)
                ? Optional.of("begins with $, which is kept for predictions")
                : problemOfAny(name);
    }

    /** What is wrong with the name of a feature or of a part of the prediction. */
    public static Optional<String> problemOfMonitored(String name) {
        return Predictions.isPrediction(name) && !Predictions.isPart(name)
                ? Optional.of("begins with $, but is none of $prediction, $value, $score and $score.CLASS")
                : problemOfAny(name);
    }

    private static Optional<String> problemOfAny(String name) {
        if (name.isBlank()) {
            return Optional.of("is empty");
        }
        return name.length() > MAX_LENGTH
                ? Optional.of("has " + name.length() + " characters, " + MAX_LENGTH + " are allowed")
                : Optional.empty();
    }
}
