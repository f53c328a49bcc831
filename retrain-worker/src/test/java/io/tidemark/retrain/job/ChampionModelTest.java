package io.tidemark.retrain.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tidemark.retrain.version.Versions;
import io.tidemark.schemas.avro.ModelArtifactRef;
import io.tidemark.schemas.avro.ModelStage;
import io.tidemark.schemas.avro.ModelVersion;
import io.tidemark.serving.artifact.ArtifactChunks;
import io.tidemark.serving.artifact.ArtifactFetcher;
import io.tidemark.serving.model.BooleanEncoding;
import io.tidemark.serving.model.FeatureEncodings;
import io.tidemark.serving.model.ModelArtifact;
import io.tidemark.serving.model.ModelOutput;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ChampionModelTest {
    private static final String TOPIC = "model-artifacts";
    private static final TopicPartition PARTITION = new TopicPartition(TOPIC, 0);
    private static final ModelArtifact ARTIFACT = new ModelArtifact(
            new ModelOutput.Value(),
            new FeatureEncodings(List.of(new BooleanEncoding("a"))),
            "tribuo",
            new byte[] {7},
            Map.of());

    private final Queue<RuntimeException> outages = new ArrayDeque<>();
    private byte[] inTopic = ARTIFACT.toBytes();
    private int pauses;
    private int closings;

    @Test
    void shouldWaitWhileTheBrokerIsAway() {
        outages.add(new TimeoutException("the broker is away"));
        outages.add(new DisconnectException("it comes and goes"));

        assertThat(fetch(version(ARTIFACT.toBytes())).map(ModelArtifact::encodings))
                .contains(ARTIFACT.encodings());
        assertThat(pauses).isEqualTo(2);
    }

    @Test
    void shouldDoWithoutWhatIsNotThere() {
        ModelVersion whole = version(ARTIFACT.toBytes());
        inTopic = new byte[0];

        assertThat(fetch(whole)).isEmpty();
        assertThat(pauses).isZero();
    }

    @Test
    void shouldDoWithoutWhatIsNoModel() {
        inTopic = new byte[] {1, 2, 3};

        assertThat(fetch(version(inTopic))).isEmpty();
        assertThat(pauses).isZero();
    }

    @Test
    void shouldEndWhereNobodyWaits() {
        outages.add(new WakeupException());

        assertThatExceptionOfType(CancellationException.class).isThrownBy(() -> fetch(version(ARTIFACT.toBytes())));
    }

    @Test
    void shouldCloseEachReaderWithoutBeingDisturbed() {
        outages.add(new TimeoutException("no broker answers"));

        fetch(version(ARTIFACT.toBytes()));

        assertThat(closings).isEqualTo(2);
    }

    private void close(Runnable reader) {
        closings++;
        reader.run();
    }

    private Optional<ModelArtifact> fetch(ModelVersion version) {
        return new ChampionModel(
                        () -> new ArtifactFetcher(this::consumer, TOPIC, Duration.ofSeconds(10)),
                        this::close,
                        () -> pauses++)
                .of(version);
    }

    private static ModelVersion version(byte[] bytes) {
        ModelArtifactRef ref = ArtifactChunks.split("m", "4", bytes).reference(TOPIC, 0, 0);
        return Versions.builder("m", "4", ModelStage.PRODUCTION, Instant.EPOCH)
                .setArtifact(ref)
                .build();
    }

    private Consumer<String, byte[]> consumer() {
        RuntimeException outage = outages.poll();
        MockConsumer<String, byte[]> consumer = new MockConsumer<>("none") {
            @Override
            public synchronized List<PartitionInfo> partitionsFor(String topic, Duration timeout) {
                if (outage != null) {
                    throw outage;
                }
                return super.partitionsFor(topic, timeout);
            }

            @Override
            public synchronized void seek(TopicPartition partition, long offset) {
                super.seek(partition, offset);
                if (inTopic.length > 0 && offset == 0) {
                    ArtifactChunks.split("m", "4", inTopic)
                            .messages(TOPIC, 0)
                            .forEach(chunk -> addRecord(new ConsumerRecord<>(TOPIC, 0, 0, chunk.key(), chunk.value())));
                }
            }
        };
        Node node = Node.noNode();
        consumer.updatePartitions(TOPIC, List.of(new PartitionInfo(TOPIC, 0, node, new Node[0], new Node[0])));
        consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
        consumer.updateEndOffsets(Map.of(PARTITION, inTopic.length > 0 ? 1L : 0L));
        return consumer;
    }
}
