package io.tidemark.load.bench;

import java.util.List;
import java.util.function.DoubleSupplier;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.streams.KafkaStreams;

/**
 * How many labels have been matched. All metrics are gone through until theirs are there and not again: asked often, that would take a
 * good part of what is measured.
 */
final class MatchedLabels implements DoubleSupplier {
    private final KafkaStreams streams;
    private List<? extends Metric> matched = List.of();

    MatchedLabels(KafkaStreams streams) {
        this.streams = streams;
    }

    @Override
    public double getAsDouble() {
        if (matched.isEmpty()) {
            matched = streams.metrics().values().stream()
                    .filter(metric -> isMatched(metric.metricName()))
                    .toList();
        }
        return matched.stream()
                .mapToDouble(metric -> (double) metric.metricValue())
                .sum();
    }

    private static boolean isMatched(MetricName name) {
        return name.name().equals("tidemark_labels_total")
                && "matched".equals(name.tags().get("outcome"));
    }
}
