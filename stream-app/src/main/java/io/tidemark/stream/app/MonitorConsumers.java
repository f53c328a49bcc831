package io.tidemark.stream.app;

import io.tidemark.stream.config.MonitorConfig;
import io.tidemark.stream.config.Role;
import io.tidemark.stream.notify.NotifyClients;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.streams.StreamsConfig;

/** Consumers of committed records beside Kafka Streams' own, with the settings that those have: of the notifications, of ingest, and of what can be looked at. */
final class MonitorConsumers implements NotifyClients {
    private final Properties streams;

    MonitorConsumers(MonitorConfig config) {
        this.streams =
                config.streamsProperties(config.roles().stream().findFirst().orElse(Role.DRIFT));
    }

    @Override
    public Consumer<byte[], byte[]> ofGroup(String group, String channel) {
        return ofGroup(group, "tidemark-notify-" + channel, Map.of());
    }

    /** @param own of this consumer alone; what an operator has set comes before them */
    Consumer<byte[], byte[]> ofGroup(String group, String clientId, Map<String, Object> own) {
        Map<String, Object> settings = settings(clientId);
        own.forEach(settings::putIfAbsent);
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        // Members that stay keep their partitions, and with them what waits.
        settings.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, CooperativeStickyAssignor.class.getName());
        return consumer(settings);
    }

    @Override
    public Consumer<byte[], byte[]> withoutGroup() {
        return withoutGroup("tidemark-notify-routes");
    }

    Consumer<byte[], byte[]> withoutGroup(String clientId) {
        Map<String, Object> settings = settings(clientId);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        return consumer(settings);
    }

    private Map<String, Object> settings(String clientId) {
        Map<String, Object> settings = new HashMap<>(new StreamsConfig(streams).getRestoreConsumerConfigs(clientId));
        settings.put(ConsumerConfig.CLIENT_ID_CONFIG, clientId);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        return settings;
    }

    private static Consumer<byte[], byte[]> consumer(Map<String, Object> settings) {
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
}
