package io.tidemark.standalone.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.schemas.avro.InferenceEvent;
import io.tidemark.schemas.topic.Topic;
import io.tidemark.serving.log.DropReason;
import io.tidemark.serving.log.Inference;
import io.tidemark.serving.log.InferenceLogger;
import io.tidemark.standalone.broker.EmbeddedBroker;
import io.tidemark.standalone.cluster.Cluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InferenceLoggerIT {
    private static final int BOUND = 3_000;

    /** The broker is away twice: for as long as there are no metadata yet, and in the middle of the stream. */
    @Test
    void shouldWriteOnceWhatFittedWhileTheBrokerWasAway(@TempDir Path data) throws Exception {
        Map<String, String> settings = new HashMap<>();
        int port;
        try (EmbeddedBroker broker =
                EmbeddedBroker.builder().dataDirectory(data).start()) {
            port = broker.port();
            settings.put("bootstrap.servers", broker.bootstrapServers());
            settings.put("schema.registry.url", "embedded:InferenceLoggerIT");
            createTopic(new Cluster(settings));
        }
        Map<String, String> logging = new HashMap<>(settings);
        logging.put("tidemark.log.max.events", Integer.toString(BOUND));
        logging.put("max.block.ms", "1000");
        List<String> taken = new ArrayList<>();

        try (InferenceLogger logger = InferenceLogger.connect(logging)) {
            log(logger, "before", 500, taken);
            await().during(Duration.ofSeconds(2)).until(() -> logger.counts().pending() == 500);

            try (EmbeddedBroker _ = start(data, port)) {
                log(logger, "up", 500, taken);
                await().atMost(Duration.ofSeconds(60))
                        .until(() -> logger.counts().written() == 1_000);
                log(logger, "under-way", 500, taken);
            }
            log(logger, "away", 2 * BOUND, taken);
            await().during(Duration.ofSeconds(5)).until(() -> logger.counts().pending() > 0);
            long lost = logger.counts().dropped(DropReason.QUEUE_FULL);
            assertThat(lost).isBetween((long) BOUND, BOUND + 500L);

            try (EmbeddedBroker _ = start(data, port)) {
                await().atMost(Duration.ofSeconds(60))
                        .until(() -> logger.counts().pending() == 0);
                log(logger, "again", 500, taken);
                assertThat(logger.close(Duration.ofSeconds(60))).isZero();

                assertThat(logger.counts().written()).isEqualTo(taken.size());
                assertThat(logger.counts().droppedInAll()).isEqualTo(lost);
                assertThat(keysInTheirPartitions(new Cluster(settings)))
                        .doesNotHaveDuplicates()
                        .containsExactlyInAnyOrderElementsOf(taken);
            }
        }
    }

    private static EmbeddedBroker start(Path data, int port) {
        return EmbeddedBroker.builder().dataDirectory(data).port(port).start();
    }

    private static void createTopic(Cluster cluster) throws Exception {
        try (Admin admin = cluster.admin()) {
            admin.createTopics(List.of(cluster.topics().inferenceLogs().toNewTopic(Optional.empty())))
                    .all()
                    .get();
        }
    }

    private static void log(InferenceLogger logger, String name, int count, List<String> taken) {
        for (int i = 0; i < count; i++) {
            String id = name + "-" + i;
            Inference inference = Inference.of("flights", "1", id)
                    .features(Map.of("distance", 100.0 + i, "origin", "ORD"))
                    .label("late")
                    .score(0.8)
                    .build();
            if (logger.log(inference)) {
                taken.add(id);
            }
        }
    }

    /** Reads the topic as any consumer with a registry would, and holds each key against Kafka's default partitioner. */
    private static List<String> keysInTheirPartitions(Cluster cluster) {
        Topic<String, InferenceEvent> topic = cluster.topics().inferenceLogs();
        List<String> keys = new ArrayList<>();
        try (Consumer<String, InferenceEvent> consumer = cluster.consumer(
                topic.keySerde().deserializer(),
                topic.valueSerde(cluster.registry()).deserializer())) {
            List<TopicPartition> partitions = IntStream.range(0, topic.partitions())
                    .mapToObj(p -> new TopicPartition(topic.name(), p))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(100)).forEach(message -> {
                    assertThat(message.value().getInferenceId()).isEqualTo(message.key());
                    assertThat(message.partition()).isEqualTo(partitionOf(message.key(), topic));
                    keys.add(message.key());
                });
            }
        }
        return keys;
    }

    private static int partitionOf(String key, Topic<String, ?> topic) {
        try (StringSerializer serializer = new StringSerializer()) {
            byte[] bytes = serializer.serialize(topic.name(), key);
            return Utils.toPositive(Utils.murmur2(bytes)) % topic.partitions();
        }
    }
}
