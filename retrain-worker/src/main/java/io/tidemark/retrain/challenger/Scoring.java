package io.tidemark.retrain.challenger;

import io.tidemark.profile.performance.Answer;
import io.tidemark.retrain.data.Example;
import io.tidemark.serving.Scored;
import io.tidemark.serving.Scorer;
import io.tidemark.serving.model.ModelArtifact;
import io.tidemark.serving.model.ModelOutput;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** A model asked for rows. */
final class Scoring {
    private Scoring() {}

    static List<Answer> ask(Scorer scorer, List<Example> rows) {
        return scorer.scoreAll(rows.stream().map(Example::features).toList()).stream()
                .map(Scoring::answer)
                .toList();
    }

    /** The classes that a model tells apart; none for numbers. */
    static List<String> classes(ModelArtifact artifact) {
        return switch (artifact.output()) {
            case ModelOutput.Classes(List<String> labels) -> labels;
            case ModelOutput.Value() -> List.of();
        };
    }

    static Answer answer(Scored scored) {
        return switch (scored) {
            case Scored.OfClass(String label, Map<String, Double> scores) ->
                new Answer.OfClass(label, scores, OptionalDouble.empty());
            case Scored.OfNumber(double value) -> new Answer.OfNumber(value);
        };
    }
}
