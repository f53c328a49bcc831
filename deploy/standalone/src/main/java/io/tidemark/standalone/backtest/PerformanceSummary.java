package io.tidemark.standalone.backtest;

import io.tidemark.stream.label.LabelOutcome;
import io.tidemark.stream.label.PredictionOutcome;
import java.util.Map;
import java.util.Set;

/**
 * How the performance part of a backtest ended. The ledger holds here as in the stream: labels read = matched + duplicate + corrected +
 * unmatched + late, and those that can't be used.
 *
 * @param windows windows with predictions
 * @param judged those of them that were compared with a reference or a limit, with enough labels
 * @param opened performance episodes that began
 * @param resolved performance episodes that ended
 * @param labels how many became what; none is waiting
 * @param predictions how many became what
 * @param ofPositiveClass whether scores were those of one class
 * @param classes that were predicted or true, in the order of names; of very many some
 */
public record PerformanceSummary(
        int windows,
        int judged,
        int opened,
        int resolved,
        Map<LabelOutcome, Long> labels,
        Map<PredictionOutcome, Long> predictions,
        boolean ofPositiveClass,
        Set<String> classes) {

    public long labelsRead() {
        return labels.values().stream().mapToLong(Long::longValue).sum();
    }

    public long of(LabelOutcome outcome) {
        return labels.getOrDefault(outcome, 0L);
    }

    public long of(PredictionOutcome outcome) {
        return predictions.getOrDefault(outcome, 0L);
    }

    public int stillOpen() {
        return opened - resolved;
    }
}
