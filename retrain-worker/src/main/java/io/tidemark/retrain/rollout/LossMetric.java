package io.tidemark.retrain.rollout;

import io.tidemark.profile.performance.Metric;
import io.tidemark.profile.stats.WilsonInterval;
import io.tidemark.schemas.avro.MetricValue;
import io.tidemark.schemas.avro.WindowPerformance;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A metric as a loss: less is better, 0 is perfect. That of a metric that is better when higher is what it lacks of 1.
 *
 * @param metric one that is better when lower and not below 0, or at most 1 and better when higher
 */
record LossMetric(Metric metric) {
    /** Proper scores of all rows before those that see less of them; those of classes before those of numbers. */
    private static final List<Metric> BY_DEFAULT =
            List.of(Metric.LOG_LOSS, Metric.BRIER, Metric.ACCURACY, Metric.RMSE, Metric.MAE);

    /** The one asked for where it can be a loss; then the usual ones, of which the first decides that both versions have. */
    static List<LossMetric> inOrder(Optional<String> asked) {
        return Stream.concat(asked.flatMap(Metric::of).filter(LossMetric::isLoss).stream(), BY_DEFAULT.stream())
                .distinct()
                .map(LossMetric::new)
                .toList();
    }

    private static boolean isLoss(Metric metric) {
        return metric != Metric.BIAS;
    }

    /** The loss in a window; empty where the metric is not known, or makes no sense. */
    Optional<Loss> in(WindowPerformance window) {
        return window.getRealised().stream()
                .filter(value -> value.getMetric().equals(metric.key()))
                .findFirst()
                .flatMap(this::of);
    }

    private Optional<Loss> of(MetricValue value) {
        double loss = isHigherBetter() ? 1 - value.getValue() : value.getValue();
        double error = Math.abs(value.getHigh() - value.getLow()) / (2 * WilsonInterval.Z);
        boolean sound = Double.isFinite(loss) && Double.isFinite(error) && value.getRows() > 0;
        return sound ? Optional.of(new Loss(loss, error * error, value.getRows())) : Optional.empty();
    }

    private boolean isHigherBetter() {
        return metric.better() == Metric.Better.HIGHER;
    }

    /** How to say a loss: as the metric. */
    String say(double loss) {
        return "%s of %.4g".formatted(metric.words(), valueOf(loss));
    }

    /** The value of the metric that a loss is of. */
    double valueOf(double loss) {
        return isHigherBetter() ? 1 - loss : loss;
    }
}
