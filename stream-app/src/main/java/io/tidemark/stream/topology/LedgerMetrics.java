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

    private final StreamsMetrics metrics;
    private final Map<O, Sensor> sensors = new LinkedHashMap<>();

    /** @param reasonOf what an outcome is called among the metrics */
    LedgerMetrics(
            StreamsMetrics metrics,
            String task,
            int partition,
            LedgerStep step,
            List<O> outcomes,
            Function<O, String> reasonOf) {
        this.metrics = metrics;
        for (O outcome : outcomes) {
            String reason = reasonOf.apply(outcome);
            Sensor sensor = metrics.addSensor(
                    "tidemark." + task + "." + step.metric() + "." + reason, Sensor.RecordingLevel.INFO);
            sensor.add(
                    new MetricName(
                            step.metric(),
                            GROUP,
                            step.description(),
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
