package io.tidemark.stream.topology;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.common.metrics.stats.Value;
import org.apache.kafka.streams.StreamsMetrics;

/**
 * Publishes one ledger of a partition among the application's Kafka metrics, a number for each outcome. It is brought up to date at intervals
 * rather than per record, which would cost as much as the work that is counted.
 *
 * @param <O> what may become of a record
 */
final class LedgerMetrics<O> implements AutoCloseable {
    static final String GROUP = "tidemark";
    /** Inference logs in the profile step. */
    static final String RECORDS_TOTAL = "tidemark_records_total";
    /** Ground truth in the join; labels that wait are a number that may fall. */
    static final String LABELS_TOTAL = "tidemark_labels_total";
    /** Inference logs in the join. */
    static final String PREDICTIONS_TOTAL = "tidemark_predictions_total";

    private final StreamsMetrics metrics;
    private final Map<O, Sensor> sensors = new LinkedHashMap<>();

    /**
     * @param reasonOf what an outcome is called among the metrics
     * @param description of the metric, for people
     */
    LedgerMetrics(
            StreamsMetrics metrics,
            String task,
            int partition,
            String name,
            String description,
            List<O> outcomes,
            Function<O, String> reasonOf) {
        this.metrics = metrics;
        for (O outcome : outcomes) {
            String reason = reasonOf.apply(outcome);
            Sensor sensor =
                    metrics.addSensor("tidemark." + task + "." + name + "." + reason, Sensor.RecordingLevel.INFO);
            sensor.add(
                    new MetricName(
                            name,
                            GROUP,
                            description,
                            Map.of("partition", Integer.toString(partition), "outcome", reason)),
                    new Value());
            sensors.put(outcome, sensor);
        }
    }

    /** @param countOf what the ledger says */
    void update(ToLongFunction<O> countOf) {
        sensors.forEach((outcome, sensor) -> sensor.record((double) countOf.applyAsLong(outcome)));
    }

    @Override
    public void close() {
        sensors.values().forEach(metrics::removeSensor);
    }
}
