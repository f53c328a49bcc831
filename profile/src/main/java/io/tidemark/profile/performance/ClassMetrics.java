package io.tidemark.profile.performance;

import io.tidemark.profile.stats.WilsonInterval;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * Metrics of true and predicted classes. A class that is never predicted has the precision 0 and one that never occurs the recall 0, as in scikit-learn with
 * {@code zero_division=0}; macro averages are over all classes that occur as either.
 *
 * <p>Intervals: of shares by Wilson; of F1 by Wilson's for the Jaccard index J = TP/(TP + FP + FN), since F1 = 2J/(1 + J); of macro
 * averages by the delta method for multinomial counts (Takahashi and others, Applied Intelligence 52, 2022), on the scale of the logit.
 */
final class ClassMetrics {
    private final ClassCounts counts;
    private final Map<String, Sums> byClass = new TreeMap<>();

    /** A class's rows as truth, as prediction, and as both. */
    private static final class Sums {
        private long truth;
        private long predicted;
        private long both;

        double precision() {
            return predicted == 0 ? 0 : (double) both / predicted;
        }

        double recall() {
            return truth == 0 ? 0 : (double) both / truth;
        }

        double f1() {
            return 2.0 * both / (truth + predicted);
        }
    }

    /** By how much one more row of a true and a predicted class moves a class's metric, times all rows. */
    private interface Influence {
        double of(Sums sums, boolean isTruth, boolean isPredicted);
    }

    private ClassMetrics(ClassCounts counts) {
        this.counts = counts;
        counts.byTruth()
                .forEach((truth, answers) -> answers.forEach((predicted, rows) -> {
                    sums(truth).truth += rows;
                    sums(predicted).predicted += rows;
                    sums(truth).both += truth.equals(predicted) ? rows : 0;
                }));
    }

    private Sums sums(String name) {
        return byClass.computeIfAbsent(name, _ -> new Sums());
    }

    /**
     * All that are defined.
     *
     * @param positive the class that precision, recall and F1 are of
     */
    static Map<Metric, MetricValue> of(ClassCounts counts, Optional<String> positive) {
        Map<Metric, MetricValue> metrics = new EnumMap<>(Metric.class);
        Intervals.ofShare(counts.right(), counts.rows()).ifPresent(share -> metrics.put(Metric.ACCURACY, share));
        if (counts.byTruth().isEmpty()) {
            return metrics;
        }
        ClassMetrics classes = new ClassMetrics(counts);
        positive.map(name -> classes.byClass.getOrDefault(name, new Sums()))
                .ifPresent(sums -> putPositive(sums, metrics));
        classes.macro(Sums::precision, ClassMetrics::influenceOnPrecision)
                .ifPresent(value -> metrics.put(Metric.MACRO_PRECISION, value));
        classes.macro(Sums::recall, ClassMetrics::influenceOnRecall)
                .ifPresent(value -> metrics.put(Metric.MACRO_RECALL, value));
        classes.macro(Sums::f1, ClassMetrics::influenceOnF1).ifPresent(value -> metrics.put(Metric.MACRO_F1, value));
        return metrics;
    }

    private static void putPositive(Sums sums, Map<Metric, MetricValue> metrics) {
        Intervals.ofShare(sums.both, sums.predicted).ifPresent(share -> metrics.put(Metric.PRECISION, share));
        Intervals.ofShare(sums.both, sums.truth).ifPresent(share -> metrics.put(Metric.RECALL, share));
        long either = sums.truth + sums.predicted - sums.both;
        if (either > 0) {
            WilsonInterval jaccard = WilsonInterval.of(sums.both, either);
            double low = ofJaccard(jaccard.low());
            double high = ofJaccard(jaccard.high());
            metrics.put(
                    Metric.F1, new MetricValue(sums.f1(), (high - low) / (2 * WilsonInterval.Z), low, high, either));
        }
    }

    private static double ofJaccard(double jaccard) {
        return 2 * jaccard / (1 + jaccard);
    }

    private static double influenceOnPrecision(Sums sums, boolean isTruth, boolean isPredicted) {
        return isPredicted ? ((isTruth ? 1 : 0) - sums.precision()) / sums.predicted : 0;
    }

    private static double influenceOnRecall(Sums sums, boolean isTruth, boolean isPredicted) {
        return isTruth ? ((isPredicted ? 1 : 0) - sums.recall()) / sums.truth : 0;
    }

    private static double influenceOnF1(Sums sums, boolean isTruth, boolean isPredicted) {
        double hits = isTruth && isPredicted ? 2 : 0;
        double rows = (isTruth ? 1 : 0) + (isPredicted ? 1 : 0);
        return (hits - rows * sums.f1()) / (sums.truth + sums.predicted);
    }

    private Optional<MetricValue> macro(ToDoubleFunction<Sums> metric, Influence influence) {
        double value = byClass.values().stream().mapToDouble(metric).sum() / byClass.size();
        double squares = 0;
        for (Map.Entry<String, Map<String, Long>> ofTruth : counts.byTruth().entrySet()) {
            for (Map.Entry<String, Long> pair : ofTruth.getValue().entrySet()) {
                double moved = influence(ofTruth.getKey(), pair.getKey(), influence) / byClass.size();
                squares += pair.getValue() * moved * moved;
            }
        }
        long fewest = byClass.values().stream()
                .mapToLong(sums -> Math.max(sums.truth, sums.predicted))
                .min()
                .orElse(0);
        return Intervals.ofLogit(Math.min(1, value), Math.sqrt(squares), counts.rows(), fewest);
    }

    private double influence(String truth, String predicted, Influence influence) {
        return truth.equals(predicted)
                ? influence.of(sums(truth), true, true)
                : influence.of(sums(truth), true, false) + influence.of(sums(predicted), false, true);
    }
}
