package io.tidemark.retrain.gate;

import io.tidemark.profile.performance.Answer;
import io.tidemark.retrain.data.Example;
import io.tidemark.retrain.train.FeatureNames;
import io.tidemark.retrain.train.FeatureRow;
import io.tidemark.retrain.train.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Rows made by formulas, so that the same can be made in Python. */
final class Holdouts {
    static final int ROWS = 60;

    private Holdouts() {}

    static boolean yes(int i) {
        return i * 7 % 5 < 2;
    }

    /** {@code round(clip(0.5·a + 0.4·y + 0.05), 2)} with a = (37 i mod 101)/101. */
    static double good(int i) {
        return rounded(0.5 * ((i * 37) % 101 / 101.0) + 0.4 * (yes(i) ? 1 : 0) + 0.05);
    }

    /** {@code round(clip(0.8·b + 0.15·y + 0.02), 2)} with b = (53 i + 11 mod 97)/97. */
    static double poor(int i) {
        return rounded(0.8 * ((i * 53 + 11) % 97 / 97.0) + 0.15 * (yes(i) ? 1 : 0) + 0.02);
    }

    private static double rounded(double score) {
        return Math.rint(Math.clamp(score, 0.01, 0.99) * 100) / 100;
    }

    static HoldoutAnswers classes(IntFunction<Double> challenger, IntFunction<Double> champion) {
        List<Example> rows = rows(ROWS, i -> new Target.OfClass(yes(i) ? "yes" : "no"), i -> Map.of());
        return HoldoutAnswers.of(
                        rows,
                        List.of("no", "yes"),
                        Optional.of("yes"),
                        IntStream.range(0, ROWS)
                                .mapToObj(i -> answer(challenger.apply(i)))
                                .toList())
                .against(
                        "3",
                        IntStream.range(0, ROWS)
                                .mapToObj(i -> Optional.of(answer(champion.apply(i))))
                                .toList());
    }

    static Answer answer(double yes) {
        return new Answer.OfClass(yes > 0.5 ? "yes" : "no", Map.of("yes", yes, "no", 1 - yes), OptionalDouble.empty());
    }

    static HoldoutAnswers numbers() {
        List<Example> rows = rows(ROWS, i -> new Target.OfNumber(truth(i)), i -> Map.of());
        return HoldoutAnswers.of(
                        rows,
                        List.of(),
                        Optional.empty(),
                        IntStream.range(0, ROWS)
                                .<Answer>mapToObj(i -> new Answer.OfNumber(truth(i) + ((i * 29) % 31 - 15) / 10.0))
                                .toList())
                .against(
                        "3",
                        IntStream.range(0, ROWS)
                                .<Optional<Answer>>mapToObj(i ->
                                        Optional.of(new Answer.OfNumber(truth(i) + ((i * 17) % 37 - 18) / 9.0)))
                                .toList());
    }

    private static double truth(int i) {
        return Math.sin(i) * 10;
    }

    static List<Example> rows(int count, IntFunction<Target> target, IntFunction<Map<String, String>> tags) {
        List<Example> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            rows.add(new Example(
                    "id-" + i,
                    i,
                    target.apply(i),
                    FeatureRow.of(new FeatureNames(), Map.of("x", (double) i)),
                    Map.of(),
                    tags.apply(i)));
        }
        return rows;
    }
}
