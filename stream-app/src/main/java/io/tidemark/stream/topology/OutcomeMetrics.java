package io.tidemark.stream.topology;

import io.tidemark.stream.window.Ledger;
import io.tidemark.stream.window.Outcome;
import java.util.EnumMap;
import java.util.Map;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.common.metrics.stats.CumulativeSum;
import org.apache.kafka.streams.StreamsMetrics;

/**
 * Publishes a partition's ledger as {@code tidemark_records_total{partition, outcome}} among the application's Kafka
 * metrics. It is brought up to date at intervals rather than per record, which would cost as much as the profiling.
 */
final class OutcomeMetrics implements AutoCloseable {
    static final String GROUP = "tidemark";
    static final String RECORDS_TOTAL = "tidemark_records_total";

    private final StreamsMetrics metrics;
    private final Map<Outcome, Sensor> sensors = new EnumMap<>(Outcome.class);
    private final Map<Outcome, Long> published = new EnumMap<>(Outcome.class);

    OutcomeMetrics(StreamsMetrics metrics, String task, int partition) {
        this.metrics = metrics;
        for (Outcome outcome : Outcome.values()) {
            Sensor sensor =
                    metrics.addSensor("tidemark." + task + ".records." + outcome.reason(), Sensor.RecordingLevel.INFO);
            sensor.add(
                    new MetricName(
                            RECORDS_TOTAL,
                            GROUP,
                            "Records read, by what became of them",
                            Map.of("partition", Integer.toString(partition), "outcome", outcome.reason())),
                    new CumulativeSum());
            sensors.put(outcome, sensor);
        }
    }

    void update(Ledger ledger) {
        sensors.forEach((outcome, sensor) -> {
            long now = ledger.of(outcome);
            long before = published.getOrDefault(outcome, 0L);
            if (now > before) {
                sensor.record((double) now - before);
                published.put(outcome, now);
            }
        });
    }

    @Override
    public void close() {
        sensors.values().forEach(metrics::removeSensor);
    }
}
