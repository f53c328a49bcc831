package io.tidemark.profile.performance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.tidemark.profile.format.ProfileFormatException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Random;
import java.util.zip.CRC32C;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class PerformanceProfileTest {
    private static final OptionalLong NO_LATENCY = OptionalLong.empty();

    private final PerformanceProfile profile = new PerformanceProfile();

    @Example
    void shouldHaveNoMetricsWithoutLabels() {
        assertThat(profile.metrics()).isEmpty();
        assertThat(profile.confusion()).isEmpty();
        assertThat(profile.latency()).isEqualTo(new LatencySummary(0, 0, 0, 0));

        profile.predicted(new Answer.OfClass("yes", Map.of("yes", 0.7), OptionalDouble.empty()), OptionalLong.of(-1));
        profile.predicted(new Answer.OfNumber(3), NO_LATENCY);

        assertThat(profile.predictions()).isEqualTo(2);
        assertThat(profile.labelled()).isZero();
        assertThat(profile.metrics()).isEmpty();
        assertThat(profile.latency().count()).isZero();
    }

    @Example
    void shouldLeaveOutWhatIsNotDefined() {
        LabelledRow.binary(0.7, true, true).addTo(profile);

        assertThat(profile.metrics())
                .containsOnlyKeys(
                        Metric.ACCURACY,
                        Metric.PRECISION,
                        Metric.RECALL,
                        Metric.F1,
                        Metric.MACRO_PRECISION,
                        Metric.MACRO_RECALL,
                        Metric.MACRO_F1,
                        Metric.CALIBRATION_ERROR);

        LabelledRow.number(3, 5).addTo(profile);
        LabelledRow.number(4, 5).addTo(profile);

        assertThat(profile.metrics()).containsKeys(Metric.MAE, Metric.RMSE, Metric.BIAS, Metric.MAPE);
        assertThat(profile.metrics()).doesNotContainKey(Metric.R_SQUARED);
    }

    @Example
    void shouldRankScoresThatAreNoProbabilitiesAndNoMore() {
        for (int i = 0; i < 20; i++) {
            LabelledRow.binary(i - 10, i > 12, i % 4 > 1).addTo(profile);
        }

        assertThat(profile.metrics()).containsKey(Metric.ROC_AUC);
        assertThat(profile.metrics()).doesNotContainKeys(Metric.LOG_LOSS, Metric.BRIER, Metric.CALIBRATION_ERROR);
        assertThat(profile.calibrationNoiseFloor()).isEmpty();
    }

    @Example
    void shouldTakeBrokenScoresForNone() {
        for (double score : new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
            LabelledRow.binary(score, true, true).addTo(profile);
            LabelledRow.confident(score, true).addTo(profile);
        }

        assertThat(profile.labelled()).isEqualTo(6);
        assertThat(profile.metrics()).containsKey(Metric.ACCURACY);
        assertThat(profile.metrics()).doesNotContainKeys(Metric.ROC_AUC, Metric.LOG_LOSS, Metric.CALIBRATION_ERROR);
    }

    /** 100 rows at 0.8 of which 60 are right, and 100 at 0.9 of which 90 are: (100·0.2 + 100·0)/200. */
    @Example
    void shouldHoldConfidenceAgainstWhatCameOfIt() {
        for (int i = 0; i < 100; i++) {
            LabelledRow.confident(0.8, i < 60).addTo(profile);
            LabelledRow.confident(0.9, i < 90).addTo(profile);
        }

        Map<Metric, MetricValue> metrics = profile.metrics();
        MetricValue error = metrics.getOrDefault(Metric.CALIBRATION_ERROR, new MetricValue(9, 0, 9, 9, 0));
        assertThat(error.value()).isCloseTo(0.1, within(1e-12));
        assertThat(metrics).doesNotContainKeys(Metric.ROC_AUC, Metric.LOG_LOSS, Metric.BRIER);
        // (√(2/π·0.8·0.2·100) + √(2/π·0.9·0.1·100))/200
        assertThat(profile.calibrationNoiseFloor().orElseThrow()).isCloseTo(0.027925, within(1e-5));
    }

    @Example
    void shouldNameAHundredClassesAndCountTheOthersTogether() {
        for (int i = 0; i < 150; i++) {
            for (int times = 0; times <= i; times++) {
                add("c" + i, "c" + (times % 5 == 0 ? 0 : i));
            }
        }

        Map<String, Map<String, Long>> confusion = profile.confusion();
        assertThat(confusion).hasSize(101).containsKeys("c0", "c149", "c51", ClassNames.OTHER);
        assertThat(confusion).doesNotContainKeys("c50", "c1");
        assertThat(confusion.values().stream()
                        .flatMap(row -> row.values().stream())
                        .mapToLong(rows -> rows)
                        .sum())
                .isEqualTo(150 * 151 / 2);
    }

    /** As where an id is taken for a class. */
    @Example
    void shouldGiveUpClassesWhereThereAreTooManyAndStillKnowTheAccuracy() {
        PerformanceProfile other = new PerformanceProfile();
        for (int i = 0; i < 15_000; i++) {
            add("id" + i, i % 4 == 0 ? "id" + i : "x");
            LabelledRow row = row("other" + i, "x");
            row.addTo(other);
        }
        assertThat(profile.metrics()).containsKey(Metric.MACRO_F1);

        PerformanceProfile otherWay = other.copy();
        otherWay.merge(profile);
        profile.merge(other);
        LabelledRow late = row("late", "x");
        late.addTo(profile);
        late.addTo(otherWay);
        PerformanceProfile small = new PerformanceProfile();
        small.merge(otherWay);

        assertThat(profile.toBytes()).isEqualTo(otherWay.toBytes()).isEqualTo(small.toBytes());
        assertThat(profile.metrics()).containsOnlyKeys(Metric.ACCURACY);
        assertThat(profile.metrics().values().iterator().next().value()).isEqualTo(3750 / 30_001.0);
        assertThat(profile.confusion()).isEqualTo(Map.of(ClassNames.OTHER, Map.of(ClassNames.OTHER, 30_001L)));
        assertThat(profile.toBytes()).hasSizeLessThan(200);
    }

    @Example
    void shouldKnowClassesOfAnyName() {
        String long1 = "x".repeat(10_000) + "1";
        String long2 = "x".repeat(10_000) + "2";
        add(long1, long1);
        add(long1, long2);
        add("\ud800", "\ud800");
        add("", "");
        add("\ud83d\ude00", "\uffff");

        PerformanceProfile read = PerformanceProfile.fromBytes(profile.toBytes());

        assertThat(read.confusion()).isEqualTo(profile.confusion()).hasSize(4);
        assertThat(profile.toBytes()).hasSizeLessThan(2000);
    }

    @Example
    void shouldRefuseLabelsThatDontFit() {
        Answer number = new Answer.OfNumber(3);
        Truth name = new Truth.OfClass("yes");

        assertThat(PerformanceProfile.fits(number, name)).isFalse();
        assertThat(PerformanceProfile.fits(number, new Truth.OfNumber(Double.NaN)))
                .isFalse();
        assertThat(PerformanceProfile.fits(number, new Truth.OfNumber(1))).isTrue();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> profile.labelled(number, name))
                .withMessageContaining("yes");
        assertThat(profile.labelled()).isZero();
    }

    @Example
    void shouldRefuseToCorrectWhatItDoesNotHave() {
        LabelledRow row = row("a", "b");
        row.addTo(profile);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> profile.corrected(row.answer(), new Truth.OfClass("c"), new Truth.OfClass("a")))
                .withMessageContaining("'c'");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> profile.corrected(new Answer.OfNumber(1), new Truth.OfNumber(1), new Truth.OfNumber(2)));
        assertThat(profile.confusion()).isEqualTo(Map.of("a", Map.of("b", 1L)));
    }

    /** By numpy: quantile(arange(1, 100001), [.5, .95, .99], method='inverted_cdf'). */
    @Example
    void shouldTellLatenciesWithinOnePerCent() {
        for (int i = 1; i <= 100_000; i++) {
            profile.predicted(new Answer.OfNumber(1), OptionalLong.of(i));
        }
        LatencySummary latency = profile.latency();

        assertThat(latency.count()).isEqualTo(100_000);
        assertThat(latency.p50()).isCloseTo(50_000, within(400L));
        assertThat(latency.p95()).isCloseTo(95_000, within(760L));
        assertThat(latency.p99()).isCloseTo(99_000, within(792L));
    }

    @Property
    void shouldTellAnyLatencyWithinOnePerCent(@ForAll long seed) {
        long micros = new Random(seed).nextLong() >>> (1 + new Random(seed + 1).nextInt(63));
        PerformanceProfile one = new PerformanceProfile();
        one.predicted(new Answer.OfNumber(1), OptionalLong.of(micros));

        assertThat((double) one.latency().p50()).isCloseTo((double) micros, within(0.008 * micros));
        if (micros < 128) {
            assertThat(one.latency().p99()).isEqualTo(micros);
        }
    }

    /** The checksum stops accidents; with the checksum made right again, what is read is refused or works. */
    @Property(tries = 3000)
    void shouldRefuseHostileBytesOrWorkWithThem(@ForAll long seed) {
        Random random = new Random(seed);
        PerformanceProfile target = new PerformanceProfile();
        for (int i = random.nextInt(100); i >= 0; i--) {
            LabelledRow.any(random, 5).addTo(target);
        }
        byte[] bytes = target.toBytes();
        for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
        if (random.nextInt(4) == 0) {
            bytes = Arrays.copyOf(bytes, 5 + random.nextInt(bytes.length - 5));
        }
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, 0, Math.max(0, bytes.length - 4));
        ByteBuffer.wrap(bytes).putInt(Math.max(0, bytes.length - 4), (int) checksum.getValue());
        PerformanceProfile read;
        try {
            read = PerformanceProfile.fromBytes(bytes);
        } catch (ProfileFormatException expected) {
            assertThat(expected).hasMessageContaining("document");
            return;
        }
        read.metrics();
        read.confusion();
        read.latency();
        target.merge(read);
        target.metrics();
        PerformanceProfile.fromBytes(target.toBytes());
    }

    private void add(String truth, String predicted) {
        row(truth, predicted).addTo(profile);
    }

    private static LabelledRow row(String truth, String predicted) {
        return new LabelledRow(
                new Answer.OfClass(predicted, Map.of(), OptionalDouble.empty()), NO_LATENCY, new Truth.OfClass(truth));
    }
}
