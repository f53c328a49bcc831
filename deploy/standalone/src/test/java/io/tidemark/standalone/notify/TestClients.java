package io.tidemark.standalone.notify;

import io.tidemark.standalone.cluster.Cluster;
import io.tidemark.stream.notify.NotifyClients;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Consumers as the monitor makes them, with a session that ends soon after a kill. */
record TestClients(Cluster cluster) implements NotifyClients {
    @Override
    public Consumer<byte[], byte[]> ofGroup(String group, String channel) {
        return new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        cluster.bootstrapServers(),
                        "group.id",
                        group,
                        "isolation.level",
                        "read_committed",
                        "enable.auto.commit",
                        false,
                        "auto.offset.reset",
                        "earliest",
                        "session.timeout.ms",
                        6_000,
                        "heartbeat.interval.ms",
                        1_000,
                        "partition.assignment.strategy",
                        CooperativeStickyAssignor.class.getName()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    @Override
    public Consumer<byte[], byte[]> withoutGroup() {
        return cluster.consumer(new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
}
