package io.tidemark.serving.artifact;

import io.tidemark.schemas.avro.ModelArtifactRef;
import io.tidemark.schemas.topic.RecordKeys;
import io.tidemark.serving.model.ModelArtifact;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * The bytes of one version, cut into chunks that every broker takes. Whoever publishes them writes {@link #messages} in order, to one partition and in one
 * transaction with the {@code ModelVersion} that holds their {@link #reference}.
 */
public final class ArtifactChunks {
    /** Half of what a broker takes by default, so that nobody has to raise a limit. */
    public static final int CHUNK_BYTES = 512 * 1024;

    private final String modelId;
    private final String version;
    private final byte[] bytes;

    private ArtifactChunks(String modelId, String version, byte[] bytes) {
        this.modelId = modelId;
        this.version = version;
        this.bytes = bytes;
    }

    /** @throws IllegalArgumentException if there are no bytes, or more than {@link ModelArtifact#MAX_BYTES} */
    public static ArtifactChunks split(String modelId, String version, byte[] artifact) {
        if (artifact.length == 0 || artifact.length > ModelArtifact.MAX_BYTES) {
            throw new IllegalArgumentException("an artifact has 1 to " + ModelArtifact.MAX_BYTES + " bytes, that of "
                    + modelId + " " + version + " has " + artifact.length);
        }
        return new ArtifactChunks(modelId, version, artifact.clone());
    }

    public int count() {
        return (bytes.length + CHUNK_BYTES - 1) / CHUNK_BYTES;
    }

    /** The chunks in order, each with its key. */
    public List<ProducerRecord<String, byte[]>> messages(String topic, int partition) {
        List<ProducerRecord<String, byte[]>> messages = new ArrayList<>(count());
        for (int chunk = 0; chunk < count(); chunk++) {
            int from = chunk * CHUNK_BYTES;
            byte[] part = Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + CHUNK_BYTES));
            messages.add(new ProducerRecord<>(topic, partition, RecordKeys.modelChunk(modelId, version, chunk), part));
        }
        return messages;
    }

    /** Where they are, once Kafka has acknowledged the first of {@link #messages} with its offset. */
    public ModelArtifactRef reference(String topic, int partition, long firstOffset) {
        return ModelArtifactRef.newBuilder()
                .setTopic(topic)
                .setPartition(partition)
                .setFirstOffset(firstOffset)
                .setChunks(count())
                .setBytes(bytes.length)
                .setSha256(Sha256.hex(bytes))
                .build();
    }
}
