package io.tidemark.profile.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tidemark.profile.decision.ErrorRateDetector.Alarm;
import io.tidemark.profile.decision.ErrorRateDetector.Step;
import io.tidemark.profile.format.ProfileFormatException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Scale;
import org.junit.jupiter.api.Test;

class ErrorRateDetectorTest {
    private static final long MINUTE = 60_000;
    private static final double NEVER = 1e12;

    private record Batch(long rows, double errors) {}

    private static final List<Batch> BATCHES = List.of(
            new Batch(1000, 52), new Batch(1000, 60), new Batch(1000, 75), new Batch(1000, 70), new Batch(500, 33));

    private static ErrorRateDetector after(ErrorRateDetector detector, int batches) {
        ErrorRateDetector state = detector;
        for (int i = 0; i < batches; i++) {
            Batch batch = BATCHES.get(i);
            state = state.advance(i * MINUTE, batch.rows(), batch.errors()).detector();
        }
        return state;
    }

    /** Computed apart, in Python: the sum over all restarts of the products of their likelihood ratios, not in logarithms. */
    @Test
    void shouldSumTheEvidenceOfAllRestarts() {
        ErrorRateDetector detector = ErrorRateDetector.of(0.05, NEVER);
        List<Double> expected =
                List.of(-1.583337695191034, 0.2047327865753641, 4.907388476392424, 8.360854526458441, 9.42809598768121);

        for (int batches = 1; batches <= BATCHES.size(); batches++) {
            assertThat(after(detector, batches).logEvidence()).isCloseTo(expected.get(batches - 1), within(1e-9));
        }
    }

    /** Computed apart likewise. */
    @Test
    void shouldTakeABatchForOneObservationWhereItsRowsDepend() {
        ErrorRateDetector detector = ErrorRateDetector.ofBatches(0.05, NEVER);

        assertThat(after(detector, 1).logEvidence()).isCloseTo(0.020194707285519253, within(1e-9));
        assertThat(after(detector, 5).logEvidence()).isCloseTo(2.1414117104479344, within(1e-9));
    }

    /** Computed apart likewise: mean absolute errors of 12, 15, 40 and 13 where 12 is allowed. */
    @Test
    void shouldTakeLossesOfAnySizeWhereABatchIsOneObservation() {
        ErrorRateDetector state = ErrorRateDetector.ofBatches(12, NEVER);
        List<Batch> losses =
                List.of(new Batch(100, 1200), new Batch(100, 1500), new Batch(50, 2000), new Batch(200, 2600));
        List<Double> expected = List.of(0.0, 0.8131499729546416, 1.979908918227443, 2.159078277534887);

        for (int i = 0; i < losses.size(); i++) {
            state = state.advance(
                            i * MINUTE, losses.get(i).rows(), losses.get(i).errors())
                    .detector();
            assertThat(state.logEvidence()).isCloseTo(expected.get(i), within(1e-9));
        }
        assertThat(state.advance(9 * MINUTE, 1, 1e300).alarm().orElseThrow().rate())
                .isGreaterThan(1e290);
        assertThat(ErrorRateDetector.ofBatches(1e-300, 10).advance(0, 1, 1e300).alarm())
                .isPresent();
    }

    /** In the same computation, the restart at the third batch has made most: 34,243.7 of 1. */
    @Test
    void shouldSayFromWhereOnTheErrorsSpeakForARise() {
        ErrorRateDetector state = after(ErrorRateDetector.of(0.05, 10_000), 4);
        Step last = state.advance(4 * MINUTE, 500, 33);

        assertThat(state.logEvidence()).isLessThan(Math.log(10_000));
        assertThat(last.alarm()).contains(new Alarm(2 * MINUTE, 2_500, 178));
        assertThat(last.alarm().map(Alarm::rate)).contains(178.0 / 2_500);
        assertThat(last.detector()).isEqualTo(ErrorRateDetector.of(0.05, 10_000));
    }

    /** The product over the rows, 1 + λ(x − p) each, is at least what the detector makes of their sum. */
    @Property
    void shouldTakeNoMoreEvidenceFromASumOfLossesThanFromTheLosses(@ForAll long seed) {
        double p = 0.2;
        double[] losses = new Random(seed).doubles(50).map(x -> x * x).toArray();
        double sum = Arrays.stream(losses).sum();

        for (int bet = 0; bet < ErrorBets.ON_ROWS.size(); bet++) {
            double right = ErrorBets.ON_ROWS.logEValue(bet, p, 1, 0);
            double wrong = ErrorBets.ON_ROWS.logEValue(bet, p, 1, 1);
            double stake = Math.exp(wrong) - Math.exp(right); // of a loss of 1 above one of 0
            double ofEach =
                    Arrays.stream(losses).map(x -> Math.log1p(stake * (x - p))).sum();

            assertThat(ErrorBets.ON_ROWS.logEValue(bet, p, losses.length, sum)).isLessThanOrEqualTo(ofEach + 1e-9);
        }
    }

    /** Two outcomes: wrong with the probability p, or not. */
    @Property
    void shouldBetSoThatTheExpectationIsOneAtTheAllowedRate(
            @ForAll @DoubleRange(min = 0.001, max = 0.999) @Scale(15) double p) {
        for (ErrorBets bets : ErrorBets.values()) {
            for (int bet = 0; bet < bets.size(); bet++) {
                double expectation =
                        p * Math.exp(bets.logEValue(bet, p, 1, 1)) + (1 - p) * Math.exp(bets.logEValue(bet, p, 1, 0));

                assertThat(expectation).isCloseTo(1, within(1e-9));
            }
        }
    }

    @Test
    void shouldCountToAnyNumberOfRows() {
        ErrorRateDetector detector = ErrorRateDetector.of(0.05, 1_000);
        Step allRight = detector.advance(0, 1_000_000_000, 0);
        Step thenWrong = allRight.detector().advance(MINUTE, 1_000_000, 1_000_000);

        assertThat(allRight.alarm()).isEmpty();
        assertThat(allRight.detector().logEvidence()).isFinite();
        assertThat(thenWrong.alarm()).contains(new Alarm(MINUTE, 1_000_000, 1_000_000));
    }

    @Test
    void shouldLearnNothingFromABatchWithoutRows() {
        ErrorRateDetector detector = after(ErrorRateDetector.of(0.05, NEVER), 3);

        assertThat(detector.advance(9 * MINUTE, 0, 0)).isEqualTo(new Step(detector, Optional.empty()));
    }

    @Test
    void shouldRefuseWhatCannotBe() {
        ErrorRateDetector detector = ErrorRateDetector.of(0.05, 100);

        assertThatThrownBy(() -> detector.advance(0, 10, 11))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the errors of 10 rows are between 0 and 1.0 each, and can't sum up to 11.0");
        assertThatThrownBy(() -> detector.advance(0, 10, -1)).hasMessageContaining("up to -1.0");
        assertThatThrownBy(() -> detector.advance(0, 10, Double.NaN)).hasMessageContaining("up to NaN");
        assertThatThrownBy(() -> detector.advance(0, -1, 0)).hasMessageContaining("of -1 rows");
        ErrorRateDetector ofLosses = ErrorRateDetector.ofBatches(12, 100);
        assertThatThrownBy(() -> ofLosses.advance(0, 10, Double.POSITIVE_INFINITY))
                .hasMessageContaining("up to Infinity");
        assertThatThrownBy(() -> ofLosses.advance(0, 10, -1)).hasMessageContaining("up to -1.0");
        assertThatThrownBy(() -> ErrorRateDetector.of(0, 100))
                .hasMessage(
                        "an allowed error rate is above 0 and below 1.0, not 0.0; take an upper bound of the baseline's");
        assertThatThrownBy(() -> ErrorRateDetector.of(1, 100)).hasMessageContaining("not 1.0");
        assertThatThrownBy(() -> ErrorRateDetector.of(0.1, 0.5)).hasMessageContaining("not in 0.5");
        assertThatThrownBy(() -> new ErrorRateDetector(0.1, 10, ErrorBets.ON_ROWS, List.of()))
                .hasMessage("0 evidences for 7 bets");
    }

    @Property
    void shouldReadWhatItWrote(
            @ForAll @DoubleRange(min = 0.001, max = 0.999) @Scale(15) double allowed,
            @ForAll boolean batches,
            @ForAll List<@LongRange(min = 0, max = 100) Long> errors) {
        ErrorRateDetector detector =
                batches ? ErrorRateDetector.ofBatches(allowed, 50) : ErrorRateDetector.of(allowed, 50);
        for (int i = 0; i < errors.size(); i++) {
            detector = detector.advance(i * MINUTE, 100, errors.get(i)).detector();
        }

        assertThat(ErrorRateDetector.fromBytes(detector.toBytes())).isEqualTo(detector);
    }

    @Test
    void shouldRefuseBytesOfSomethingElse() {
        byte[] bytes = after(ErrorRateDetector.of(0.05, NEVER), 3).toBytes();
        byte[] damaged = bytes.clone();
        damaged[20] ^= 1;

        assertThatThrownBy(() -> ErrorRateDetector.fromBytes(damaged))
                .isInstanceOf(ProfileFormatException.class)
                .hasMessageContaining("the checksum is wrong");
        assertThatThrownBy(() -> ErrorRateDetector.fromBytes(Arrays.copyOf(bytes, 8)))
                .isInstanceOf(ProfileFormatException.class);
    }
}
