package io.tidemark.retrain.challenger;

import io.tidemark.retrain.train.Algorithm;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** Settings in the order in which a search tries them: the standard ones of each algorithm that fits, then ones drawn from small sets. Follows from the seed. */
final class SearchSpace {
    private static final Map<Algorithm, Map<String, List<Double>>> CHOICES = Map.of(
            Algorithm.XGBOOST,
                    sorted(Map.of(
                            "trees", List.of(50.0, 100.0, 200.0),
                            "learning_rate", List.of(0.05, 0.1, 0.2),
                            "max_depth", List.of(3.0, 4.0, 6.0, 8.0),
                            "min_weight", List.of(1.0, 5.0, 20.0),
                            "row_share", List.of(0.7, 1.0),
                            "column_share", List.of(0.7, 1.0),
                            "l2", List.of(1.0, 10.0))),
            Algorithm.RANDOM_FOREST,
                    sorted(Map.of(
                            "trees", List.of(50.0, 100.0),
                            "max_depth", List.of(6.0, 10.0, 14.0),
                            "min_rows", List.of(10.0, 20.0, 50.0),
                            "column_share", List.of(0.3, 0.5))),
            Algorithm.LOGISTIC_REGRESSION,
                    sorted(Map.of(
                            "epochs", List.of(10.0, 20.0, 40.0),
                            "learning_rate", List.of(0.03, 0.1, 0.3),
                            "batch", List.of(8.0, 32.0, 128.0))),
            Algorithm.LINEAR_REGRESSION,
                    sorted(Map.of("penalty", List.of(1e-6, 1e-4, 1e-2, 1.0), "l1_ratio", List.of(0.1, 0.5, 1.0))));

    /** XGBoost twice: it has most to choose from. */
    private static final List<Algorithm> TURNS = List.of(
            Algorithm.XGBOOST,
            Algorithm.LOGISTIC_REGRESSION,
            Algorithm.LINEAR_REGRESSION,
            Algorithm.XGBOOST,
            Algorithm.RANDOM_FOREST);

    private final SplittableRandom random;
    private final List<Algorithm> turns;
    private final List<Algorithm> standard;
    private final boolean weighted;
    private int tried;

    /** One setting. */
    record Point(Algorithm algorithm, Map<String, Double> hyperParameters) {
        Map<String, String> inWords() {
            Map<String, String> words = new TreeMap<>();
            words.put("algorithm", algorithm.key());
            hyperParameters.forEach((name, value) -> words.put("hyperParameters." + name, Double.toString(value)));
            return words;
        }
    }

    /** @param weighted whether rows count differently, which linear regression can't learn from */
    SearchSpace(int seed, boolean ofClasses, boolean weighted) {
        this.random = new SplittableRandom(seed);
        this.turns = TURNS.stream()
                .filter(algorithm -> algorithm.learns(ofClasses))
                .filter(algorithm -> !weighted || algorithm.takesWeights())
                .toList();
        this.weighted = weighted;
        this.standard = turns.stream().distinct().toList();
    }

    Point next() {
        int turn = tried++;
        if (turn < standard.size()) {
            return point(standard.get(turn), new TreeMap<>());
        }
        Algorithm algorithm = turns.get((turn - standard.size()) % turns.size());
        Map<String, Double> drawn = new TreeMap<>();
        for (Map.Entry<String, List<Double>> choice :
                CHOICES.getOrDefault(algorithm, Map.of()).entrySet()) {
            drawn.put(
                    choice.getKey(),
                    choice.getValue().get(random.nextInt(choice.getValue().size())));
        }
        return point(algorithm, drawn);
    }

    private Point point(Algorithm algorithm, Map<String, Double> hyperParameters) {
        if (weighted && algorithm == Algorithm.LOGISTIC_REGRESSION) {
            hyperParameters.put("batch", 1.0);
        }
        return new Point(algorithm, hyperParameters);
    }

    /** In the order of names: which number goes to which setting must not depend on a hash. */
    private static Map<String, List<Double>> sorted(Map<String, List<Double>> choices) {
        return new TreeMap<>(choices);
    }
}
