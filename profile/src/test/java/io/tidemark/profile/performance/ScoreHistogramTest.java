package io.tidemark.profile.performance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.function.DoubleSupplier;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ScoreHistogramTest {
    private static final int ROWS = 100_000;

    /** Where models put their scores. */
    enum Scores {
        EVENLY,
        FRAUD,
        CERTAIN,
        NARROW,
        MOSTLY_NARROW,
        SPIKE_AND_SPREAD,
        LOGITS,
        TIED;

        double draw(Random random) {
            return switch (this) {
                case EVENLY -> random.nextDouble();
                case FRAUD -> Math.min(1, 1e-5 * Math.exp(2 * random.nextGaussian()));
                case CERTAIN -> 1 - 1e-6 * random.nextDouble();
                case NARROW -> 0.5 + 0.004 * random.nextDouble();
                case MOSTLY_NARROW -> random.nextInt(10) > 0 ? 0.5 + 0.004 * random.nextDouble() : random.nextDouble();
                case SPIKE_AND_SPREAD -> random.nextBoolean() ? 0.1 + 0.002 * random.nextDouble() : random.nextDouble();
                case LOGITS -> 4 * random.nextGaussian() - 3;
                case TIED -> random.nextInt(20) / 20.0;
            };
        }
    }

    /** The chance of a yes rises with the score's rank, so that there is something to be found among all of them. */
    @ParameterizedTest
    @EnumSource
    void shouldTellTheAreaUnderTheCurveWithin2InAThousand(Scores scores) {
        Random random = new Random(7);
        double[] drawn = IntStream.range(0, ROWS)
                .mapToDouble(i -> scores.draw(random))
                .sorted()
                .toArray();
        boolean[] yes = new boolean[ROWS];
        ScoreHistogram histogram = new ScoreHistogram();
        for (int i = 0; i < ROWS; i++) {
            yes[i] = random.nextInt(ROWS) < i;
            histogram.predicted(drawn[i], yes[i]);
            histogram.labelled(drawn[i], yes[i]);
        }

        assertThat(RocAuc.of(histogram).orElseThrow().area()).isCloseTo(exactArea(drawn, yes), within(0.002));
        assertThat(histogram.size()).isLessThanOrEqualTo(ScoreHistogram.MOST_BINS);
    }

    /** Of the sum of the ranks of yes, tied ones sharing theirs: Mann and Whitney. */
    private static double exactArea(double[] ascending, boolean[] yes) {
        double ranks = 0;
        double ofYes = 0;
        for (int from = 0; from < ascending.length; ) {
            int to = from;
            int hits = 0;
            while (to < ascending.length && ascending[to] == ascending[from]) {
                hits += yes[to++] ? 1 : 0;
            }
            ranks += hits * (from + 1 + to) / 2.0;
            ofYes += hits;
            from = to;
        }
        return (ranks - ofYes * (ofYes + 1) / 2) / ofYes / (ascending.length - ofYes);
    }

    @Property
    void shouldKeepTheOrderOfAllScores(@ForAll double one, @ForAll double other) {
        if (Double.isFinite(one) && Double.isFinite(other)) {
            int order = Integer.signum(Integer.compare(ScoreHistogram.place(one), ScoreHistogram.place(other)));

            assertThat(order).isIn(0, one == other ? 0 : Double.compare(one, other));
        }
    }

    @Property
    void shouldKeepTheOrderOfProbabilities(@ForAll long seed) {
        Random random = new Random(seed);
        DoubleSupplier any = () -> {
            double near = Math.exp(-40 * random.nextDouble());
            return random.nextBoolean() ? near : 1 - near;
        };
        double[] scores = IntStream.range(0, 100)
                .mapToDouble(i -> any.getAsDouble())
                .sorted()
                .toArray();

        assertThat(Arrays.stream(scores).mapToInt(ScoreHistogram::place)).isSorted();
    }

    @Example
    void shouldTellScoresApartNearZeroNearOneAndInBetween() {
        assertThat(ScoreHistogram.place(1e-5)).isLessThan(ScoreHistogram.place(1.0001e-5));
        assertThat(ScoreHistogram.place(1 - 1e-12)).isLessThan(ScoreHistogram.place(1 - 0.999e-12));
        assertThat(ScoreHistogram.place(0.5)).isLessThan(ScoreHistogram.place(0.5 + 1e-7));
        assertThat(ScoreHistogram.place(0.5 - 1e-7)).isLessThan(ScoreHistogram.place(0.5));
        assertThat(ScoreHistogram.place(Math.nextDown(0.5))).isLessThanOrEqualTo(ScoreHistogram.place(0.5));
        assertThat(ScoreHistogram.place(-0.0)).isEqualTo(ScoreHistogram.place(0.0));
        assertThat(ScoreHistogram.place(-1e-300)).isLessThan(ScoreHistogram.place(0.0));
        assertThat(ScoreHistogram.place(1)).isLessThan(ScoreHistogram.place(1.001));
        assertThat(ScoreHistogram.place(-Double.MAX_VALUE)).isLessThan(ScoreHistogram.place(-1e300));
        assertThat(ScoreHistogram.place(Double.MAX_VALUE)).isGreaterThan(ScoreHistogram.place(1e300));
    }

    /** More rows of one score than an int can count. */
    @Example
    void shouldCountBillions() {
        ScoreHistogram histogram = new ScoreHistogram();
        histogram.predicted(0.5, true);
        histogram.predicted(0.7, false);
        for (int i = 0; i < 40; i++) {
            histogram.merge(histogram.copy());
        }
        histogram.predicted(0.1, true);

        assertThat(histogram.total(ScoreHistogram.ALL)).isEqualTo((2L << 40) + 1);
        assertThat(histogram.count(2, ScoreHistogram.ALL)).isEqualTo(1L << 40);
        assertThat(histogram.total(ScoreHistogram.PREDICTED_YES)).isEqualTo((1L << 40) + 1);
    }
}
