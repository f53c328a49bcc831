package io.tidemark.profile.decision;

import io.tidemark.profile.performance.Metric;
import io.tidemark.profile.performance.MetricReference;
import io.tidemark.profile.performance.MetricValue;

/** Says in a sentence what a metric is and was. */
final class MetricReason {
    private final MetricCandidate candidate;
    private final Metric metric;

    MetricReason(MetricCandidate candidate) {
        this.candidate = candidate;
        this.metric = candidate.metric();
    }

    /** "only 120 of the 200 labelled rows needed to judge the accuracy". */
    String insufficient() {
        if (candidate.labelled() < candidate.minRows()) {
            return "only " + Figures.of(candidate.labelled()) + " of the " + Figures.of(candidate.minRows())
                    + " labelled rows needed to judge the " + metric.words();
        }
        if (candidate.measured().isEmpty()) {
            return "the " + metric.words() + " is not defined for the " + Figures.of(candidate.labelled())
                    + " labelled rows";
        }
        return "the " + metric.words() + " of the baseline is "
                + candidate.reference().map(before -> figure(before.value())).orElse("not known")
                + ", of which there are no shares: set an absolute limit";
    }

    /** "accuracy is 80.1 % (95 % interval 78 % to 82.1 %) of 1,640 labelled rows; 81 % in the baseline". */
    String sentence() {
        return metric.words() + " is " + measured() + before();
    }

    /** "accuracy fell to 71.2 % …" against a baseline, "accuracy is 71.2 % …, limit 80 %" against a limit. */
    String worse(double limit) {
        return switch (candidate.limit()) {
            case MetricLimit.OfBaseline _ ->
                metric.words()
                        + (metric.better() == Metric.Better.HIGHER ? " fell to " : " rose to ")
                        + measured()
                        + before();
            case MetricLimit.Absolute _ -> metric.words() + " is " + measured() + ", limit " + figure(limit) + before();
        };
    }

    private String measured() {
        return candidate.measured().map(this::measured).orElse("not known");
    }

    private String measured(MetricValue value) {
        return figure(value.value()) + " (95 % interval " + figure(value.low()) + " to " + figure(value.high())
                + ") of " + Figures.of(candidate.labelled()) + " labelled rows";
    }

    private String before() {
        return candidate
                .reference()
                .map(MetricReference::value)
                .map(value -> "; " + figure(value) + " in the baseline")
                .orElse("");
    }

    private String figure(double value) {
        return switch (metric) {
            case ACCURACY, PRECISION, RECALL, MACRO_PRECISION, MACRO_RECALL, MAPE -> Figures.percent(value);
            default -> Figures.of(value);
        };
    }
}
