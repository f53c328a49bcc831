package io.tidemark.retrain.gate;

import io.tidemark.profile.performance.Metric;
import io.tidemark.schemas.avro.ComparedMetric;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/** Metrics of both on the same rows, for people: all that are defined of all rows, the deciding one of each segment. */
final class ComparedMetrics {
    private static final List<Metric> OF_CLASSES =
            List.of(Metric.LOG_LOSS, Metric.BRIER, Metric.ROC_AUC, Metric.ACCURACY, Metric.CALIBRATION_ERROR);
    private static final List<Metric> OF_NUMBERS = List.of(Metric.MAE, Metric.RMSE);

    private ComparedMetrics() {}

    static List<ComparedMetric> of(HoldoutAnswers holdout, Metric deciding, List<String> tags) {
        List<ComparedMetric> compared = new ArrayList<>();
        for (Metric metric : holdout.truths() instanceof Truths.OfClasses ? OF_CLASSES : OF_NUMBERS) {
            int[] rows = holdout.comparable(metric);
            // A champion that has nothing to compare leaves the challenger's own metric of all rows.
            add(metric, "all", holdout, rows.length == 0 ? holdout.all() : rows, compared);
        }
        for (SegmentRows segment : SegmentRows.of(holdout, tags, holdout.comparable(deciding))) {
            add(deciding, segment.name(), holdout, segment.rows(), compared);
        }
        return compared;
    }

    /** The challenger's own metrics on all rows, by name. */
    static Map<String, Double> ofChallenger(HoldoutAnswers holdout) {
        Map<String, Double> metrics = new TreeMap<>();
        for (Metric metric : holdout.truths() instanceof Truths.OfClasses ? OF_CLASSES : OF_NUMBERS) {
            holdout.ofChallenger(metric, holdout.all()).ifPresent(value -> metrics.put(metric.key(), value));
        }
        return metrics;
    }

    private static void add(
            Metric metric, String segment, HoldoutAnswers holdout, int[] rows, List<ComparedMetric> compared) {
        OptionalDouble challenger = holdout.ofChallenger(metric, rows);
        if (challenger.isEmpty()) {
            return;
        }
        OptionalDouble champion =
                holdout.comparable(metric).length == 0 ? OptionalDouble.empty() : holdout.ofChampion(metric, rows);
        compared.add(ComparedMetric.newBuilder()
                .setMetric(metric.key())
                .setSegment(segment)
                .setRows(rows.length)
                .setChallenger(challenger.getAsDouble())
                .setChampion(champion.isPresent() ? champion.getAsDouble() : null)
                .build());
    }
}
