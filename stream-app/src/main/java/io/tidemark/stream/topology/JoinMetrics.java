package io.tidemark.stream.topology;

import io.tidemark.stream.label.JoinLedger;
import io.tidemark.stream.label.LabelOutcome;
import io.tidemark.stream.label.PredictionOutcome;
import java.util.EnumMap;
import java.util.Map;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.common.metrics.stats.Value;
import org.apache.kafka.streams.StreamsMetrics;

/**
 * Publishes a partition's ledger of labels among the application's Kafka metrics: {@code tidemark_labels_total{partition, outcome}}, where
 * labels that wait are a number that may fall, and {@code tidemark_predictions_total{partition, outcome}}. It is brought up to date at
 * intervals.
 */
final class JoinMetrics implements AutoCloseable {
    static final String LABELS_TOTAL = "tidemark_labels_total";
    static final String PREDICTIONS_TOTAL = "tidemark_predictions_total";

    private final StreamsMetrics metrics;
    private final Map<LabelOutcome, Sensor> labels = new EnumMap<>(LabelOutcome.class);
    private final Map<PredictionOutcome, Sensor> predictions = new EnumMap<>(PredictionOutcome.class);

    JoinMetrics(StreamsMetrics metrics, String task, int partition) {
        this.metrics = metrics;
        for (LabelOutcome outcome : LabelOutcome.values()) {
            labels.put(
                    outcome,
                    sensor(task, partition, LABELS_TOTAL, outcome.reason(), "Labels read, by what became of them"));
        }
        for (PredictionOutcome outcome : PredictionOutcome.values()) {
            predictions.put(
                    outcome,
                    sensor(
                            task,
                            partition,
                            PREDICTIONS_TOTAL,
                            outcome.reason(),
                            "Inference logs read to join labels with, by what became of them"));
        }
    }

    private Sensor sensor(String task, int partition, String name, String outcome, String description) {
        Sensor sensor = metrics.addSensor("tidemark." + task + "." + name + "." + outcome, Sensor.RecordingLevel.INFO);
        sensor.add(
                new MetricName(
                        name,
                        OutcomeMetrics.GROUP,
                        description,
                        Map.of("partition", Integer.toString(partition), "outcome", outcome)),
                new Value());
        return sensor;
    }

    void update(JoinLedger ledger) {
        labels.forEach((outcome, sensor) -> sensor.record((double) ledger.of(outcome)));
        predictions.forEach((outcome, sensor) -> sensor.record((double) ledger.of(outcome)));
    }

    @Override
    public void close() {
        labels.values().forEach(metrics::removeSensor);
        predictions.values().forEach(metrics::removeSensor);
    }
}
