package io.tidemark.serving.artifact;

import io.tidemark.schemas.avro.ModelArtifactRef;
import io.tidemark.schemas.topic.RecordKeys;
import io.tidemark.serving.model.ModelArtifact;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Gathers the chunks of one version among other records. The last record of a key holds; one without a value takes the chunk away. */
final class ChunkCollector {
    private final String name;
    private final ModelArtifactRef ref;
    private final Map<String, Integer> wanted = new HashMap<>();
    private final Map<Integer, byte[]> chunks = new HashMap<>();
    private long bytes;

    ChunkCollector(String modelId, String version, ModelArtifactRef ref) {
        this.name = modelId + " " + version;
        this.ref = ref;
        for (int chunk = 0; chunk < ref.getChunks(); chunk++) {
            wanted.put(RecordKeys.modelChunk(modelId, version, chunk), chunk);
        }
    }

    /** @throws ArtifactException if the chunks together are more than any artifact has */
    void take(@Nullable String key, byte @Nullable [] value) {
        Integer chunk = wanted.get(key);
        if (chunk == null) {
            return;
        }
        byte[] before = value == null ? chunks.remove(chunk) : chunks.put(chunk, value);
        bytes += (value == null ? 0 : value.length) - (before == null ? 0 : before.length);
        if (bytes > ModelArtifact.MAX_BYTES) {
            throw new ArtifactException(
                    ArtifactProblem.TOO_LARGE,
                    "the chunks of " + name + " are more than the " + ModelArtifact.MAX_BYTES
                            + " bytes that an artifact may have");
        }
    }

    boolean isFirst(@Nullable String key) {
        Integer chunk = wanted.get(key);
        return chunk != null && chunk == 0;
    }

    boolean isComplete() {
        return chunks.size() == wanted.size();
    }

    int found() {
        return chunks.size();
    }

    void clear() {
        chunks.clear();
        bytes = 0;
    }

    /**
     * All chunks together, which are let go.
     *
     * @throws ArtifactException if they are not the bytes that the reference promises
     */
    byte[] join() {
        if (bytes != ref.getBytes()) {
            throw new ArtifactException(
                    ArtifactProblem.DAMAGED,
                    "the chunks of " + name + " are " + bytes + " bytes together, the version says " + ref.getBytes()
                            + ": they are cut short or of another model; publish the version again");
        }
        byte[] all = new byte[(int) bytes];
        int at = 0;
        for (int chunk = 0; chunk < ref.getChunks(); chunk++) {
            byte[] one = chunks.remove(chunk);
            if (one == null) {
                throw new IllegalStateException("chunk " + chunk + " of " + name + " was not gathered");
            }
            System.arraycopy(one, 0, all, at, one.length);
            at += one.length;
        }
        String sha256 = Sha256.hex(all);
        if (!sha256.equalsIgnoreCase(ref.getSha256())) {
            throw new ArtifactException(
                    ArtifactProblem.DAMAGED,
                    "the SHA-256 of " + name + " is " + sha256 + ", the version says " + ref.getSha256()
                            + ": the bytes are not those that were published; publish the version again");
        }
        return all;
    }
}
