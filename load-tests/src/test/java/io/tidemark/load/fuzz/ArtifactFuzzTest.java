package io.tidemark.load.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.tidemark.serving.model.ModelArtifact;
import io.tidemark.serving.model.ModelFormatException;
import io.tidemark.serving.runtime.ModelRuntimes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Artifacts of models that Tribuo trained. The first byte chooses between the artifact around a model and the model in one of them. The hash at an
 * artifact's end, which whoever writes hostile bytes can write as well, is added here.
 */
class ArtifactFuzzTest {
    private static final Path SAVED = Path.of("../serving-client/src/test/resources/io/tidemark/serving/model");
    private static final String RUNTIME = "tribuo";
    private static final int HASH_BYTES = 32;

    private static final List<ModelArtifact> ARTIFACTS = Stream.of(
                    "linear_regression", "logistic_regression", "random_forest", "xgboost")
            .map(name -> ModelArtifact.read(saved("artifact-v1-" + name + ".bin")))
            .toList();

    private static byte[] saved(String name) {
        try {
            return Files.readAllBytes(SAVED.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Stream<byte[]> seeds() {
        return IntStream.range(0, ARTIFACTS.size()).boxed().flatMap(index -> {
            byte[] whole = ARTIFACTS.get(index).toBytes();
            byte[] model = ARTIFACTS.get(index).model();
            return Stream.of(
                    FuzzedRecords.join(new byte[] {0}, Arrays.copyOf(whole, whole.length - HASH_BYTES)),
                    FuzzedRecords.join(new byte[] {(byte) (index + 1)}, model));
        });
    }

    @MethodSource("seeds")
    @FuzzTest
    void shouldLoadOrRefuseArtifacts(byte[] input) throws NoSuchAlgorithmException {
        if (input.length == 0) {
            return;
        }
        byte[] content = Arrays.copyOfRange(input, 1, input.length);
        byte[] bytes = input[0] == 0 ? hashed(content) : around(content, input[0] & 0xff);
        Harmless.run(input, () -> {
            try {
                ModelArtifact artifact = ModelArtifact.read(bytes);
                if (artifact.runtime().equals(RUNTIME)) { // the other one is native code, and not ours
                    ModelRuntimes.load(artifact);
                }
            } catch (ModelFormatException e) {
                // Documented.
            }
        });
    }

    private static byte[] hashed(byte[] content) throws NoSuchAlgorithmException {
        return FuzzedRecords.join(content, MessageDigest.getInstance("SHA-256").digest(content));
    }

    private static byte[] around(byte[] model, int choice) {
        ModelArtifact like = ARTIFACTS.get((choice - 1) % ARTIFACTS.size());
        return new ModelArtifact(like.output(), like.encodings(), RUNTIME, model, Map.of()).toBytes();
    }
}
