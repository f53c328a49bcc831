package io.tidemark.retrain.worker;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import java.util.Map;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A consumer whose own metrics, such as its lag, are told for as long as it lives. */
final class MeteredConsumer extends KafkaConsumer<byte[], byte[]> {
    private final KafkaClientMetrics metrics;

    MeteredConsumer(Map<String, Object> settings, MeterRegistry registry) {
        super(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        metrics = new KafkaClientMetrics(this);
        metrics.bindTo(registry);
    }

    @Override
    public void close() {
        metrics.close();
        super.close();
    }

    @Override
    public void close(CloseOptions options) {
        metrics.close();
        super.close(options);
    }
}
