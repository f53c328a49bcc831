package io.tidemark.retrain.gate;

import io.tidemark.profile.performance.Answer;
import io.tidemark.retrain.data.Example;
import io.tidemark.retrain.train.FeatureRow;
import io.tidemark.serving.Scored;
import io.tidemark.serving.Scorer;
import io.tidemark.serving.model.ModelArtifact;
import io.tidemark.serving.model.ModelOutput;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** A model asked for rows. */
public final class Scoring {
    private Scoring() {}

    /** The answers to rows, one each. */
    public static List<Answer> ask(Scorer scorer, List<Example> rows) {
        return answers(scorer, rows.stream().map(Example::features).toList());
    }

    /** The answers to questions, one each. */
    static List<Answer> answers(Scorer scorer, List<FeatureRow> questions) {
        return scorer.scoreAll(questions).stream().map(Scoring::answer).toList();
    }

    /** The classes that a model tells apart; none for numbers. */
    public static List<String> classes(ModelArtifact artifact) {
        return switch (artifact.output()) {
            case ModelOutput.Classes(List<String> labels) -> labels;
            case ModelOutput.Value() -> List.of();
        };
    }

    private static Answer answer(Scored scored) {
        return switch (scored) {
            case Scored.OfClass(String label, Map<String, Double> scores) ->
                new Answer.OfClass(label, scores, OptionalDouble.empty());
            case Scored.OfNumber(double value) -> new Answer.OfNumber(value);
        };
    }
}
