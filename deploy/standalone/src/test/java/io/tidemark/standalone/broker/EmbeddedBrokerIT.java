package io.tidemark.standalone.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedBrokerIT {

    private static final String TOPIC = "letters";

    @Test
    void shouldShowCommittedTransactionsOnlyAndCarryBigRecords() throws Exception {
        Path data;
        try (EmbeddedBroker broker = EmbeddedBroker.start()) {
            data = broker.dataDirectory();
            createTopic(broker);
            try (KafkaProducer<String, byte[]> producer = producer(broker, Map.of("transactional.id", "writer"))) {
                producer.initTransactions();
                producer.beginTransaction();
                producer.send(new ProducerRecord<>(TOPIC, "aborted", new byte[] {1}))
                        .get();
                producer.abortTransaction();
                producer.beginTransaction();
                producer.send(new ProducerRecord<>(TOPIC, "committed", new byte[2 * 1024 * 1024]))
                        .get();
                producer.commitTransaction();
            }
            assertThat(readKeys(broker, 1)).containsExactly("committed");
        }
        assertThat(data).doesNotExist();
    }

    @Test
    void shouldFindItsDataAgainInAGivenDirectory(@TempDir Path data) throws Exception {
        try (EmbeddedBroker broker =
                EmbeddedBroker.builder().dataDirectory(data).start()) {
            createTopic(broker);
            try (KafkaProducer<String, byte[]> producer = producer(broker, Map.of())) {
                producer.send(new ProducerRecord<>(TOPIC, "kept", new byte[] {1}))
                        .get();
            }
        }
        try (EmbeddedBroker broker =
                EmbeddedBroker.builder().dataDirectory(data).start()) {
            assertThat(readKeys(broker, 1)).containsExactly("kept");
        }
        assertThat(data.resolve("logs/meta.properties")).exists();
    }

    @Test
    void shouldBePartOfTheClusterThatItIsGiven() throws Exception {
        Uuid id = Uuid.randomUuid();
        try (EmbeddedBroker broker = EmbeddedBroker.builder().clusterId(id).start();
                Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            assertThat(admin.describeCluster().clusterId().get()).isEqualTo(id.toString());
        }
    }

    @Test
    void shouldRefuseASecondBrokerOnTheSameDirectory(@TempDir Path data) {
        try (DataDirectory first = DataDirectory.open(Optional.of(data))) {
            assertThat(first.path()).isEqualTo(data);
            EmbeddedBroker.Builder second = EmbeddedBroker.builder().dataDirectory(data);
            assertThatThrownBy(second::start)
                    .isInstanceOf(BrokerStartException.class)
                    .hasMessageContaining(data.toString())
                    .hasMessageContaining("name another directory");
        }
    }

    @Test
    void shouldRefuseAPortThatIsTaken() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            EmbeddedBroker.Builder builder = EmbeddedBroker.builder().port(taken.getLocalPort());
            assertThatThrownBy(builder::start)
                    .isInstanceOf(BrokerStartException.class)
                    .hasMessageContaining(String.valueOf(taken.getLocalPort()))
                    .hasMessageContaining("choose another port");
        }
    }

    @Test
    void shouldRefuseADirectoryThatIsAFile(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "x");
        EmbeddedBroker.Builder builder = EmbeddedBroker.builder().dataDirectory(file);
        assertThatThrownBy(builder::start)
                .isInstanceOf(BrokerStartException.class)
                .hasMessageContaining(file.toString());
    }

    private static void createTopic(EmbeddedBroker broker) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1))).all().get();
        }
    }

    private static KafkaProducer<String, byte[]> producer(EmbeddedBroker broker, Map<String, Object> more) {
        Map<String, Object> config = new HashMap<>(more);
        config.put("bootstrap.servers", broker.bootstrapServers());
        config.put("max.request.size", 4 * 1024 * 1024);
        return new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer());
    }

    private static List<String> readKeys(EmbeddedBroker broker, int expected) {
        Map<String, Object> config = Map.of(
                "bootstrap.servers", broker.bootstrapServers(),
                "group.id", "reader",
                "auto.offset.reset", "earliest",
                "isolation.level", "read_committed");
        List<String> keys = new ArrayList<>();
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer())) {
            consumer.subscribe(List.of(TOPIC));
            await().atMost(Duration.ofSeconds(20)).until(() -> {
                for (ConsumerRecord<String, byte[]> consumed : consumer.poll(Duration.ofMillis(100))) {
                    keys.add(consumed.key());
                }
                return keys.size() >= expected;
            });
        }
        return keys;
    }
}
