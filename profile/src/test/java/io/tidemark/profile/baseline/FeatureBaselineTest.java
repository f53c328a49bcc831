package io.tidemark.profile.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.tidemark.profile.binning.CategoricalBinning;
import io.tidemark.profile.compare.FeatureComparator;
import io.tidemark.profile.format.ProfileFormatException;
import io.tidemark.profile.sketch.FeatureSketch;
import io.tidemark.profile.sketch.KindHint;
import io.tidemark.profile.sketch.SketchConfig;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.zip.CRC32C;
import java.util.zip.GZIPInputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class FeatureBaselineTest {

    @Test
    void shouldTakeTheKindOfMostValues() {
        FeatureSketch numbers = sketch();
        numbers.updateNumber(1);
        FeatureSketch booleans = sketch();
        booleans.updateBoolean(true);
        FeatureSketch texts = sketch();
        texts.updateText("x");
        texts.updateBoolean(true);
        texts.updateNumber(1);

        assertThat(FeatureKind.of(numbers)).isEqualTo(FeatureKind.NUMERIC);
        assertThat(FeatureKind.of(booleans)).isEqualTo(FeatureKind.BOOLEAN);
        assertThat(FeatureKind.of(texts)).isEqualTo(FeatureKind.CATEGORICAL);
        assertThat(FeatureKind.of(sketch())).isEqualTo(FeatureKind.CATEGORICAL);
    }

    @Test
    void shouldCompareEarlierWindowsOverTheModelsBinsWithExactCounts() {
        FeatureBaseline model = FeatureBaseline.of("x", 10_000, numbers(0, 10_000));
        FeatureSketch earlier = model.newSketch(SketchConfig.window());
        IntStream.range(5_000, 25_000).forEach(earlier::updateNumber);
        FeatureSketch later = model.newSketch(SketchConfig.window());
        IntStream.range(6_000, 26_000).forEach(later::updateNumber);
        FeatureBaseline window = FeatureBaseline.ofWindow(model, 20_000, earlier);

        assertThat(window.binning()).isSameAs(model.binning());
        assertThat(window.exactCounts()).isTrue();
        assertThat(Arrays.stream(window.cellCounts()).sum()).isEqualTo(20_000);
        assertThat(window.binCounts()[0]).isZero();
        assertThat(window.countedBy(later)).isPresent();
        assertThat(window.outOfRange(later) / 20_000.0)
                .as("a thousand values above what the earlier window had, though most are above the model's baseline")
                .isCloseTo(0.05, within(0.01));
        assertThat(model.outOfRange(later)).isEqualTo(16_000);
    }

    @Test
    void shouldBinEarlierWindowsByThemselvesWhereTheyDidNotCountTheModelsBins() {
        FeatureBaseline model = FeatureBaseline.of("x", 1_000, numbers(0, 1_000));
        FeatureBaseline window = FeatureBaseline.ofWindow(model, 500, numbers(5_000, 5_500));
        FeatureSketch cities = sketch();
        FeatureSketch moreCities = sketch();
        for (int i = 0; i < 10; i++) {
            cities.updateText("oslo");
            moreCities.updateText(i < 5 ? "oslo" : "bergen");
        }
        FeatureBaseline city = FeatureBaseline.of("city", 10, cities);
        FeatureBaseline laterCity = FeatureBaseline.ofWindow(city, 10, moreCities);

        assertThat(window.binCounts()).containsOnly(50);
        assertThat(laterCity.kind()).isEqualTo(FeatureKind.CATEGORICAL);
        assertThat(laterCity.binning().labels())
                .as("what the earlier window had is not unseen, though the model's baseline lacks it")
                .contains("bergen", "oslo");
    }

    private static FeatureSketch numbers(int from, int to) {
        FeatureSketch numbers = sketch();
        IntStream.range(from, to).forEach(numbers::updateNumber);
        return numbers;
    }

    @Test
    void shouldCountBinsExactlyInASecondPass() {
        double[] values = new Random(3).doubles(100_000).toArray();
        FeatureSketch sketch = sketch();
        Arrays.stream(values).forEach(sketch::updateNumber);
        FeatureBaseline rough = FeatureBaseline.of("x", values.length, sketch);
        FeatureSketch again = rough.newSketch(SketchConfig.window());
        Arrays.stream(values).forEach(again::updateNumber);
        FeatureBaseline exact = rough.withExactCounts(again.bins().orElseThrow());

        assertThat(rough.exactCounts()).isFalse();
        assertThat(exact.exactCounts()).isTrue();
        assertThat(Arrays.stream(exact.binCounts()).sum()).isEqualTo(100_000);
        assertThat(again.bins().orElseThrow().aboveRange()).isZero();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> rough.withExactCounts(
                        rough.newSketch(SketchConfig.window()).bins().orElseThrow()))
                .withMessage("the counts are not of all rows of x over its bins");
    }

    @Test
    void shouldKeepExactCountsUnderAnotherName() {
        double[] values = new Random(3).doubles(100_000).toArray();
        FeatureSketch sketch = sketch();
        Arrays.stream(values).forEach(sketch::updateNumber);
        FeatureBaseline rough = FeatureBaseline.of("x", values.length, sketch);
        FeatureSketch again = rough.newSketch(SketchConfig.window());
        Arrays.stream(values).forEach(again::updateNumber);
        FeatureBaseline exact = rough.withExactCounts(again.bins().orElseThrow());
        FeatureBaseline score = exact.renamed("score");

        assertThat(score.name()).isEqualTo("score");
        assertThat(score.exactCounts()).isTrue();
        assertThat(score.binCounts()).isEqualTo(exact.binCounts()).isNotEqualTo(rough.binCounts());
    }

    @Test
    void shouldPoolCategoriesBeyondItsBins() {
        FeatureSketch sketch = sketch();
        for (int i = 0; i < 3000; i++) {
            sketch.updateText("c" + i % 1500);
            sketch.updateText("hub");
        }
        FeatureBaseline baseline = FeatureBaseline.of("c", 6000, sketch);

        assertThat(baseline.binning().size()).isEqualTo(1002);
        assertThat(baseline.binning().labels())
                .startsWith("hub")
                .endsWith(CategoricalBinning.OTHER, CategoricalBinning.UNSEEN);
        assertThat(baseline.binCounts()[1000]).isEqualTo(2 * 501);
        assertThat(baseline.binCounts()[1001]).isZero();
    }

    @Property(tries = 40)
    void shouldReadWhatItWrote(@ForAll long seed, @ForAll FeatureKind kind) {
        Random random = new Random(seed);
        FeatureSketch sketch = sketch();
        for (int i = random.nextInt(9000); i > 0; i--) {
            sketch.updateNumber(random.nextGaussian());
            sketch.updateText("c" + random.nextInt(300));
        }
        FeatureBaseline baseline = FeatureBaseline.of("Zürich ✈", kind, sketch.present(), sketch, 50);
        FeatureBaseline read = FeatureBaseline.fromBytes(baseline.toBytes());

        assertThat(read.name()).isEqualTo("Zürich ✈");
        assertThat(read.kind()).isEqualTo(kind);
        assertThat(read.rows()).isEqualTo(baseline.rows());
        assertThat(read.binning().id()).isEqualTo(baseline.binning().id());
        assertThat(read.binCounts()).isEqualTo(baseline.binCounts());
        assertThat(read.exactCounts()).isEqualTo(baseline.exactCounts());
        assertThat(read.sketch().present()).isEqualTo(sketch.present());
        assertThat(read.distribution().n()).isEqualTo(baseline.distribution().n());
    }

    /** Written by version 1 of the format. Never change the files: every later version reads them. */
    @Test
    void shouldReadVersionOne() throws IOException {
        FeatureBaseline numeric = FeatureBaseline.fromBytes(resource("/feature-baseline-numeric-v1.bin"));
        FeatureBaseline categorical = FeatureBaseline.fromBytes(resource("/feature-baseline-categorical-v1.bin"));

        assertThat(numeric.name()).isEqualTo("origin_delay");
        assertThat(numeric.kind()).isEqualTo(FeatureKind.NUMERIC);
        assertThat(numeric.rows()).isEqualTo(1234);
        assertThat(numeric.distribution().n()).isEqualTo(1000);
        assertThat(numeric.distribution().quantile(0.5)).isEqualTo(499);
        assertThat(numeric.binning().labels()).startsWith("≤ 99", "(99, 199]").hasSize(10);
        assertThat(numeric.binCounts()).containsOnly(100);
        assertThat(categorical.kind()).isEqualTo(FeatureKind.CATEGORICAL);
        assertThat(categorical.binning().labels())
                .containsExactly("ORD", "DFW", CategoricalBinning.OTHER, CategoricalBinning.UNSEEN);
        assertThat(categorical.binCounts()).containsExactly(30, 20, 10, 0);
        assertThat(categorical.exactCounts()).isTrue();
    }

    /** Written by version 2 of the format, with categories beyond the sketch's limits. Never change the file. */
    @Test
    void shouldReadVersionTwo() throws IOException {
        FeatureBaseline many = FeatureBaseline.fromBytes(resource("/feature-baseline-many-v2.bin.gz"));
        CategoricalBinning bins = (CategoricalBinning) many.binning();

        assertThat(many.rows()).isEqualTo(2100);
        assertThat(bins.labels())
                .startsWith("hub")
                .endsWith(CategoricalBinning.OTHER, CategoricalBinning.UNSEEN)
                .hasSize(7);
        assertThat(Arrays.stream(many.binCounts()).sum()).isEqualTo(2000);
        assertThat(IntStream.range(0, 600)).noneMatch(user -> bins.isUnseen("u" + user));
        assertThat(IntStream.range(600, 5000)).allMatch(user -> bins.isUnseen("u" + user));
        assertThat(many.expectedUnseen().orElseThrow().rate()).isCloseTo(0.1, within(0.001));
        assertThat(many.frequencies().orElseThrow().ofSize(3)).isCloseTo(200, within(2.0));
        assertThat(many.toBytes()).hasSameSizeAs(manyVersionTwo().toBytes());
        assertThat(manyVersionTwo().binning().id()).isEqualTo(bins.id());
    }

    /** How the compressed file was made: the bytes of this baseline. */
    static FeatureBaseline manyVersionTwo() {
        FeatureSketch sketch = new FeatureSketch(new SketchConfig(256, 50, 4096, 40), KindHint.CATEGORICAL);
        for (int i = 0; i < 800; i++) {
            sketch.updateText("hub");
        }
        for (int user = 0; user < 600; user++) {
            for (int row = 0; row <= user % 3; row++) {
                sketch.updateText("u" + user);
            }
        }
        return FeatureBaseline.of("user", FeatureKind.CATEGORICAL, 2100, sketch, 5);
    }

    @Test
    void shouldNameABaselineOfVeryManyCategoriesByItsRows() {
        Instant now = Instant.parse("2001-01-31T00:00:00Z");
        List<String> ids = IntStream.range(0, 50_000).mapToObj(i -> "id-" + i).toList();
        FeatureSketch one = sketch();
        ids.forEach(one::updateText);
        FeatureSketch same = sketch();
        ids.forEach(same::updateText);
        FeatureSketch other = sketch();
        ids.forEach(id -> other.updateText(id.equals("id-49999") ? "id-50000" : id));
        String id =
                Baseline.ofSketches(50_000, Map.of("x", one), false, "a", now).id();

        assertThat(Baseline.ofSketches(50_000, Map.of("x", same), false, "a", now)
                        .id())
                .isEqualTo(id);
        assertThat(Baseline.ofSketches(50_000, Map.of("x", other), false, "a", now)
                        .id())
                .isNotEqualTo(id);
        FeatureBaseline read =
                FeatureBaseline.fromBytes(FeatureBaseline.of("x", 50_000, one).toBytes());
        assertThat(Baseline.of(50_000, Map.of("x", read), false, "a", now).id()).isEqualTo(id);
    }

    /** How the first file was made: the bytes of this baseline. */
    static FeatureBaseline numericVersionOne() {
        FeatureSketch sketch = sketch();
        for (int i = 0; i < 1000; i++) {
            sketch.updateNumber(i);
        }
        return FeatureBaseline.of("origin_delay", 1234, sketch);
    }

    /** How the second file was made: the bytes of this baseline. */
    static FeatureBaseline categoricalVersionOne() {
        FeatureSketch sketch = sketch();
        for (int i = 0; i < 10; i++) {
            List.of("ORD", "DFW", "ORD", "ABI", "DFW", "ORD").forEach(sketch::updateText);
        }
        return FeatureBaseline.of("origin", FeatureKind.CATEGORICAL, 60, sketch, 2);
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = FeatureBaselineTest.class.getResourceAsStream(name)) {
            assertThat(in).isNotNull();
            return (name.endsWith(".gz") ? new GZIPInputStream(in) : in).readAllBytes();
        }
    }

    @Property(tries = 300)
    void shouldRefuseDamagedBytes(@ForAll long seed) {
        Random random = new Random(seed);
        FeatureSketch sketch = sketch();
        sketch.updateText("x");
        byte[] bytes = FeatureBaseline.of("x", 1, sketch).toBytes();
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 + random.nextInt(255));

        assertThatExceptionOfType(ProfileFormatException.class).isThrownBy(() -> FeatureBaseline.fromBytes(bytes));
    }

    /** The checksum stops accidents; with the checksum made right again, what is read is refused or can be compared with. */
    @Property(tries = 2000)
    void shouldRefuseHostileBytesOrWorkWithThem(@ForAll long seed, @ForAll boolean numeric) {
        Random random = new Random(seed);
        FeatureSketch sketch = sketch();
        for (int i = 0; i < 40; i++) {
            if (numeric) {
                sketch.updateNumber(i % 17);
            } else {
                sketch.updateText("c" + i % 7);
            }
        }
        byte[] bytes = FeatureBaseline.of("x", 40, sketch).toBytes();
        int inner = IntStream.range(1, bytes.length)
                .filter(at -> bytes[at] == 'T' && bytes[at + 1] == 'D' && bytes[at + 2] == 'F' && bytes[at + 3] == 'S')
                .findFirst()
                .orElseThrow();
        int innerLength = sketch.toBytes().length;
        for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
        sign(bytes, inner, inner + innerLength);
        sign(bytes, 0, bytes.length);
        FeatureBaseline read;
        try {
            read = FeatureBaseline.fromBytes(bytes);
        } catch (ProfileFormatException expected) {
            assertThat(expected).hasMessageContaining("at byte");
            return;
        }
        FeatureSketch window = read.newSketch(SketchConfig.window());
        for (int i = 0; i < 300; i++) {
            window.updateNumber(i % 19);
            window.updateText("c" + i % 8);
        }
        FeatureComparator.compare(read, window, 600).measurements().values().forEach(measured -> {
            assertThat(measured.pValue()).isBetween(0.0, 1.0);
            assertThat(measured.effect()).isNotNaN();
        });
    }

    private static void sign(byte[] bytes, int from, int to) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, from, to - from - 4);
        ByteBuffer.wrap(bytes).putInt(to - 4, (int) checksum.getValue());
    }

    @Test
    void shouldNameABaselineByItsContent() {
        Instant now = Instant.parse("2001-01-31T00:00:00Z");
        FeatureSketch sketch = sketch();
        sketch.updateNumber(1);
        Baseline one = Baseline.ofSketches(1, Map.of("x", sketch), true, "first rows", now);
        Baseline same = Baseline.ofSketches(1, Map.of("x", sketch), false, "a file", now.plusSeconds(9));
        Baseline other = Baseline.ofSketches(2, Map.of("x", sketch), true, "first rows", now);

        assertThat(one.id()).matches("[0-9a-f]{12}").isEqualTo(same.id()).isNotEqualTo(other.id());
        assertThat(one.features()).containsOnlyKeys("x");
    }

    private static FeatureSketch sketch() {
        return new FeatureSketch(SketchConfig.baseline(), KindHint.AUTO);
    }
}
