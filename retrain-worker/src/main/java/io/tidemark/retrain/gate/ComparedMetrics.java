package io.tidemark.retrain.gate;

import io.tidemark.profile.performance.Metric;
import io.tidemark.schemas.avro.ComparedMetric;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Metrics of both on the same rows, for people: all that are defined of all rows, the deciding one of each segment. */
final class ComparedMetrics {
    private static final List<Metric> OF_CLASSES =
            List.of(Metric.LOG_LOSS, Metric.BRIER, Metric.ROC_AUC, Metric.ACCURACY);
    private static final List<Metric> OF_NUMBERS = List.of(Metric.MAE, Metric.RMSE);
    private static final int MOST_SEGMENTS = 100;

    private ComparedMetrics() {}

    static List<ComparedMetric> of(HoldoutAnswers holdout, Metric deciding, List<String> tags) {
        List<ComparedMetric> compared = new ArrayList<>();
        for (Metric metric : holdout.truths() instanceof Truths.OfClasses ? OF_CLASSES : OF_NUMBERS) {
            int[] rows = holdout.comparable(metric);
            // A champion that has nothing to compare leaves the challenger's own metric of all rows.
            add(metric, "all", holdout, rows.length == 0 ? all(holdout) : rows, compared);
        }
        OptionalDouble error = CalibrationError.of(holdout.truths(), holdout.challenger());
        error.ifPresent(value -> compared.add(ComparedMetric.newBuilder()
                .setMetric(Metric.CALIBRATION_ERROR.key())
                .setRows(holdout.rows().size())
                .setChallenger(value)
                .build()));
        int[] comparable = holdout.comparable(deciding);
        for (String tag : tags) {
            holdout.valuesOf(tag).stream()
                    .limit(MOST_SEGMENTS)
                    .forEach(value -> add(
                            deciding, tag + "=" + value, holdout, holdout.having(tag, value, comparable), compared));
        }
        return compared;
    }

    /** The challenger's own metrics on all rows, by name. */
    static Map<String, Double> ofChallenger(HoldoutAnswers holdout) {
        Map<String, Double> metrics = new TreeMap<>();
        for (Metric metric : holdout.truths() instanceof Truths.OfClasses ? OF_CLASSES : OF_NUMBERS) {
            holdout.ofChallenger(metric, all(holdout)).ifPresent(value -> metrics.put(metric.key(), value));
        }
        return metrics;
    }

    private static int[] all(HoldoutAnswers holdout) {
        return IntStream.range(0, holdout.rows().size()).toArray();
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
