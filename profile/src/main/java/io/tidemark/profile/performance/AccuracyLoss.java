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
 * @param ofLabels what it would be if only the mix of true classes had changed; empty where classes are not kept
 * @param ofInputs what it would be if only the inputs had changed; empty without calibrated scores
 */
public record AccuracyLoss(double before, double realised, Optional<AccuracyOfMix> ofLabels, OptionalDouble ofInputs) {
    /** What explains less of a loss than this share does not explain it. */
    private static final double EXPLAINED = 0.5;

    /** What the mix of true classes has to do with a loss. */
    public enum ByLabels {
        /** It explains the loss. */
        EXPLAINED,
        /** It does not, or something else explains it better. */
        UNEXPLAINED,
        /** The reference has too few rows of the window's classes to tell. */
        UNKNOWN
    }

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
                        AccuracyOfMix.of(window, reference),
                        Optional.ofNullable(estimated.get(Metric.ACCURACY)).stream()
                                .mapToDouble(MetricValue::value)
                                .findFirst()));
    }

    /**
     * Whether the mix of true classes explains the loss: by itself it would make half of it or more and not half as much again, and where the inputs
     * changed, it comes nearer to what is than they do. It does where that holds of all of its 95 % interval, does not where it holds of none, and in
     * between it can't be told.
     */
    public ByLabels byLabels(boolean inputsChanged) {
        double lost = before - realised;
        if (lost <= 0) {
            return ByLabels.UNEXPLAINED;
        }
        if (ofLabels.isEmpty()) {
            return ByLabels.UNKNOWN;
        }
        AccuracyOfMix mix = ofLabels.get();
        if (mix.nearestTo(realised) > EXPLAINED * lost || (inputsChanged && areInputsNearerThan(mix))) {
            return ByLabels.UNEXPLAINED;
        }
        return mix.farthestFrom(realised) <= EXPLAINED * lost ? ByLabels.EXPLAINED : ByLabels.UNKNOWN;
    }

    private boolean areInputsNearerThan(AccuracyOfMix mix) {
        return ofInputs.isPresent() && Math.abs(ofInputs.getAsDouble() - realised) < Math.abs(mix.value() - realised);
    }
}
