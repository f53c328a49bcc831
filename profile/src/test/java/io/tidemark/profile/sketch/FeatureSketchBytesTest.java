package io.tidemark.profile.sketch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tidemark.profile.baseline.FeatureBaseline;
import io.tidemark.profile.binning.NumericBinning;
import io.tidemark.profile.format.ProfileFormatException;
import io.tidemark.profile.stats.EmpiricalCdf;
import io.tidemark.profile.stats.UnseenMass;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32C;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class FeatureSketchBytesTest {
    private static final NumericBinning BINNING = NumericBinning.ofDeciles(
            EmpiricalCdf.ofValues(new Random(9).doubles(1000).toArray()));

    @Property(tries = 60)
    void shouldReadWhatItWrote(@ForAll long seed, @ForAll @IntRange(max = 5000) int rows) {
        FeatureSketch sketch = sample(seed, rows, 100);
        FeatureSketch read = FeatureSketch.fromBytes(sketch.toBytes());

        assertThat(read.toBytes()).hasSameSizeAs(sketch.toBytes());
        assertThat(read.present()).isEqualTo(sketch.present());
        assertThat(read.numeric().map(NumericSketch::variance))
                .isEqualTo(sketch.numeric().map(NumericSketch::variance));
        assertThat(read.numeric().map(numbers -> numbers.quantile(0.3)))
                .isEqualTo(sketch.numeric().map(numbers -> numbers.quantile(0.3)));
        assertThat(read.categories().map(CategorySketch::counts))
                .isEqualTo(sketch.categories().map(CategorySketch::counts));
        assertThat(read.categories().map(CategorySketch::distinctCount))
                .isEqualTo(sketch.categories().map(CategorySketch::distinctCount));
    }

    /** The checksum stops accidents; with the checksum made right again, what is read is refused or works. */
    @Property(tries = 3000)
    void shouldRefuseHostileBytesOrWorkWithThem(@ForAll long seed) {
        Random random = new Random(seed);
        byte[] bytes = sample(random.nextLong(), random.nextInt(3000), 60).toBytes();
        for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
            // The headers are where it hurts.
            int at = random.nextBoolean() ? random.nextInt(bytes.length) : random.nextInt(Math.min(160, bytes.length));
            bytes[at] = (byte) random.nextInt();
        }
        if (random.nextInt(4) == 0) {
            bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
        }
        sign(bytes);
        FeatureSketch read;
        try {
            read = FeatureSketch.fromBytes(bytes);
        } catch (ProfileFormatException expected) {
            assertThat(expected).hasMessageContaining("at byte");
            return;
        }
        FeatureSketch target = sample(1, 2000, 60);
        target.merge(read);
        read.bind(BINNING);
        for (int i = 0; i < 2000; i++) {
            read.updateNumber(i);
            read.updateText("t" + i % 5);
        }
        read.merge(target);
        read.numeric().orElseThrow().quantile(0.5);
        read.categories().orElseThrow().distinctCount();
        FeatureSketch.fromBytes(read.toBytes());
    }

    /** The same of what a sketch remembers of categories that it forgot. */
    @Property(tries = 200)
    void shouldRefuseHostileMemoriesOrWorkWithThem(@ForAll long seed) {
        Random random = new Random(seed);
        FeatureSketch sketch = new FeatureSketch(new SketchConfig(256, 60, 4096, 40), KindHint.CATEGORICAL);
        for (int i = 0; i < 300; i++) {
            sketch.updateText("c" + i);
        }
        byte[] bytes = sketch.toBytes();
        int filter = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("kramedit"); // its seed, backwards
        for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
            int at = random.nextBoolean() ? filter - 40 + random.nextInt(80) : bytes.length - 1 - random.nextInt(4000);
            bytes[at] = (byte) random.nextInt();
        }
        sign(bytes);
        FeatureSketch read;
        try {
            read = FeatureSketch.fromBytes(bytes);
        } catch (ProfileFormatException expected) {
            assertThat(expected).hasMessageContaining("at byte");
            return;
        }
        sketch.merge(read);
        FeatureBaseline baseline = FeatureBaseline.of("c", 600, sketch);
        assertThat(baseline.expectedUnseen().map(UnseenMass::rate).orElse(0.0)).isBetween(0.0, 1.0);
        FeatureBaseline.fromBytes(baseline.toBytes());
    }

    private static void sign(byte[] bytes) {
        if (bytes.length >= 4) {
            CRC32C checksum = new CRC32C();
            checksum.update(bytes, 0, bytes.length - 4);
            ByteBuffer.wrap(bytes).putInt(bytes.length - 4, (int) checksum.getValue());
        }
    }

    /** Written by version 1 of the format. Never change the file: every later version reads it. */
    @Example
    void shouldReadVersionOne() {
        FeatureSketch sketch = FeatureSketch.fromBytes(resource("/feature-sketch-v1.bin"));

        assertThat(sketch.hint()).isEqualTo(KindHint.AUTO);
        assertThat(sketch.numbers()).isEqualTo(3000);
        assertThat(sketch.texts()).isEqualTo(30);
        assertThat(sketch.booleans()).isEqualTo(4);
        assertThat(sketch.nulls()).isEqualTo(5);
        assertThat(sketch.nans()).isEqualTo(6);
        assertThat(sketch.infinities()).isEqualTo(7);
        assertThat(sketch.numeric().orElseThrow().mean()).isEqualTo(1499.5);
        assertThat(sketch.numeric().orElseThrow().max()).isEqualTo(2999);
        assertThat(sketch.numeric().orElseThrow().quantile(0.5)).isBetween(1470.0, 1530.0);
        assertThat(sketch.categories().orElseThrow().counts())
                .contains(new CategoryCount("c1", 10), new CategoryCount("true", 4));
        assertThat(sketch.bins().orElseThrow().binningId()).isEqualTo("8573fd5dbd4b8dcb");
        assertThat(sketch.bins().orElseThrow().aboveRange()).isEqualTo(2999);
    }

    /** How the file was made: the bytes of this sketch. */
    static FeatureSketch versionOne() {
        FeatureSketch sketch = new FeatureSketch(SketchConfig.window(), KindHint.AUTO);
        sketch.bind(BINNING);
        for (int i = 0; i < 3000; i++) {
            sketch.updateNumber(i);
        }
        for (int i = 0; i < 30; i++) {
            sketch.updateText("c" + i % 3);
        }
        for (int i = 0; i < 7; i++) {
            sketch.updateNumber(Double.POSITIVE_INFINITY);
            if (i < 6) {
                sketch.updateNumber(Double.NaN);
            }
            if (i < 5) {
                sketch.updateNull();
            }
            if (i < 4) {
                sketch.updateBoolean(true);
            }
        }
        return sketch;
    }

    @Example
    void shouldNotReadAnythingElse() {
        assertThatExceptionOfType(ProfileFormatException.class)
                .isThrownBy(() -> FeatureSketch.fromBytes(new byte[0]))
                .withMessage("TDFS document, at byte 0: 0 bytes are too few for a document");
    }

    private static byte[] resource(String name) {
        try (InputStream in = FeatureSketchBytesTest.class.getResourceAsStream(name)) {
            assertThat(in).isNotNull();
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static FeatureSketch sample(long seed, int rows, int maxCategories) {
        Random random = new Random(seed);
        FeatureSketch sketch = new FeatureSketch(new SketchConfig(256, maxCategories, 4096, 40), KindHint.AUTO);
        sketch.bind(BINNING);
        for (int i = 0; i < rows; i++) {
            switch (random.nextInt(4)) {
                case 0 -> sketch.updateText("c" + random.nextInt(200));
                case 1 -> sketch.updateNull();
                default -> sketch.updateNumber(random.nextGaussian());
            }
        }
        return sketch;
    }
}
