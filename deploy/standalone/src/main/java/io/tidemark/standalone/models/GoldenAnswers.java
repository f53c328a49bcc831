package io.tidemark.standalone.models;

import io.tidemark.schemas.avro.GoldenPrediction;
import io.tidemark.serving.Scorer;
import io.tidemark.serving.version.GoldenPredictions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Golden predictions of a model that is imported: a few questions, spread over those that there are, with what it answers here. */
public final class GoldenAnswers {
    private static final int MOST = 5;

    private GoldenAnswers() {}

    /**
     * Asks the model.
     *
     * @param features those that the model takes; others are left out of the golden predictions
     * @param questions at least one
     * @throws ImportException if the model does not answer one of them
     */
    public static List<GoldenPrediction> of(
            Scorer scorer, List<String> features, List<Map<String, @Nullable Object>> questions) {
        List<GoldenPrediction> golden = new ArrayList<>();
        int taken = Math.min(MOST, questions.size());
        for (int i = 0; i < taken; i++) {
            Map<String, @Nullable Object> question =
                    only(features, questions.get((int) ((long) i * questions.size() / taken)));
            try {
                golden.addAll(GoldenPredictions.make(scorer, List.of(question)));
            } catch (IllegalStateException e) {
                throw new ImportException(
                        "The model does not answer "
                                + new TreeSet<>(question.entrySet().stream()
                                        .map(String::valueOf)
                                        .toList())
                                + (question.size() < features.size() ? " (other features are missing)" : "") + ": "
                                + e.getMessage() + ".",
                        e);
            }
        }
        return golden;
    }

    /** Arrays are no value that a model takes here, so they are left out, too. */
    private static Map<String, @Nullable Object> only(List<String> features, Map<String, @Nullable Object> question) {
        Map<String, @Nullable Object> taken = new HashMap<>();
        for (String feature : features) {
            Object value = question.get(feature);
            if (value instanceof Number || value instanceof Boolean || value instanceof CharSequence) {
                taken.put(feature, value);
            }
        }
        return taken;
    }
}
