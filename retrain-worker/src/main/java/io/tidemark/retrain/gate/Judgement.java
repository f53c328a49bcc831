package io.tidemark.retrain.gate;

import io.tidemark.profile.performance.Metric;
import io.tidemark.retrain.data.SpecProblems;
import io.tidemark.retrain.data.Verdicts;
import io.tidemark.schemas.avro.ComparedMetric;
import io.tidemark.schemas.avro.GateResult;
import io.tidemark.schemas.avro.RetrainSpec;
import io.tidemark.serving.Scorer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * All gates of one challenger.
 *
 * @param metric that decides
 * @param gates each with its verdict, in a definite order
 * @param metrics of both on the same rows
 * @param challengerMetrics of the challenger on all rows of the holdout, by name
 * @param championMetrics of the champion on the rows that both answered, by name; empty without one
 */
public record Judgement(
        Metric metric,
        List<GateResult> gates,
        List<ComparedMetric> metrics,
        Map<String, Double> challengerMetrics,
        Map<String, Double> championMetrics) {

    /**
     * Judges a challenger. All but the latency follows from the arguments.
     *
     * @param segmentBy tags whose values are segments
     * @param challenger to take the time that it needs
     */
    public static Judgement of(HoldoutAnswers holdout, RetrainSpec spec, List<String> segmentBy, Scorer challenger) {
        Metric metric = SpecProblems.metric(spec, holdout.truths() instanceof Truths.OfClasses);
        List<GateResult> gates = new ArrayList<>();
        gates.add(Improvement.judge(holdout, metric, spec.getImprovement()));
        gates.add(Significance.judge(holdout, metric, spec.getSignificance()));
        gates.add(Segments.judge(holdout, metric, segmentBy, spec.getSegmentLoss()));
        if (spec.getFairness() == null) {
            gates.add(Verdicts.notJudged("fairness", "the spec has no retrain.gates.fairness"));
        } else {
            gates.addAll(Fairness.judge(holdout, spec.getFairness()));
        }
        gates.add(Latency.judge(challenger, holdout.rows(), spec.getMaxLatencyMicros()));
        gates.add(CalibrationError.judge(holdout, spec.getMaxCalibrationError()));
        Map<String, Double> championMetrics = new TreeMap<>();
        List<ComparedMetric> metrics = ComparedMetrics.of(holdout, metric, segmentBy);
        for (ComparedMetric compared : metrics) {
            if (compared.getSegment().equals("all") && compared.getChampion() != null) {
                championMetrics.put(compared.getMetric(), compared.getChampion());
            }
        }
        return new Judgement(
                metric,
                List.copyOf(gates),
                List.copyOf(metrics),
                ComparedMetrics.ofChallenger(holdout),
                championMetrics);
    }

    /** Whether no gate has failed. */
    public boolean isGoodEnough() {
        return gates.stream().noneMatch(Verdicts::hasFailed);
    }

    /** What the gates that failed say; where none did, how the challenger compares. */
    public String reason() {
        String failed = gates.stream()
                .filter(Verdicts::hasFailed)
                .map(GateResult::getExplanation)
                .collect(Collectors.joining("; "));
        if (!failed.isEmpty()) {
            return failed;
        }
        OptionalDouble own = challengerMetrics.containsKey(metric.key())
                ? OptionalDouble.of(challengerMetrics.getOrDefault(metric.key(), Double.NaN))
                : OptionalDouble.empty();
        return gates.stream()
                .filter(gate -> gate.getGate().equals(Improvement.NAME) && gate.getValue() != null)
                .map(GateResult::getExplanation)
                .findFirst()
                .orElseGet(() -> own.isPresent()
                        ? metric.words() + " " + Verdicts.number(own.getAsDouble())
                                + ", without a champion to compare with"
                        : "without a champion to compare with");
    }
}
