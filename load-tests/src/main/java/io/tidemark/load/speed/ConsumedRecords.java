package io.tidemark.load.speed;

import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.streams.KafkaStreams;

/**
 * How many records of a topic an application's consumers have handed out. Some thousand of them may wait in the application's buffers. All
 * metrics are gone through until the wanted ones are there and not again: asked often, that would take a good part of what is measured.
 */
final class ConsumedRecords implements DoubleSupplier {
    private final KafkaStreams streams;
    private final String topic;
    private List<? extends Metric> consumed = List.of();

    ConsumedRecords(KafkaStreams streams, String topic) {
        this.streams = streams;
        this.topic = topic;
    }

    @Override
    public double getAsDouble() {
        if (consumed.isEmpty()) {
            consumed = streams.metrics().values().stream()
                    .filter(metric -> isConsumed(metric.metricName()))
                    .toList();
        }
        return consumed.stream()
                .mapToDouble(metric -> (double) metric.metricValue())
                .sum();
    }

    private boolean isConsumed(MetricName name) {
        Map<String, String> tags = name.tags();
        // Tasks have metrics of this name too, which are made anew with them.
        return name.name().equals("records-consumed-total")
                && name.group().equals("consumer-fetch-manager-metrics")
                && topic.equals(tags.get("topic"));
    }
}
