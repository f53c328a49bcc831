package io.tidemark.serving.artifact;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.schemas.avro.ModelArtifactRef;
import io.tidemark.schemas.topic.RecordKeys;
import io.tidemark.serving.model.ModelArtifact;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ArtifactFetcherTest {
    private static final String TOPIC = "tidemark.model-artifacts";
    private static final TopicPartition PARTITION = new TopicPartition(TOPIC, 0);
    private static final byte[] BYTES = new byte[ArtifactChunks.CHUNK_BYTES * 2 + 7];

    static {
        new Random(1).nextBytes(BYTES);
    }

    private final List<ConsumerRecord<String, byte[]>> log = new ArrayList<>();

    @Test
    void shouldCutIntoChunksThatABrokerTakes() {
        ArtifactChunks chunks = ArtifactChunks.split("m", "1", BYTES);

        assertThat(chunks.messages(TOPIC, 3))
                .hasSize(3)
                .allSatisfy(message -> assertThat(message.partition()).isEqualTo(3))
                .satisfiesExactly(
                        first -> assertThat(first.key()).isEqualTo("m/1/0"),
                        second -> assertThat(second.value()).hasSize(524_288),
                        last -> assertThat(last.value()).hasSize(7));
        assertThat(chunks.reference(TOPIC, 3, 9).getChunks()).isEqualTo(3);
        assertThatThrownBy(() -> ArtifactChunks.split("m", "1", new byte[0])).hasMessageContaining("that of m 1 has 0");
        assertThatThrownBy(() -> ArtifactChunks.split("m", "1", new byte[ModelArtifact.MAX_BYTES + 1]))
                .hasMessageContaining("67108865");
    }

    @Test
    void shouldReadAtTheOffsetAmongOthersChunks() {
        append("m/1/0", new byte[1]);
        ModelArtifactRef ref = publish("m", "1", BYTES, true);

        assertThat(fetch(ref)).isEqualTo(BYTES);
    }

    @Test
    void shouldLookForTheKeysWhereAnotherKeyIsAtTheOffset() {
        publish("m", "1", "an older one".getBytes(UTF_8), false);
        ModelArtifactRef ref = publish("m", "1", BYTES, true);

        assertThat(fetch(ModelArtifactRef.newBuilder(ref).setFirstOffset(2).build()))
                .isEqualTo(BYTES);
    }

    @Test
    void shouldTakeAChunkWithoutValueForGone() {
        ModelArtifactRef ref = publish("m", "1", BYTES, false);
        append("m/1/1", null);

        assertProblem(
                ModelArtifactRef.newBuilder(ref).setFirstOffset(1).build(),
                ArtifactProblem.INCOMPLETE,
                "2 of 3 chunks");
    }

    @Test
    void shouldCheckLengthAndHash() {
        ModelArtifactRef ref = publish("m", "1", BYTES, false);

        assertProblem(
                ModelArtifactRef.newBuilder(ref).setBytes(5).build(),
                ArtifactProblem.DAMAGED,
                "1048583 bytes together, the version says 5");
        assertProblem(
                ModelArtifactRef.newBuilder(ref).setSha256("abc").build(),
                ArtifactProblem.DAMAGED,
                "the version says abc");
    }

    @Test
    void shouldNotReadWhatIsTooLargeOrCannotBe() {
        ModelArtifactRef ref = publish("m", "1", BYTES, false);

        assertProblem(
                ModelArtifactRef.newBuilder(ref).setBytes(1L << 40).build(),
                ArtifactProblem.TOO_LARGE,
                "1,099,511,627,776 bytes");
        assertProblem(
                ModelArtifactRef.newBuilder(ref).setChunks(Integer.MAX_VALUE).build(),
                ArtifactProblem.BAD_REFERENCE,
                "can't be right");
        assertThatThrownBy(() -> fetcher(() -> 4L * BYTES.length - 1).fetch("m", "1", ref))
                .isInstanceOfSatisfying(
                        ArtifactException.class, e -> assertThat(e.problem()).isEqualTo(ArtifactProblem.NO_ROOM))
                .hasMessageContaining("larger heap (-Xmx)");
        assertThat(fetcher(() -> 4L * BYTES.length).fetch("m", "1", ref)).isEqualTo(BYTES);
    }

    @Test
    void shouldNotGatherMoreThanAnArtifactMayHave() {
        ModelArtifactRef ref = publish("m", "1", BYTES, false);
        byte[] huge = new byte[ModelArtifact.MAX_BYTES];
        append("m/1/2", huge);

        assertProblem(
                ModelArtifactRef.newBuilder(ref).setFirstOffset(1).build(),
                ArtifactProblem.TOO_LARGE,
                "more than the 67108864 bytes");
    }

    @Test
    void shouldEndWhenItIsNotWantedAnyMoreOrTakesTooLong() {
        ModelArtifactRef ref = publish("m", "1", BYTES, false);

        assertThatThrownBy(() -> fetcher(() -> Long.MAX_VALUE).fetch("m", "1", ref, () -> false))
                .isInstanceOfSatisfying(
                        ArtifactException.class, e -> assertThat(e.problem()).isEqualTo(ArtifactProblem.GIVEN_UP));
        try (ArtifactFetcher hurried =
                new ArtifactFetcher(this::consumer, TOPIC, Duration.ZERO, () -> Long.MAX_VALUE)) {
            assertThatThrownBy(() -> hurried.fetch("m", "1", ref))
                    .isInstanceOfSatisfying(
                            ArtifactException.class,
                            e -> assertThat(e.problem()).isEqualTo(ArtifactProblem.TOO_SLOW));
        }
    }

    @Test
    void shouldMakeAnotherConsumerAfterAnError() {
        ModelArtifactRef ref = publish("m", "1", BYTES, false);
        List<MockConsumer<String, byte[]>> made = new ArrayList<>();
        try (ArtifactFetcher fetcher = new ArtifactFetcher(
                () -> {
                    MockConsumer<String, byte[]> consumer = consumer();
                    if (made.isEmpty()) {
                        KafkaException failure = new TopicAuthorizationException("not allowed");
                        consumer.schedulePollTask(() -> consumer.setPollException(failure));
                    }
                    made.add(consumer);
                    return consumer;
                },
                TOPIC,
                Duration.ofSeconds(10),
                () -> Long.MAX_VALUE)) {
            assertThatThrownBy(() -> fetcher.fetch("m", "1", ref))
                    .isInstanceOfSatisfying(
                            ArtifactException.class,
                            e -> assertThat(e.problem()).isEqualTo(ArtifactProblem.UNREACHABLE));
            assertThat(fetcher.fetch("m", "1", ref)).isEqualTo(BYTES);
        }
        assertThat(made).hasSize(2).allMatch(MockConsumer::closed);
    }

    private void assertProblem(ModelArtifactRef ref, ArtifactProblem problem, String message) {
        assertThatThrownBy(() -> fetch(ref))
                .isInstanceOfSatisfying(
                        ArtifactException.class, e -> assertThat(e.problem()).isEqualTo(problem))
                .hasMessageContaining(message);
    }

    private byte[] fetch(ModelArtifactRef ref) {
        return fetcher(() -> Long.MAX_VALUE).fetch("m", "1", ref);
    }

    private ArtifactFetcher fetcher(LongSupplier freeBytes) {
        return new ArtifactFetcher(this::consumer, TOPIC, Duration.ofSeconds(10), freeBytes);
    }

    /** Publishes chunks, if asked for with another model's between them. */
    private ModelArtifactRef publish(String model, String version, byte[] bytes, boolean mixed) {
        ArtifactChunks chunks = ArtifactChunks.split(model, version, bytes);
        long first = log.size();
        chunks.messages(TOPIC, 0).forEach(message -> {
            append(message.key(), message.value());
            if (mixed) {
                append(RecordKeys.modelChunk("other", version, 0), new byte[3]);
            }
        });
        return chunks.reference(TOPIC, 0, first);
    }

    private void append(String key, byte @Nullable [] value) {
        log.add(new ConsumerRecord<>(TOPIC, 0, log.size(), key, value));
    }

    /** A consumer of the log as it is now; Kafka's mock gives what is added after it has sought. */
    private MockConsumer<String, byte[]> consumer() {
        MockConsumer<String, byte[]> consumer = new MockConsumer<>("none") {
            @Override
            public synchronized void seek(TopicPartition partition, long offset) {
                super.seek(partition, offset);
                log.stream().filter(message -> message.offset() >= offset).forEach(this::addRecord);
            }

            @Override
            public synchronized void seekToBeginning(Collection<TopicPartition> partitions) {
                seek(PARTITION, 0);
            }
        };
        Node node = new Node(0, "127.0.0.1", 1);
        consumer.updatePartitions(
                TOPIC, List.of(new PartitionInfo(TOPIC, 0, node, new Node[] {node}, new Node[] {node})));
        consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
        consumer.updateEndOffsets(Map.of(PARTITION, (long) log.size()));
        return consumer;
    }
}
