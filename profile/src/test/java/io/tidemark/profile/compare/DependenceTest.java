package io.tidemark.profile.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import io.tidemark.profile.baseline.JointBaseline;
import io.tidemark.profile.format.ProfileFormatException;
import io.tidemark.profile.sketch.JointLayout;
import io.tidemark.profile.sketch.JointSketch;
import io.tidemark.profile.stats.CorrelationTest;
import io.tidemark.profile.stats.Precision;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class DependenceTest {
    /** Five cells whose scores have mean 0 and variance 1 where each holds a fifth. */
    private static final double[] FIFTHS = Arrays.stream(new double[] {-2, -1, 0, 1, 2})
            .map(score -> score / Math.sqrt(2))
            .toArray();

    private static JointLayout layout(int features) {
        SortedMap<String, double[]> scores = new TreeMap<>();
        for (int i = 0; i < features; i++) {
            scores.put("f%03d".formatted(i), FIFTHS);
        }
        return JointLayout.of(scores);
    }

    private static int fifthOf(double uniform) {
        return Math.min(4, (int) (uniform * 5));
    }

    /** By scipy: Fisher's z with the variance of both kurtoses. */
    @Example
    void shouldTestACorrelationAsFisherDid() {
        CorrelationTest test = CorrelationTest.of(0.1, 0.3, 3, Precision.ofRows(100_000, 1_000));

        assertThat(test.z()).isCloseTo(3.800210744362803, within(1e-9));
        assertThat(test.pValue()).isCloseTo(0.00014457308477221776, within(1e-12));
        assertThat(test.noiseFloor()).isCloseTo(0.04346313807734516, within(1e-9));
        assertThat(test.change()).isCloseTo(0.2, within(1e-12));
    }

    @Example
    void shouldBeDefinedForAPerfectCorrelation() {
        Precision precision = Precision.ofRows(1_000, 1_000);

        assertThat(CorrelationTest.of(1, 1, 3, precision).pValue()).isEqualTo(1);
        assertThat(CorrelationTest.of(1, -1, 3, precision).pValue()).isLessThan(1e-100);
    }

    /** By scipy: the same where windows vary by 0.02 beyond independent rows, learned from 31: Student's t with 39.45 degrees of freedom. */
    @Example
    void shouldReckonWithCorrelationsThatVaryBetweenWindows() {
        CorrelationTest test = CorrelationTest.of(0.1, 0.3, 3, Precision.ofWindows(0.02 / 3, 31, 100_000, 1_000));

        assertThat(test.z()).isCloseTo(1.3595103635631418, within(1e-9));
        assertThat(test.pValue()).isCloseTo(0.1817051011418025, within(1e-9));
    }

    /** By numpy. */
    @Example
    void shouldEstimateHowCorrelationsVaryBetweenWindows() {
        double[] correlations = {0.1, 0.2, 0.3, 0.25, 0.4, 0};
        double[] rows = {100, 200, 150, 300, 100, 50};

        assertThat(CorrelationTest.variation(0.2, correlations, rows)).isCloseTo(0.009928067537852926, within(1e-12));
        assertThat(CorrelationTest.variation(0.2, new double[] {0.19, 0.21}, new double[] {100, 100}))
                .isZero();
    }

    /** Pearson's correlation of the scores, computed from the raw rows. */
    @Property(tries = 20)
    void shouldKnowTheCorrelationOfScores(@ForAll long seed) {
        Random random = new Random(seed);
        JointLayout layout = layout(2);
        JointSketch joint = JointSketch.over(layout);
        int rows = 2_000;
        double sum = 0;
        double sumOfA = 0;
        double sumOfB = 0;
        double squaresOfA = 0;
        double squaresOfB = 0;
        for (int i = 0; i < rows; i++) {
            int a = fifthOf(random.nextDouble());
            int b = random.nextInt(3) == 0 ? a : fifthOf(random.nextDouble());
            joint.add(0, a);
            joint.add(1, b);
            joint.endRow();
            sum += FIFTHS[a] * FIFTHS[b];
            sumOfA += FIFTHS[a];
            sumOfB += FIFTHS[b];
            squaresOfA += FIFTHS[a] * FIFTHS[a];
            squaresOfB += FIFTHS[b] * FIFTHS[b];
        }
        double covariance = sum / rows - sumOfA / rows * (sumOfB / rows);
        double varianceOfA = squaresOfA / rows - Math.pow(sumOfA / rows, 2);
        double varianceOfB = squaresOfB / rows - Math.pow(sumOfB / rows, 2);

        assertThat(joint.correlation(0, 1)).isCloseTo(covariance / Math.sqrt(varianceOfA * varianceOfB), within(0.005));
    }

    @Property(tries = 50)
    void shouldBeTheSameHoweverRowsAreSplitAndOrdered(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 60) int features) {
        JointLayout layout = layout(features);
        Random random = new Random(seed);
        JointSketch whole = JointSketch.over(layout);
        List<JointSketch> parts = List.of(JointSketch.over(layout), JointSketch.over(layout), JointSketch.over(layout));
        for (int row = 0; row < 300; row++) {
            JointSketch part = parts.get(random.nextInt(3));
            for (int feature = 0; feature < features; feature++) {
                int cell = random.nextInt(5);
                whole.add(feature, cell);
                part.add(feature, cell);
            }
            whole.endRow();
            part.endRow();
        }
        JointSketch merged = JointSketch.fromBytes(parts.get(2).toBytes());
        merged.merge(parts.get(0));
        merged.merge(parts.get(1));

        assertThat(merged.toBytes()).isEqualTo(whole.toBytes());
        assertThat(layout.coordinates()).isEqualTo(Math.min(features, 32));
    }

    @Property(tries = 50)
    void shouldBeTheSameWhereRowsAreTakenInTogether(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 60) int features) {
        JointLayout layout = layout(features);
        Random random = new Random(seed);
        JointSketch oneByOne = JointSketch.over(layout);
        JointSketch together = JointSketch.over(layout);
        for (int batch = 0; batch < 5; batch++) {
            int rows = 1 + random.nextInt(150);
            int[][] cells = new int[features][rows];
            for (int[] ofFeature : cells) {
                Arrays.setAll(ofFeature, _ -> random.nextInt(7) - 2); // two kinds of no cell
            }
            for (int row = 0; row < rows; row++) {
                for (int feature = 0; feature < features; feature++) {
                    if (cells[feature][row] >= 0) {
                        oneByOne.add(feature, cells[feature][row]);
                    }
                }
                oneByOne.endRow();
            }
            together.beginRows(rows);
            for (int feature = 0; feature < features; feature++) {
                together.add(feature, cells[feature]);
            }
            together.endRows();
        }

        assertThat(together.toBytes()).isEqualTo(oneByOne.toBytes());
    }

    @Example
    void shouldFindTheTwoFeaturesThatDependOnEachOtherNow() {
        JointLayout layout = layout(20);
        Random random = new Random(3);
        JointSketch baseline = JointSketch.over(layout);
        JointSketch same = JointSketch.over(layout);
        JointSketch other = JointSketch.over(layout);
        for (int row = 0; row < 30_000; row++) {
            for (int feature = 0; feature < 20; feature++) {
                baseline.add(feature, random.nextInt(5));
            }
            baseline.endRow();
        }
        for (int row = 0; row < 3_000; row++) {
            int shared = random.nextInt(5);
            for (int feature = 0; feature < 20; feature++) {
                int cell = random.nextInt(5);
                same.add(feature, cell);
                boolean together = (feature == 4 || feature == 11) && row % 2 == 0;
                other.add(feature, together ? shared : cell);
            }
            same.endRow();
            other.endRow();
        }

        DependenceComparison unchanged = DependenceComparison.compare(layout, JointBaseline.of(baseline), same)
                .orElseThrow();
        DependenceComparison changed = DependenceComparison.compare(layout, JointBaseline.of(baseline), other)
                .orElseThrow();
        assertThat(unchanged.change().pValue()).isGreaterThan(0.001);
        assertThat(changed.change().pValue()).isLessThan(1e-20);
        assertThat(changed.first()).containsExactly("f004");
        assertThat(changed.second()).containsExactly("f011");
        assertThat(changed.now()).isCloseTo(0.5, within(0.05));
    }

    @Example
    void shouldSayNothingWhereNothingVaries() {
        JointLayout layout = layout(2);
        JointSketch baseline = JointSketch.over(layout);
        JointSketch frozen = JointSketch.over(layout);
        for (int row = 0; row < 500; row++) {
            baseline.add(0, row % 5);
            baseline.add(1, row % 3);
            baseline.endRow();
            frozen.add(0, 2);
            frozen.endRow();
        }

        assertThat(DependenceComparison.compare(layout, JointBaseline.of(baseline), frozen))
                .isEmpty();
        assertThat(DependenceComparison.compare(layout, JointBaseline.of(baseline), JointSketch.over(layout)))
                .isEmpty();
    }

    /** As many rows as a long can count fourth powers of, and more: roll-ups of busy models. */
    @Example
    void shouldNotOverflow() {
        JointLayout layout = layout(2);
        JointSketch joint = JointSketch.over(layout);
        for (int row = 0; row < 1000; row++) {
            joint.add(0, row % 5);
            joint.add(1, row % 5 == 0 ? row % 3 : row % 5);
            joint.endRow();
        }
        double correlation = joint.correlation(0, 1);
        for (int doubling = 0; doubling < 32; doubling++) {
            joint.merge(JointSketch.fromBytes(joint.toBytes()));
        }

        assertThat(joint.rows()).isEqualTo(1000L << 32);
        assertThat(joint.correlation(0, 1)).isCloseTo(correlation, within(1e-9));
        assertThat(joint.kurtosis(0)).isBetween(1.0, 2.0);
        assertThat(DependenceComparison.compare(layout, JointBaseline.of(joint), joint)
                        .orElseThrow()
                        .change()
                        .pValue())
                .isEqualTo(1);
    }

    @Example
    void shouldNotMixLayouts() {
        JointSketch two = JointSketch.over(layout(2));
        JointSketch three = JointSketch.over(layout(3));

        assertThat(two.merge(three)).isFalse();
        assertThat(JointSketch.fromBytes(two.toBytes()).bind(layout(3))).isFalse();
        assertThatIllegalStateException()
                .isThrownBy(() -> JointSketch.fromBytes(two.toBytes()).add(0, 0));
        assertThatExceptionOfType(ProfileFormatException.class)
                .isThrownBy(() -> JointSketch.fromBytes(Arrays.copyOf(two.toBytes(), 20)));
    }
}
