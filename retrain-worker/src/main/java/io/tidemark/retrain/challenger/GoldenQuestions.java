package io.tidemark.retrain.challenger;

import io.tidemark.retrain.data.Example;
import io.tidemark.schemas.avro.GoldenPrediction;
import io.tidemark.serving.Scored;
import io.tidemark.serving.Scorer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A few questions with a model's answers, by which whoever loads it sees that it answers as it did where it was trained: rows of the holdout, and one without features. */
final class GoldenQuestions {
    private static final int MOST = 5;

    private GoldenQuestions() {}

    static List<GoldenPrediction> of(Scorer scorer, List<Example> rows) {
        List<GoldenPrediction> golden = new ArrayList<>();
        int taken = Math.min(MOST, rows.size());
        for (int i = 0; i < taken; i++) {
            golden.add(
                    ask(scorer, new TreeMap<>(rows.get(i * rows.size() / taken).features())));
        }
        golden.add(ask(scorer, Map.of()));
        return golden;
    }

    private static GoldenPrediction ask(Scorer scorer, Map<String, Object> features) {
        GoldenPrediction.Builder golden = GoldenPrediction.newBuilder().setFeatures(features);
        switch (scorer.score(features)) {
            case Scored.OfClass(String _, Map<String, Double> scores) -> golden.setScores(scores);
            case Scored.OfNumber(double value) -> golden.setValue(value);
        }
        return golden.build();
    }
}
