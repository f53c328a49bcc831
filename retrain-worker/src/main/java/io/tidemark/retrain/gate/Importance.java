package io.tidemark.retrain.gate;

import io.tidemark.profile.performance.Metric;
import io.tidemark.retrain.data.Example;
import io.tidemark.retrain.train.FeatureNames;
import io.tidemark.retrain.train.FeatureRow;
import io.tidemark.serving.Scorer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Permutation importance: how much the deciding metric's loss grows when the values of one feature are shuffled among the rows (Breiman, Machine Learning 45,
 * 2001; Fisher, Rudin and Dominici, JMLR 20, 2019). The same rows, seed and feature are shuffled in the same way, whichever model is asked.
 */
public final class Importance {
    private static final int MOST_ROWS = 2_000;
    private static final int FEWEST_ROWS = 200;
    /** Questions to a model, over all features. */
    private static final int MOST_QUESTIONS = 200_000;

    private final List<Example> rows;
    private final List<String> classes;
    private final Optional<String> positive;
    private final Metric metric;
    private final int seed;

    /**
     * @param holdout of more than {@value #MOST_ROWS} rows as many are taken, evenly; fewer where features are many
     * @param features how many are to be shuffled
     * @param classes that the challenger knows
     */
    public Importance(
            List<Example> holdout,
            int features,
            List<String> classes,
            Optional<String> positive,
            Metric metric,
            int seed) {
        int taken =
                Math.min(holdout.size(), Math.clamp(MOST_QUESTIONS / Math.max(1, features), FEWEST_ROWS, MOST_ROWS));
        this.rows = IntStream.range(0, taken)
                .mapToObj(i -> holdout.get((int) ((long) i * holdout.size() / taken)))
                .toList();
        this.classes = classes;
        this.positive = positive;
        this.metric = metric;
        this.seed = seed;
    }

    /** The growth of the loss by feature; empty where the metric is not defined on the rows. */
    public Map<String, Double> of(Scorer scorer, List<String> features) {
        Map<String, Double> importance = new TreeMap<>();
        Optional<Double> before =
                loss(scorer, rows.stream().map(Example::features).toList());
        if (before.isEmpty()) {
            return importance;
        }
        for (String feature : features) {
            loss(scorer, shuffled(feature)).ifPresent(loss -> importance.put(feature, loss - before.get()));
        }
        return importance;
    }

    private Optional<Double> loss(Scorer scorer, List<FeatureRow> questions) {
        HoldoutAnswers holdout = HoldoutAnswers.of(rows, classes, positive, Scoring.answers(scorer, questions));
        var value = holdout.ofChallenger(metric, holdout.comparable(metric));
        return value.isPresent() ? Optional.of(Losses.lossOf(metric, value.getAsDouble())) : Optional.empty();
    }

    private List<FeatureRow> shuffled(String feature) {
        int[] order = order(new SplittableRandom(31L * seed + feature.hashCode()));
        List<FeatureRow> shuffled = new ArrayList<>(rows.size());
        FeatureNames names = new FeatureNames();
        for (int i = 0; i < rows.size(); i++) {
            Object value = rows.get(order[i]).features().get(feature);
            shuffled.add(with(rows.get(i).features(), feature, value, names));
        }
        return shuffled;
    }

    private static FeatureRow with(FeatureRow row, String feature, @Nullable Object value, FeatureNames names) {
        Map<String, Object> features = new TreeMap<>(row);
        features.remove(feature);
        if (value != null) {
            features.put(feature, value);
        }
        return FeatureRow.of(names, features);
    }

    /** Fisher and Yates. */
    private int[] order(SplittableRandom random) {
        int[] order = IntStream.range(0, rows.size()).toArray();
        for (int i = order.length - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            int kept = order[i];
            order[i] = order[other];
            order[other] = kept;
        }
        return order;
    }
}
