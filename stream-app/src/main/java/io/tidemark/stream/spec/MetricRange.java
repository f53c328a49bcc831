package io.tidemark.stream.spec;

import io.tidemark.profile.performance.Metric;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.DoubleFunction;

/**
 * The limits that a metric can have: within the values that it takes, and on the worse side of the baseline's. Anything else would
 * never be reached, or always.
 *
 * @param least the smallest value of the metric
 * @param most the largest
 */
record MetricRange(double least, double most) {
    private static final double LEAST_SHARE = 0.01;
    private static final double MOST_SHARE = 1_000;

    /** The values that a metric takes; of the bias, its distance from 0. */
    static MetricRange of(Metric metric) {
        return switch (metric) {
            case ACCURACY, PRECISION, RECALL, F1, MACRO_PRECISION, MACRO_RECALL, MACRO_F1, ROC_AUC, CALIBRATION_ERROR ->
                new MetricRange(0, 1);
            case BRIER -> new MetricRange(0, 2); // summed over the classes
            case R_SQUARED -> new MetricRange(Double.NEGATIVE_INFINITY, 1);
            case LOG_LOSS, MAE, RMSE, MAPE, BIAS -> new MetricRange(0, Double.POSITIVE_INFINITY);
        };
    }

    /** The shares of the baseline's value that are worse than it. */
    static MetricRange ofShares(Metric metric) {
        return metric.better() == Metric.Better.HIGHER
                ? new MetricRange(LEAST_SHARE, 1)
                : new MetricRange(1, MOST_SHARE);
    }

    /** What is wrong with a limit, if anything; its key is {@code minor} or {@code major}. */
    static Optional<SpecProblem> problem(Metric metric, PerformanceLimit limit) {
        return switch (limit) {
            case PerformanceLimit.OfBaseline(double minor, OptionalDouble major) -> ofBaseline(metric, minor, major);
            case PerformanceLimit.Absolute(double minor, OptionalDouble major) -> absolute(metric, minor, major);
            case PerformanceLimit.Off() -> Optional.empty();
        };
    }

    private static Optional<SpecProblem> ofBaseline(Metric metric, double minor, OptionalDouble major) {
        if (metric.better() == Metric.Better.NEARER_ZERO) {
            return wrong(
                    PerformanceYaml.MINOR,
                    "is a share of the baseline's " + metric.words() + ", which may be 0",
                    "write a number in the unit of the predictions, such as 2.5");
        }
        return shareProblem(PerformanceYaml.MINOR, metric, minor)
                .or(() -> major.isEmpty()
                        ? Optional.empty()
                        : shareProblem(PerformanceYaml.MAJOR, metric, major.getAsDouble()))
                .or(() -> orderProblem(metric, minor, major, Percent::format));
    }

    private static Optional<SpecProblem> shareProblem(String key, Metric metric, double share) {
        MetricRange range = ofShares(metric);
        if (range.contains(share)) {
            return Optional.empty();
        }
        boolean better = metric.better() == Metric.Better.HIGHER ? share > 1 : share < 1;
        String written = Double.isFinite(share) ? Percent.format(share) : Double.toString(share);
        return wrong(
                key,
                written
                        + (better
                                ? " of the baseline's " + metric.words() + " is better than it, and only worse is drift"
                                : " is out of range"),
                "use " + range.percentages());
    }

    private static Optional<SpecProblem> absolute(Metric metric, double minor, OptionalDouble major) {
        return valueProblem(PerformanceYaml.MINOR, metric, minor)
                .or(() -> major.isEmpty()
                        ? Optional.empty()
                        : valueProblem(PerformanceYaml.MAJOR, metric, major.getAsDouble()))
                .or(() -> orderProblem(metric, minor, major, MetricRange::number));
    }

    private static Optional<SpecProblem> valueProblem(String key, Metric metric, double value) {
        MetricRange range = of(metric);
        return range.contains(value) && Double.isFinite(value)
                ? Optional.empty()
                : wrong(
                        key,
                        number(value) + " is never the value of " + metric.words(),
                        "use " + range.words()
                                + (metric.better() == Metric.Better.NEARER_ZERO
                                        ? ""
                                        : ", or a share of the baseline's value such as "
                                                + PerformanceYaml.exampleOf(metric)));
    }

    private static Optional<SpecProblem> orderProblem(
            Metric metric, double minor, OptionalDouble major, DoubleFunction<String> format) {
        boolean higher = metric.better() == Metric.Better.HIGHER;
        if (major.isEmpty() || (higher ? minor >= major.getAsDouble() : minor <= major.getAsDouble())) {
            return Optional.empty();
        }
        String beyond = higher ? "below" : "above";
        return wrong(
                PerformanceYaml.MINOR,
                format.apply(minor) + " is " + beyond + " major, " + format.apply(major.getAsDouble()) + ", though "
                        + (higher ? "less" : "more") + " is worse",
                "use a minor that is not " + beyond + " major");
    }

    private boolean contains(double value) {
        return value >= least && value <= most;
    }

    String percentages() {
        return Percent.format(least) + " to " + Percent.format(most);
    }

    String words() {
        if (Double.isInfinite(most)) {
            return "a number of " + number(least) + " or more";
        }
        return Double.isInfinite(least)
                ? "a number of " + number(most) + " or less"
                : number(least) + " to " + number(most);
    }

    /** Without a fraction of nothing. */
    private static String number(double number) {
        return number == Math.rint(number) && Math.abs(number) < 1e15
                ? Long.toString((long) number)
                : Double.toString(number);
    }

    private static Optional<SpecProblem> wrong(String key, String what, String remedy) {
        return Optional.of(new SpecProblem(0, key, what, remedy));
    }
}
