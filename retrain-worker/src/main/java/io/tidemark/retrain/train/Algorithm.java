package io.tidemark.retrain.train;

import static io.tidemark.retrain.train.HyperParameter.number;
import static io.tidemark.retrain.train.HyperParameter.whole;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What models can be trained with. */
public enum Algorithm {
    /** Multinomial logistic regression, fitted with stochastic gradients and AdaGrad. Not regularised. */
    LOGISTIC_REGRESSION(
            true,
            false,
            whole("epochs", 20, 1, 10_000, "passes over the rows"),
            number("learning_rate", 0.3, 1e-6, 100, "AdaGrad's first step"),
            whole("batch", 8, 1, 100_000, "rows per step")),

    /** A vote of decision trees, each on a bootstrap sample and random columns. */
    RANDOM_FOREST(
            true,
            false,
            whole("trees", 50, 1, 2_000, "trees that vote"),
            whole("max_depth", 10, 1, 64, "splits from the root to a leaf at most"),
            whole("min_rows", 20, 1, 1_000_000, "rows that a node needs to be split"),
            number("column_share", 0.5, 0.01, 0.99, "share of the columns that a split looks at")),

    /** Gradient-boosted trees: softmax for classes, squared error for numbers. */
    XGBOOST(
            true,
            true,
            whole("trees", 100, 1, 5_000, "rounds of boosting"),
            number("learning_rate", 0.1, 1e-4, 1, "how much of each tree counts"),
            whole("max_depth", 6, 1, 20, "splits from the root to a leaf at most"),
            number("min_weight", 1, 0, 1e9, "sum of second derivatives that a child needs"),
            number("min_gain", 0, 0, 1e9, "gain that a split needs"),
            number("row_share", 1, 0.01, 1, "share of the rows that a tree sees"),
            number("column_share", 1, 0.01, 1, "share of the columns that a tree sees"),
            number("l2", 1, 0, 1e9, "quadratic penalty on leaves"),
            number("l1", 0, 0, 1e9, "absolute penalty on leaves")),

    /** Least squares with an elastic net, fitted by coordinate descent. */
    LINEAR_REGRESSION(
            false,
            true,
            number("penalty", 1e-6, 1e-12, 1e6, "strength of the elastic net"),
            number("l1_ratio", 0.5, 0.01, 1, "share of the absolute penalty in it; the rest is quadratic"),
            number("tolerance", 1e-6, 1e-12, 0.1, "change of weights, relative to the largest, that ends the descent"),
            whole("max_iterations", 1_000, 1, 100_000, "passes over the columns at most"));

    private final boolean classes;
    private final boolean numbers;

    @SuppressWarnings("ImmutableEnumChecker") // a List.of records
    private final List<HyperParameter> hyperParameters;

    Algorithm(boolean classes, boolean numbers, HyperParameter... hyperParameters) {
        this.classes = classes;
        this.numbers = numbers;
        this.hyperParameters = List.of(hyperParameters);
    }

    /** The algorithm of a name as it is written in specs, {@code random_forest}; empty where there is none. */
    public static Optional<Algorithm> of(String name) {
        return Arrays.stream(values())
                .filter(algorithm -> algorithm.key().equals(name))
                .findFirst();
    }

    /** Its name as it is written in specs. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether it learns classes; otherwise numbers. */
    public boolean learns(boolean ofClasses) {
        return ofClasses ? classes : numbers;
    }

    /**
     * Whether rows may count differently. Coordinate descent in Tribuo takes all rows as equal; logistic regression takes those of one step as equal, so it needs
     * a {@code batch} of 1. Forests draw rows without regard to weights, and each tree counts them.
     */
    public boolean takesWeights() {
        return this != LINEAR_REGRESSION;
    }

    public List<HyperParameter> hyperParameters() {
        return hyperParameters;
    }

    void checkTarget(boolean ofClasses) {
        if (!learns(ofClasses)) {
            throw new TrainingException(this + " learns " + (classes ? "classes" : "numbers") + ", the labels are "
                    + (ofClasses ? "classes" : "numbers") + ": choose another algorithm");
        }
    }
}
