package io.tidemark.stream.ingest;

import io.tidemark.stream.mapping.IngestOutcome;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.metrics.Gauge;
import org.apache.kafka.common.metrics.Metrics;

/** The ledgers of the partitions that this process has, as metrics, a number for each outcome. Safe for use by several threads. */
public final class IngestMetrics implements AutoCloseable {
    private static final String NAME = "tidemark_ingest_records_total";
    private static final String GROUP = "tidemark";

    private final Metrics metrics = new Metrics();

    void add(IngestLedger ledger) {
        for (IngestOutcome outcome : IngestOutcome.values()) {
            MetricName name = name(ledger, outcome);
            metrics.removeMetric(name);
            metrics.addMetric(name, (Gauge<Double>) (_, _) -> (double) ledger.of(outcome));
        }
    }

    void remove(IngestLedger ledger) {
        for (IngestOutcome outcome : IngestOutcome.values()) {
            metrics.removeMetric(name(ledger, outcome));
        }
    }

    private MetricName name(IngestLedger ledger, IngestOutcome outcome) {
        return metrics.metricName(
                NAME,
                GROUP,
                "Records read of topics with schemas of their own, by what became of them",
                Map.of(
                        "topic", ledger.partition().topic(),
                        "partition", Integer.toString(ledger.partition().partition()),
                        "outcome", outcome.reason()));
    }

    /** All that there are now. */
    public Stream<Metric> all() {
        return metrics.metrics().values().stream()
                .filter(metric -> metric.metricName().group().equals(GROUP))
                .map(metric -> metric);
    }

    @Override
    public void close() {
        metrics.close();
    }
}
