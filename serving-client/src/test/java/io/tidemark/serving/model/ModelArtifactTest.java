package io.tidemark.serving.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class ModelArtifactTest {
    private static final ModelArtifact ARTIFACT = new ModelArtifact(
            new ModelOutput.Classes(List.of("späť", "on time")),
            new FeatureEncodings(List.of(
                    new NumberEncoding("distance", 500, 600.5, 12.25),
                    new CategoryEncoding("origin", List.of("ATL", "ORD")),
                    new BooleanEncoding("weekend"))),
            "tribuo",
            new byte[] {1, 2, 3},
            Map.of("seed", "7", "algorithm", "XGBOOST"));
    private static final byte[] BYTES = ARTIFACT.toBytes();

    private static final List<FeatureEncoding> RAW = List.of(
            new RawNumberEncoding("distance", Double.NaN),
            new RawNumberEncoding("hour", 12),
            new RawTextEncoding("carrier", "späť"),
            new CategoryCodeEncoding("origin", codes(), -1, Double.NaN),
            new OneHotEncoding("origin", List.of("ORD", "ATL")));

    private static SequencedMap<String, Double> codes() {
        SequencedMap<String, Double> codes = new LinkedHashMap<>();
        codes.put("ORD", 3.0);
        codes.put("ATL", 0.5);
        return codes;
    }

    @Test
    void shouldReadWhatItWrote() {
        assertThat(ModelArtifact.read(BYTES)).isEqualTo(ARTIFACT);
        assertThat(ModelArtifact.read(BYTES).toBytes()).isEqualTo(BYTES);
    }

    /** So that a program which knows version 1 only reads all that it can read. */
    @Test
    void shouldBeOfTheFirstVersionThatHasItsEncodings() {
        assertThat(BYTES[4]).isEqualTo((byte) 1);
        for (FeatureEncoding encoding : RAW) {
            ModelArtifact artifact = new ModelArtifact(
                    new ModelOutput.Value(),
                    new FeatureEncodings(List.of(new BooleanEncoding("weekend"), encoding)),
                    "onnx",
                    new byte[] {4},
                    Map.of());
            byte[] bytes = artifact.toBytes();

            assertThat(bytes[4]).isEqualTo((byte) 2);
            assertThat(ModelArtifact.read(bytes)).isEqualTo(artifact);
            assertThat(ModelArtifact.read(bytes).toBytes()).isEqualTo(bytes);
            bytes[4] = 1;
            assertRefused(rehashed(bytes), "these features are of version 2, not 1");
        }
        byte[] later = BYTES.clone();
        later[4] = 2;
        assertRefused(rehashed(later), "these features are of version 1, not 2");
    }

    @Property
    void shouldReadAnyEncodingItWrote(
            @ForAll @Size(max = 30) List<@StringLength(max = 20) @AlphaChars String> known,
            @ForAll @DoubleRange(min = -1e300, max = 1e300) double median,
            @ForAll byte[] model) {
        ModelArtifact artifact = new ModelArtifact(
                new ModelOutput.Value(),
                new FeatureEncodings(List.of(
                        new CategoryEncoding("a", known.stream().distinct().toList()),
                        new NumberEncoding("b", median, -median, 1e-9))),
                "other",
                model,
                Map.of());

        assertThat(ModelArtifact.read(artifact.toBytes())).isEqualTo(artifact);
    }

    @Property(tries = 2_000)
    void shouldRefuseAnyChangedByte(
            @ForAll @IntRange(max = 10_000) int place, @ForAll @IntRange(min = 1, max = 255) int change) {
        byte[] damaged = BYTES.clone();
        damaged[place % damaged.length] ^= (byte) change;

        assertRefused(damaged, "model artifact");
    }

    @Test
    void shouldRefuseEveryTruncation() {
        for (int length = 0; length < BYTES.length; length++) {
            assertRefused(Arrays.copyOf(BYTES, length), "model artifact");
        }
    }

    /** Behind a hash that fits, what is wrong is found by the reader of each field. */
    @Property(tries = 2_000)
    void shouldRefuseOrReadChangesBehindARightHash(
            @ForAll @IntRange(max = 10_000) int place, @ForAll @IntRange(min = 1, max = 255) int change) {
        byte[] changed = BYTES.clone();
        int at = 5 + place % (changed.length - 5 - 32);
        changed[at] ^= (byte) change;
        try {
            assertThat(ModelArtifact.read(rehashed(changed))).isNotEqualTo(ARTIFACT);
        } catch (ModelFormatException e) {
            assertThat(e).hasMessageContaining("at byte");
        }
    }

    @Test
    void shouldRefuseTruncationsBehindARightHash() {
        for (int length = 37; length < BYTES.length; length++) {
            assertRefused(rehashed(Arrays.copyOf(BYTES, length)), "at byte");
        }
    }

    @Test
    void shouldRefuseALaterVersionByItsNumber() {
        byte[] later = BYTES.clone();
        later[4] = 3;

        assertRefused(rehashed(later), "version 3 is unknown");
    }

    @Test
    void shouldRefuseOtherBytesAndTooMany() {
        assertRefused("<html>not found</html> and some more of it".getBytes(StandardCharsets.UTF_8), "TDMA");
        assertRefused(new byte[ModelArtifact.MAX_BYTES + 1], "more than the");
    }

    @Test
    void shouldRefuseBytesThatAreLeftOver() {
        assertRefused(rehashed(Arrays.copyOf(BYTES, BYTES.length + 1)), "1 bytes are left over");
    }

    @Test
    void shouldNotWriteMoreThanItReads() {
        ModelArtifact large = new ModelArtifact(
                ARTIFACT.output(), ARTIFACT.encodings(), "tribuo", new byte[ModelArtifact.MAX_BYTES], Map.of());

        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(large::toBytes)
                .withMessageContaining("smaller model");
    }

    private static void assertRefused(byte[] bytes, String why) {
        assertThatExceptionOfType(ModelFormatException.class)
                .isThrownBy(() -> ModelArtifact.read(bytes))
                .withMessageContaining(why);
    }

    private static byte[] rehashed(byte[] bytes) {
        try {
            int end = bytes.length - 32;
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(Arrays.copyOf(bytes, end));
            byte[] right = bytes.clone();
            System.arraycopy(hash, 0, right, end, 32);
            return right;
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
