package io.tidemark.stream.spec;

import io.tidemark.profile.performance.Metric;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Settings of retraining that are right by themselves, and with which no model would ever be made: algorithms that can't do what is asked, metrics of other labels
 * than those that the algorithm learns, and a holdout that is too small to judge by.
 */
final class RetrainContradictions {
    /** As many as the worker's check {@code holdoutRows} asks for. */
    static final int FEWEST_HELD_OUT = 50;

    private static final Set<Metric> OF_NUMBERS = EnumSet.of(Metric.MAE, Metric.RMSE);

    /**
     * One of them.
     *
     * @param section of retraining that the key is in
     */
    record Contradiction(String section, String key, String what, String remedy) {
        @Override
        public String toString() {
            return "retrain." + section + "." + key + ": " + what + "; " + remedy;
        }
    }

    private final List<Contradiction> found = new ArrayList<>();

    private RetrainContradictions() {}

    static List<Contradiction> of(
            Retraining.Data data, double holdout, Retraining.Model model, Retraining.Gates gates) {
        RetrainContradictions contradictions = new RetrainContradictions();
        if (data.halfLife().isPresent()) {
            contradictions.weights(model);
        }
        gates.metric().ifPresent(metric -> contradictions.metric(metric, model.algorithm()));
        if (data.rows() > 0) {
            contradictions.holdout(data.rows(), holdout);
        }
        return List.copyOf(contradictions.found);
    }

    private void add(String section, String key, String what, String remedy) {
        found.add(new Contradiction(section, key, what + ", so no model would ever be made", remedy));
    }

    private void weights(Retraining.Model model) {
        if (model.algorithm() == Algorithm.LINEAR_REGRESSION) {
            add("data", "halfLife", "linear_regression takes all rows as equal", "remove it, or use xgboost");
        }
        if (model.algorithm() == Algorithm.LOGISTIC_REGRESSION
                && model.hyperParameters().getOrDefault("batch", 0.0) != 1) {
            add(
                    "data",
                    "halfLife",
                    "logistic_regression takes the rows of one step as equal",
                    "set model.hyperParameters.batch to 1, remove it, or use xgboost");
        }
    }

    private void metric(Metric metric, Algorithm algorithm) {
        boolean ofNumbers = OF_NUMBERS.contains(metric);
        boolean learnsOthers = switch (algorithm) {
            case LINEAR_REGRESSION -> !ofNumbers;
            case RANDOM_FOREST, LOGISTIC_REGRESSION -> ofNumbers;
            case XGBOOST, AUTO -> false;
        };
        if (learnsOthers) {
            add(
                    "gates",
                    "metric",
                    metric.key() + " is of " + (ofNumbers ? "numbers" : "classes") + " and " + algorithm.key()
                            + " learns " + (ofNumbers ? "classes" : "numbers"),
                    "use " + fitting(!ofNumbers) + ", or an algorithm that learns "
                            + (ofNumbers ? "numbers" : "classes"));
        }
    }

    private static String fitting(boolean ofNumbers) {
        return Retraining.Gates.METRICS.stream()
                .filter(metric -> OF_NUMBERS.contains(metric) == ofNumbers)
                .map(Metric::key)
                .collect(Collectors.joining(", "));
    }

    private void holdout(long rows, double holdout) {
        long heldOut = rows - Math.round(rows * (1 - holdout));
        if (heldOut < FEWEST_HELD_OUT) {
            add(
                    "data",
                    "rows",
                    "a holdout of " + Percent.format(holdout) + " of " + rows + " rows is " + heldOut + ", and "
                            + FEWEST_HELD_OUT + " are needed to judge by",
                    "use more rows, a larger holdout, or 0 for as many as there are");
        }
    }
}
