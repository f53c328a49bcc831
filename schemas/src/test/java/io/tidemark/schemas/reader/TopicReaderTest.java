package io.tidemark.schemas.reader;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.schemas.registry.RegistryUnavailableException;
import io.tidemark.schemas.serde.DecodeFailure;
import io.tidemark.schemas.serde.UndecodableRecordException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.internals.AutoOffsetResetStrategy;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TopicReaderTest {
    private static final String TOPIC = "jobs";
    private static final TopicPartition PARTITION = new TopicPartition(TOPIC, 0);

    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>(AutoOffsetResetStrategy.EARLIEST.name());
    private final List<String> taken = new ArrayList<>();
    private boolean registryIsAway;

    @BeforeEach
    void makeTopic() {
        Node node = Node.noNode();
        consumer.updatePartitions(TOPIC, List.of(new PartitionInfo(TOPIC, 0, node, new Node[0], new Node[0])));
        consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
        consumer.updateEndOffsets(Map.of(PARTITION, 0L));
    }

    private TopicReader reader() {
        return new TopicReader(consumer, List.of(TopicSource.whole(TOPIC, this::take)));
    }

    private void take(ConsumerRecord<byte[], byte[]> message) {
        String value = new String(message.value(), UTF_8);
        if (registryIsAway) {
            throw new RegistryUnavailableException("away", new IllegalStateException());
        }
        if (value.equals("broken")) {
            throw new UndecodableRecordException(DecodeFailure.CORRUPT, "no job");
        }
        taken.add(value);
    }

    private void write(String... values) {
        for (String value : values) {
            long offset = consumer.endOffsets(List.of(PARTITION)).getOrDefault(PARTITION, 0L);
            consumer.addRecord(new ConsumerRecord<>(TOPIC, 0, offset, value.getBytes(UTF_8), value.getBytes(UTF_8)));
            consumer.updateEndOffsets(Map.of(PARTITION, offset + 1));
        }
    }

    /** Brokers that have just made a topic may not know of it yet. */
    @Test
    void shouldSayWhichTopicItDoesNotRead() {
        try (TopicReader reader = reader()) {
            assertThatCode(reader::requireTopics).doesNotThrowAnyException();
        }
        try (TopicReader reader = new TopicReader(
                new MockConsumer<>(AutoOffsetResetStrategy.EARLIEST.name()) {
                    @Override
                    public synchronized List<PartitionInfo> partitionsFor(String topic) {
                        return List.of();
                    }
                },
                List.of(TopicSource.whole("late", this::take)))) {
            assertThatThrownBy(reader::requireTopics)
                    .isInstanceOf(UnknownTopicOrPartitionException.class)
                    .hasMessageContaining("late");
        }
    }

    @Test
    void shouldReadToTheEnd() {
        try (TopicReader reader = reader()) {
            write("a", "b");
            reader.catchUp(Duration.ofSeconds(5));

            assertThat(taken).containsExactly("a", "b");
        }
    }

    @Test
    void shouldPassOverWhatCanNotBeReadAndCountIt() {
        try (TopicReader reader = reader()) {
            write("a", "broken", "b");
            reader.catchUp(Duration.ofSeconds(5));

            assertThat(taken).containsExactly("a", "b");
            assertThat(reader.unreadable()).isEqualTo(1);
        }
    }

    @Test
    void shouldLoseNothingWhileTheRegistryIsAway() {
        try (TopicReader reader = reader()) {
            write("a", "b");
            registryIsAway = true;
            assertThatThrownBy(() -> reader.catchUp(Duration.ofSeconds(5)))
                    .isInstanceOf(RegistryUnavailableException.class);
            assertThatThrownBy(() -> reader.poll(Duration.ZERO)).isInstanceOf(RegistryUnavailableException.class);

            registryIsAway = false;
            reader.catchUp(Duration.ofSeconds(5));
            assertThat(taken).containsExactly("a", "b");
            assertThat(reader.unreadable()).isZero();
        }
    }

    @Test
    void shouldSayWhatIsMissingWhereItCanNotCatchUp() {
        try (TopicReader reader = reader()) {
            assertThatThrownBy(() -> reader.catchUp(Map.of(PARTITION, 5L), Duration.ofMillis(50)))
                    .isInstanceOf(TimeoutException.class)
                    .hasMessageContaining("jobs-0=5");
        }
    }

    /** A topic of years takes longer than any patience. */
    @Test
    void shouldReadOnForAsLongAsSomethingComes() {
        try (TopicReader reader = reader()) {
            for (int i = 0; i < 8; i++) {
                String value = "record " + i;
                consumer.schedulePollTask(() -> {
                    LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
                    write(value);
                });
            }

            reader.catchUp(Map.of(PARTITION, 8L), Duration.ofMillis(500));

            assertThat(taken).hasSize(8);
        }
    }

    @Test
    void shouldNotWaitForPartitionsThatItDoesNotRead() {
        try (TopicReader reader = reader()) {
            reader.catchUp(Map.of(new TopicPartition("model-artifacts", 0), 5L), Duration.ofMillis(50));

            assertThat(taken).isEmpty();
        }
    }
}
