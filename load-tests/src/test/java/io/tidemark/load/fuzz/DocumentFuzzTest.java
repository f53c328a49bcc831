package io.tidemark.load.fuzz;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.tidemark.profile.baseline.ArrivalProfile;
import io.tidemark.profile.baseline.FeatureBaseline;
import io.tidemark.profile.baseline.JointBaseline;
import io.tidemark.profile.decision.Episode;
import io.tidemark.profile.decision.ErrorRateDetector;
import io.tidemark.profile.format.ProfileFormatException;
import io.tidemark.profile.performance.PerformanceBaseline;
import io.tidemark.profile.performance.PerformanceProfile;
import io.tidemark.profile.sketch.FeatureSketch;
import io.tidemark.profile.sketch.JointSketch;
import io.tidemark.profile.sketch.KindHint;
import io.tidemark.profile.sketch.SketchConfig;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Profiles and baselines in their binary format. The first byte chooses the document, the second its version, and the rest is its content: magic and checksum,
 * which whoever writes hostile bytes can write as well, are added here.
 */
class DocumentFuzzTest {
    /** Reads a document, and writes what it read. */
    private record Document(String magic, Function<byte[], byte[]> rewrite) {}

    private static final List<Document> DOCUMENTS = List.of(
            new Document("TDFS", bytes -> FeatureSketch.fromBytes(bytes).toBytes()),
            new Document("TDFB", bytes -> FeatureBaseline.fromBytes(bytes).toBytes()),
            new Document("TDAR", bytes -> ArrivalProfile.fromBytes(bytes).toBytes()),
            new Document("TDJB", bytes -> JointBaseline.fromBytes(bytes).toBytes()),
            new Document("TDJS", bytes -> JointSketch.fromBytes(bytes).toBytes()),
            new Document("TDPP", bytes -> PerformanceProfile.fromBytes(bytes).toBytes()),
            new Document("TDPB", bytes -> PerformanceBaseline.fromBytes(bytes).toBytes()),
            new Document("TDEP", bytes -> Episode.fromBytes(bytes).toBytes()),
            new Document("TDER", bytes -> ErrorRateDetector.fromBytes(bytes).toBytes()));

    static Stream<byte[]> seeds() {
        List<byte[]> seeds = new ArrayList<>();
        for (int type = 0; type < DOCUMENTS.size(); type++) {
            for (byte version = 1; version <= 3; version++) {
                byte[] empty = new byte[64];
                empty[0] = (byte) type;
                empty[1] = version;
                seeds.add(empty);
            }
        }
        seeds.add(seedOf(0, numbers(2_000).toBytes()));
        seeds.add(seedOf(0, categories().toBytes()));
        seeds.add(seedOf(1, FeatureBaseline.of("distance", 500, numbers(500)).toBytes()));
        seeds.add(seedOf(1, FeatureBaseline.of("origin", 60, categories()).toBytes()));
        return seeds.stream();
    }

    private static FeatureSketch numbers(int rows) {
        FeatureSketch sketch = new FeatureSketch(SketchConfig.window(), KindHint.AUTO);
        for (int row = 0; row < rows; row++) {
            sketch.updateNumber(Math.sin(row) * 100);
        }
        return sketch;
    }

    private static FeatureSketch categories() {
        FeatureSketch sketch = new FeatureSketch(SketchConfig.window(), KindHint.AUTO);
        for (int row = 0; row < 60; row++) {
            sketch.updateText("c" + row % 7);
        }
        return sketch;
    }

    private static byte[] seedOf(int type, byte[] document) {
        byte[] content = Arrays.copyOfRange(document, 5, document.length - Integer.BYTES);
        return FuzzedRecords.join(new byte[] {(byte) type, document[4]}, content);
    }

    @MethodSource("seeds")
    @FuzzTest
    void shouldReadOrRefuseDocuments(byte[] input) {
        if (input.length < 2) {
            return;
        }
        Document document = DOCUMENTS.get((input[0] & 0xff) % DOCUMENTS.size());
        byte[] bytes = signed(document.magic(), input);
        Harmless.run(input, () -> {
            byte[] written;
            try {
                written = document.rewrite().apply(bytes);
            } catch (ProfileFormatException e) {
                return; // documented
            }
            // What was taken for a document is one: it can be read again, and says the same.
            assertThat(document.rewrite().apply(written)).isEqualTo(written);
        });
    }

    private static byte[] signed(String magic, byte[] input) {
        ByteBuffer bytes = ByteBuffer.allocate(magic.length() + input.length - 1 + Integer.BYTES);
        bytes.put(magic.getBytes(US_ASCII)).put(input, 1, input.length - 1);
        CRC32C checksum = new CRC32C();
        checksum.update(bytes.array(), 0, bytes.position());
        return bytes.putInt((int) checksum.getValue()).array();
    }
}
