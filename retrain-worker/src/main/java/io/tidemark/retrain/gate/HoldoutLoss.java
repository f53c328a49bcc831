package io.tidemark.retrain.gate;

import io.tidemark.profile.performance.Metric;
import java.util.OptionalDouble;

/** How far a challenger is from the best that a metric can be, on all rows that have what it takes. */
public final class HoldoutLoss {
    private HoldoutLoss() {}

    /** Empty where the metric is not defined. */
    public static OptionalDouble of(HoldoutAnswers holdout, Metric metric) {
        OptionalDouble value = holdout.ofChallenger(metric, holdout.comparable(metric));
        return value.isPresent() ? OptionalDouble.of(Losses.lossOf(metric, value.getAsDouble())) : value;
    }
}
