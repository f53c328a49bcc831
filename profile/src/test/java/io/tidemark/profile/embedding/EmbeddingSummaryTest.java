package io.tidemark.profile.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddingSummaryTest {
    private final EmbeddingSummary summary = new EmbeddingSummary();

    private double[] valuesOf(double... array) {
        summary.begin();
        Arrays.stream(array).forEach(summary::add);
        return values();
    }

    private double[] values() {
        return IntStream.range(0, summary.size()).mapToDouble(summary::value).toArray();
    }

    /** By numpy, with the hash written anew from its description: linalg.norm(x), len(x), x @ signs / sqrt(len(x)). */
    @Test
    void shouldGiveWhatNumpyGives() {
        assertThat(valuesOf(1, 2, 3, 4))
                .containsExactly(new double[] {5.477225575051661, 4, 3, 4, -2, 2, 1, 2, 2, -2}, within(1e-12));
        assertThat(valuesOf(0.5, -1.25, 2, -4, 8.5))
                .containsExactly(
                        new double[] {
                            9.698582370635412,
                            5,
                            3.689512162874653,
                            2.1242645786248002,
                            -0.7826237921249264,
                            -4.36033255612459,
                            -7.267220926874316,
                            0.7826237921249264,
                            3.2422985673746947,
                            -3.2422985673746947
                        },
                        within(1e-12));
        assertThat(valuesOf(IntStream.range(0, 768).mapToDouble(Math::sin).toArray()))
                .containsExactly(
                        new double[] {
                            19.582367680970332,
                            768,
                            -0.19407161453276148,
                            0.12743190010754077,
                            -0.8784899476105869,
                            0.6901875306496448,
                            -0.39207317061881486,
                            0.5479642680185159,
                            0.8191060734572957,
                            0.6723055100382526
                        },
                        within(1e-9));
        assertThat(valuesOf(IntStream.range(0, 16_384)
                        .mapToDouble(i -> Math.cos(0.5 * i))
                        .toArray()))
                .containsExactly(
                        new double[] {
                            90.51077777495634,
                            16_384,
                            0.6420915691852981,
                            -0.5591853383604669,
                            0.8479872647831671,
                            -0.45351039185030656,
                            0.2608644120722156,
                            0.12250428225434075,
                            -0.6640211053010165,
                            0.6242125983282225
                        },
                        within(1e-9));
    }

    /** Java's own SplittableRandom is SplitMix64. An array with a single 1 shows the signs of its place. */
    @Test
    void shouldTakeItsSignsFromSplitMix64() {
        SplittableRandom splitMix = new SplittableRandom(0x544944454D41524BL);
        int length = 300;
        for (int place = 0; place < length; place++) {
            double[] oneHot = new double[length];
            oneHot[place] = Math.sqrt(length);
            double[] values = valuesOf(oneHot);
            long hash = splitMix.nextLong();
            for (int j = 0; j < EmbeddingSummary.PROJECTIONS; j++) {
                assertThat(values[2 + j])
                        .as("place %d, projection %d", place, j)
                        .isEqualTo((hash >>> j & 1) == 0 ? 1.0 : -1.0);
            }
        }
    }

    @Property(tries = 200)
    void shouldNotDependOnWhatItSawBefore(
            @ForAll @Size(max = 40) double[] before, @ForAll @Size(min = 1, max = 40) double[] array) {
        double[] fresh = new EmbeddingSummaryTest().valuesOf(array);

        valuesOf(before);
        summary.addUnread(3);

        assertThat(valuesOf(array)).isEqualTo(fresh);
    }

    /**
     * Johnson and Lindenstrauss: the mean of d p² over many projections is the squared norm. Smooth arrays are the test:
     * signs that lean to one side or repeat themselves would swell or swallow them.
     */
    @Property(tries = 20)
    void shouldPreserveNormsOnAverage(@ForAll long seed, @ForAll @IntRange(min = 16, max = 1_024) int length) {
        Random random = new Random(seed);
        int arrays = 500;
        double sum = 0;
        for (int k = 0; k < arrays; k++) {
            double frequency = random.nextDouble() * Math.PI;
            double phase = random.nextDouble() * 2 * Math.PI;
            double[] values = valuesOf(IntStream.range(0, length)
                    .mapToDouble(i -> 0.3 + Math.cos(frequency * i + phase))
                    .toArray());
            double squares = Arrays.stream(values, 2, values.length)
                    .map(p -> length * p * p)
                    .average()
                    .orElseThrow();
            sum += squares / (values[0] * values[0]);
        }
        assertThat(sum / arrays).isCloseTo(1, within(0.35));
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1e200})
    void shouldHaveInvalidValuesButALengthWhereAnElementHasNone(double element) {
        double[] values = valuesOf(1, element, 2);

        assertThat(values).hasSize(10);
        assertThat(values[1]).isEqualTo(3);
        assertThat(DoubleStream.of(values).filter(value -> value == Double.POSITIVE_INFINITY))
                .as("norm and projections, infinite and so invalid")
                .hasSize(9);
    }

    @Test
    void shouldTellTheLengthOfWhatItDidNotRead() {
        summary.begin();
        summary.add(1);
        summary.addUnread(20_000);

        assertThat(values())
                .hasSize(10)
                .startsWith(Double.POSITIVE_INFINITY, 20_001)
                .endsWith(Double.POSITIVE_INFINITY);
    }

    @Test
    void shouldHaveNoProjectionsOfAnEmptyArray() {
        assertThat(valuesOf()).containsExactly(0, 0);
    }
}
