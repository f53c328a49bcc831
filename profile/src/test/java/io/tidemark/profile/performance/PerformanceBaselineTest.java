package io.tidemark.profile.performance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.tidemark.profile.format.ProfileFormatException;
import io.tidemark.profile.stats.WindowVariation.Aspect;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32C;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class PerformanceBaselineTest {

    /** The accuracies of the windows have a standard deviation of 0.05 of their own. */
    @Example
    void shouldKnowHowMuchWindowsVary() {
        Random random = new Random(1);
        List<PerformanceProfile> windows = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            windows.add(window(random, 300, 0.8 + 0.05 * random.nextGaussian()));
        }
        PerformanceBaseline baseline = PerformanceBaseline.of(windows);
        MetricReference accuracy = baseline.metric(Metric.ACCURACY).orElseThrow();

        assertThat(accuracy.windows()).isEqualTo(400);
        assertThat(accuracy.betweenWindowVariance()).isCloseTo(0.0025, within(0.0005));
        assertThat(accuracy.value()).isCloseTo(0.8, within(0.01));
        assertThat(accuracy.standardError()).isCloseTo(Math.sqrt(0.8 * 0.2 / 120_000), within(1e-4));
        assertThat(baseline.metric(Metric.MAE)).isEmpty();
        assertThat(baseline.profile().labelled()).isEqualTo(120_000);
    }

    /** Chance alone makes it 3e-5 on average, being never below 0; the errors' own variance is 5e-4. */
    @Example
    void shouldFindThatWindowsOfOneProcessHardlyVary() {
        Random random = new Random(2);
        double accuracy = 0;
        double labels = 0;
        for (int trial = 0; trial < 20; trial++) {
            List<PerformanceProfile> windows = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                windows.add(window(random, 300, 0.8));
            }
            PerformanceBaseline baseline = PerformanceBaseline.of(windows);
            accuracy += baseline.metric(Metric.ACCURACY).orElseThrow().betweenWindowVariance() / 20;
            labels += baseline.labelVariation().of(Aspect.SHAPE) / 20;
        }

        assertThat(accuracy).isLessThan(6e-5);
        assertThat(labels).isLessThan(4e-4);
    }

    @Example
    void shouldNotTellVariationFromFewWindowsOrFewRows() {
        Random random = new Random(3);
        List<PerformanceProfile> windows = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            windows.add(window(random, 300, 0.5 + i / 10.0));
            windows.add(window(random, 29, 0.9));
        }

        assertThat(PerformanceBaseline.of(windows).metric(Metric.ACCURACY).orElseThrow())
                .satisfies(
                        accuracy -> assertThat(accuracy.betweenWindowVariance()).isZero())
                .satisfies(accuracy -> assertThat(accuracy.windows()).isZero());
        assertThat(PerformanceBaseline.of(List.of()).metric(Metric.ACCURACY)).isEmpty();

        windows.add(window(random, 300, 0.9));
        assertThat(PerformanceBaseline.of(windows)
                        .metric(Metric.ACCURACY)
                        .orElseThrow()
                        .windows())
                .isEqualTo(5);
    }

    /** The labels of the windows: shares between 0.2 and 0.8, means between 0 and 9 with a standard deviation of 1. */
    @Example
    void shouldKnowHowMuchLabelsVary() {
        Random random = new Random(4);
        List<PerformanceProfile> windows = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            PerformanceProfile window = new PerformanceProfile();
            for (int row = 0; row < 1000; row++) {
                LabelledRow.confident(0.8, random.nextDouble() < 0.2 + i / 15.0).addTo(window);
                LabelledRow.number(i, i + random.nextGaussian()).addTo(window);
            }
            windows.add(window);
        }
        PerformanceBaseline baseline = PerformanceBaseline.of(windows);

        // variances over windows: 0.0407 of shares of 0.25 in all, 9.17 of means of 9.25 in all
        assertThat(baseline.labelVariation().of(Aspect.SHAPE)).isCloseTo(0.163, within(0.015));
        assertThat(baseline.labelVariation().of(Aspect.LOCATION)).isCloseTo(0.99, within(0.011));
        assertThat(baseline.labelVariation().windows()).isEqualTo(10);
    }

    @Property(tries = 30)
    void shouldNotDependOnTheOrderOfWindowsAndReadWhatItWrote(@ForAll long seed) {
        Random random = new Random(seed);
        List<PerformanceProfile> windows = new ArrayList<>();
        for (int i = random.nextInt(12); i >= 0; i--) {
            PerformanceProfile window = new PerformanceProfile();
            for (int row = random.nextInt(300); row >= 0; row--) {
                LabelledRow.any(random, 4).addTo(window);
            }
            windows.add(window);
        }
        PerformanceBaseline baseline = PerformanceBaseline.of(windows);
        Collections.shuffle(windows, random);
        PerformanceBaseline shuffled = PerformanceBaseline.of(windows);
        PerformanceBaseline read = PerformanceBaseline.fromBytes(baseline.toBytes());

        assertThat(shuffled.toBytes()).isEqualTo(baseline.toBytes());
        assertThat(read.toBytes()).isEqualTo(baseline.toBytes());
        assertThat(read.id()).isEqualTo(shuffled.id()).hasSize(16);
        for (Metric metric : Metric.values()) {
            assertThat(read.metric(metric)).isEqualTo(baseline.metric(metric));
        }
        assertThat(read.labelVariation()).isEqualTo(baseline.labelVariation());
    }

    @Property(tries = 1000)
    void shouldRefuseHostileBytesOrWorkWithThem(@ForAll long seed) {
        Random random = new Random(seed);
        List<PerformanceProfile> windows = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            windows.add(window(random, 40, 0.7));
        }
        byte[] bytes = PerformanceBaseline.of(windows).toBytes();
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        bytes[bytes.length - 5 - random.nextInt(bytes.length / 3)] = (byte) random.nextInt();
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, 0, bytes.length - 4);
        ByteBuffer.wrap(bytes).putInt(bytes.length - 4, (int) checksum.getValue());
        try {
            PerformanceBaseline read = PerformanceBaseline.fromBytes(bytes);
            Arrays.stream(Metric.values()).forEach(read::metric);
            PerformanceBaseline.fromBytes(read.toBytes());
        } catch (ProfileFormatException expected) {
            assertThat(expected).hasMessageContaining("document");
        }
    }

    @Example
    void shouldRefuseOtherDocuments() {
        assertThatExceptionOfType(ProfileFormatException.class)
                .isThrownBy(() -> PerformanceBaseline.fromBytes(new PerformanceProfile().toBytes()))
                .withMessageContaining("TDPB");
    }

    private static PerformanceProfile window(Random random, int rows, double accuracy) {
        PerformanceProfile window = new PerformanceProfile();
        for (int i = 0; i < rows; i++) {
            LabelledRow.confident(0.8, random.nextDouble() < accuracy).addTo(window);
        }
        return window;
    }
}
