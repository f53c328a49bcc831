package io.tidemark.load.speed;

import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.streams.KafkaStreams;

/**
 * How many records of a topic an application's consumers have handed out. Some thousand of them may wait in the application's buffers. All
 * metrics are gone through until those of all threads are there and not again: asked often, that would take a good part of what is measured.
 */
final class ConsumedRecords implements DoubleSupplier {
    private final KafkaStreams streams;
    private final String topic;
    private final int threads;
    private List<? extends Metric> consumed = List.of();

    /** @param threads each of which has a consumer that is to read the topic */
    ConsumedRecords(KafkaStreams streams, String topic, int threads) {
        this.streams = streams;
        this.topic = topic;
        this.threads = threads;
    }

    @Override
    public double getAsDouble() {
        if (consumed.size() < threads) {
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
