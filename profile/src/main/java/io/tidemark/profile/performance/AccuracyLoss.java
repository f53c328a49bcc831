package io.tidemark.profile.performance;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How much accuracy was lost, and what it would be if only one thing had changed.
 *
 * <p>Where only the mix of true classes changes, answers of a class are right as often as before (P(prediction | label) is the same: Lipton, Wang and
 * Smola, "Detecting and Correcting for Label Shift with Black Box Predictors", ICML 2018). Where only the inputs change, scores mean the same as
 * before, and the accuracy is what they let expect.
 *
 * @param before accuracy of the reference
 * @param realised of the window
 * @param ofLabels what it would be if only the mix of true classes had changed; empty where a class is new or classes are not kept
 * @param ofInputs what it would be if only the inputs had changed; empty without calibrated scores
 */
public record AccuracyLoss(double before, double realised, OptionalDouble ofLabels, OptionalDouble ofInputs) {
    /** What explains less of a loss than this share does not explain it. */
    private static final double EXPLAINED = 0.5;

    /**
     * Empty for a regression, and where nothing is labelled.
     *
     * @param estimated metrics of the window as its scores let expect
     */
    public static Optional<AccuracyLoss> of(
            PerformanceProfile window, PerformanceBaseline reference, Map<Metric, MetricValue> estimated) {
        Optional<MetricValue> realised = Optional.ofNullable(window.metrics().get(Metric.ACCURACY));
        Optional<MetricReference> before = reference.metric(Metric.ACCURACY);
        return realised.isEmpty() || before.isEmpty()
                ? Optional.empty()
                : Optional.of(new AccuracyLoss(
                        before.get().value(),
                        realised.get().value(),
                        weighted(window.trueClasses(), reference.rightByTrueClass()),
                        Optional.ofNullable(estimated.get(Metric.ACCURACY)).stream()
                                .mapToDouble(MetricValue::value)
                                .findFirst()));
    }

    /** The mean over the window's rows of how often the reference was right for their class. */
    private static OptionalDouble weighted(Map<String, Long> rows, Map<String, Double> right) {
        if (rows.isEmpty() || !right.keySet().containsAll(rows.keySet())) {
            return OptionalDouble.empty();
        }
        double sum = 0;
        long all = 0;
        for (Map.Entry<String, Long> ofClass : rows.entrySet()) {
            sum += ofClass.getValue() * right.getOrDefault(ofClass.getKey(), 0.0);
            all += ofClass.getValue();
        }
        return OptionalDouble.of(sum / all);
    }

    /**
     * Whether the mix of true classes explains the loss: by itself it would make half of it or more and not half as much again, and where the inputs
     * changed, it comes nearer to what is than they do.
     */
    public boolean isOfLabels(boolean inputsChanged) {
        double lost = before - realised;
        if (lost <= 0 || ofLabels.isEmpty()) {
            return false;
        }
        double unexplained = Math.abs(ofLabels.getAsDouble() - realised);
        return unexplained <= EXPLAINED * lost
                && (!inputsChanged || ofInputs.isEmpty() || unexplained <= Math.abs(ofInputs.getAsDouble() - realised));
    }
}
