package io.tidemark.profile.decision;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.profile.decision.ErrorStream.Errors;
import io.tidemark.profile.decision.ErrorStream.RunLength;
import io.tidemark.profile.decision.ErrorStream.Watch;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The guarantee by simulation: where the error rate is allowed, alarms come no more often than once in so many batches. */
class ErrorRateDetectorFalseAlarmsTest {
    private static final double RATE = 0.05;
    private static final int PER_FALSE_ALARM = 200;
    /** Where runs are cut off, which makes their average smaller and so the test stricter. */
    private static final int MOST = 10 * PER_FALSE_ALARM;

    private static Watch onRows() {
        return ErrorStream.watch(ErrorRateDetector.of(RATE, PER_FALSE_ALARM));
    }

    private static Watch onBatches() {
        return ErrorStream.watch(ErrorRateDetector.ofBatches(RATE, PER_FALSE_ALARM));
    }

    private static void assertKept(Supplier<Watch> watches, Errors errors, int rows) {
        RunLength runLength = ErrorStream.averageRunLength(watches, errors, rows, MOST, 1_000);

        assertThat(runLength.mean() + 3 * runLength.standardError()).isGreaterThanOrEqualTo(PER_FALSE_ALARM);
    }

    @ParameterizedTest
    @CsvSource({"1, 0.05", "20, 0.05", "200, 0.05", "10000, 0.05", "200, 0.045", "200, 0.01"})
    void shouldKeepTheRateOfFalseAlarmsForIndependentErrors(int rows, double rate) {
        assertKept(ErrorRateDetectorFalseAlarmsTest::onRows, ErrorStream.independent(rows, rate), rows);
        assertKept(ErrorRateDetectorFalseAlarmsTest::onBatches, ErrorStream.independent(rows, rate), rows);
    }

    @ParameterizedTest
    @CsvSource({"0.9", "0.5", "0.2", "0.06"})
    void shouldKeepItForErrorsInClustersWhereABatchIsOneObservation(double shareOfBatches) {
        assertKept(ErrorRateDetectorFalseAlarmsTest::onBatches, ErrorStream.clustered(200, RATE, shareOfBatches), 200);
    }

    @Test
    void shouldKeepItForLossesOfAnySize() {
        Supplier<Watch> ofLosses = () -> ErrorStream.watch(ErrorRateDetector.ofBatches(1, PER_FALSE_ALARM));

        assertKept(ofLosses, ErrorStream.exponential(20, 1), 20);
        assertKept(ofLosses, ErrorStream.heavyTailed(20), 20);
    }

    /** Why there are two kinds of bets: this one may be used where rows are independent, and not elsewhere. */
    @Test
    void shouldNotKeepItForErrorsInClustersWhereEachRowIsOne() {
        RunLength runLength = ErrorStream.averageRunLength(
                ErrorRateDetectorFalseAlarmsTest::onRows, ErrorStream.clustered(200, RATE, 0.5), 200, MOST, 1_000);

        assertThat(runLength.mean()).isLessThan(PER_FALSE_ALARM / 4.0);
    }

    /** A rate that falls after bad batches and rises to the allowed one after good ones. */
    @Test
    void shouldKeepItForARateThatFollowsThePast() {
        Errors low = ErrorStream.independent(200, 0.03);
        Errors allowed = ErrorStream.independent(200, RATE);
        double[] last = {0};
        Errors following = random -> {
            last[0] = (last[0] > 200 * RATE ? low : allowed).next(random);
            return last[0];
        };

        assertKept(ErrorRateDetectorFalseAlarmsTest::onRows, following, 200);
    }
}
