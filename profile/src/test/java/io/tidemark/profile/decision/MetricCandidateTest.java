package io.tidemark.profile.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.tidemark.profile.compare.Measurement;
import io.tidemark.profile.compare.Statistic;
import io.tidemark.profile.performance.Answer;
import io.tidemark.profile.performance.Metric;
import io.tidemark.profile.performance.MetricReference;
import io.tidemark.profile.performance.MetricValue;
import io.tidemark.profile.performance.PerformanceBaseline;
import io.tidemark.profile.performance.PerformanceProfile;
import io.tidemark.profile.performance.Truth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class MetricCandidateTest {
    private static final double CUT = 1.0 / 168;
    private static final MetricLimit SHARES = new MetricLimit.OfBaseline(0.95, 0.9);
    /** 1,168 of 1,640 rows right, with the standard error of Wilson's interval by numpy. */
    private static final MetricValue FELL =
            new MetricValue(0.7121951219512195, 0.011169405315884024, 0.68980761, 0.73359088, 1640);

    private static final MetricReference BEFORE = new MetricReference(0.81, 0.002, 0, 0);

    private static MetricCandidate candidate(MetricValue value, MetricReference before, MetricLimit limit) {
        return candidate(Metric.ACCURACY, value, before, limit);
    }

    private static MetricCandidate candidate(
            Metric metric, MetricValue value, MetricReference before, MetricLimit limit) {
        return new MetricCandidate(metric, Optional.of(value), value.rows(), Optional.of(before), limit, 200);
    }

    /** By scipy. */
    @Test
    void shouldMeasureHowMuchWorseThanTheBaseline() {
        Measurement change = candidate(FELL, BEFORE, SHARES).change().orElseThrow();

        assertThat(change.value()).isCloseTo(0.12074676302318588, within(1e-12));
        assertThat(change.noiseFloor()).isCloseTo(0.01117733150152738, within(1e-9));
        assertThat(change.pValue()).isCloseTo(3.3650642288617183e-18, within(1e-24));
    }

    /** By scipy: a standard deviation of 0.02 between the baseline's 8 windows. */
    @Test
    void shouldBeLessSureWhereTheBaselinesWindowsVary() {
        MetricReference varying = new MetricReference(0.81, 0.002, 4e-4, 8);

        assertThat(candidate(FELL, varying, SHARES).change().orElseThrow().pValue())
                .isCloseTo(0.0008411568497140313, within(1e-10));
    }

    @Test
    void shouldSayWhatFellAndFromWhere() {
        Verdict verdict = candidate(FELL, BEFORE, SHARES).verdict(CUT);

        assertThat(verdict.severity()).isEqualTo(Severity.MAJOR);
        assertThat(verdict.kind()).isEqualTo(DriftKind.PERFORMANCE);
        assertThat(verdict.reason())
                .isEqualTo("accuracy fell to 71.2 % (95 % interval 69 % to 73.4 %) of 1,640 labelled rows;"
                        + " 81 % in the baseline");
        assertThat(verdict.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.statistic()).isEqualTo(Statistic.ACCURACY);
            assertThat(finding.threshold()).isCloseTo(0.1, within(1e-12));
        });
    }

    @Test
    void shouldNotCallItDriftWhereItIsSmallOrNotSureOrBetter() {
        MetricReference near = new MetricReference(0.74, 0.002, 0, 0); // 3.8 % worse, and sure
        MetricReference unsure = new MetricReference(0.81, 0.06, 0, 0);
        MetricReference worse = new MetricReference(0.5, 0.002, 0, 0);

        assertThat(candidate(FELL, near, SHARES).verdict(CUT).severity()).isEqualTo(Severity.NONE);
        assertThat(candidate(FELL, unsure, SHARES).verdict(CUT).severity()).isEqualTo(Severity.NONE);
        assertThat(candidate(FELL, worse, SHARES).verdict(CUT).severity()).isEqualTo(Severity.NONE);
        assertThat(candidate(FELL, worse, SHARES).verdict(CUT).lingers()).isFalse();
        assertThat(candidate(FELL, worse, SHARES).pValues()[0]).isGreaterThan(0.99);
        assertThat(candidate(FELL, near, SHARES).verdict(CUT).reason())
                .isEqualTo("accuracy is 71.2 % (95 % interval 69 % to 73.4 %) of 1,640 labelled rows;"
                        + " 74 % in the baseline");
    }

    @Test
    void shouldLingerWhereOneQuestionAloneWouldBeSure() {
        MetricReference unsure = new MetricReference(0.81, 0.05, 0, 0); // p = 0.028

        assertThat(candidate(FELL, unsure, SHARES).verdict(CUT).severity()).isEqualTo(Severity.NONE);
        assertThat(candidate(FELL, unsure, SHARES).verdict(CUT).lingers()).isTrue();
    }

    @Test
    void shouldTakeRisingForWorseWhereLowerIsBetter() {
        MetricValue value = new MetricValue(0.52, 0.01, 0.5, 0.54, 1640);
        MetricReference before = new MetricReference(0.45, 0.001, 0, 0);
        MetricLimit limit = new MetricLimit.OfBaseline(1.1, 1.25);
        Verdict verdict = candidate(Metric.LOG_LOSS, value, before, limit).verdict(CUT);

        assertThat(verdict.severity()).isEqualTo(Severity.MINOR);
        assertThat(verdict.reason())
                .isEqualTo("log loss rose to 0.52 (95 % interval 0.5 to 0.54) of 1,640 labelled rows;"
                        + " 0.45 in the baseline");
        assertThat(candidate(Metric.LOG_LOSS, value, new MetricReference(0.7, 0.001, 0, 0), limit)
                        .verdict(CUT)
                        .severity())
                .isEqualTo(Severity.NONE);
    }

    /** By scipy: (0.75 − 0.7122)/0.01117. */
    @Test
    void shouldTestAgainstAnAbsoluteLimitItself() {
        MetricLimit limit = new MetricLimit.Absolute(0.75, 0.72);
        MetricCandidate candidate =
                new MetricCandidate(Metric.ACCURACY, Optional.of(FELL), 1640, Optional.empty(), limit, 200);
        Verdict verdict = candidate.verdict(CUT);

        assertThat(candidate.pValues()).hasSize(1);
        assertThat(candidate.pValues()[0]).isCloseTo(0.00035630461848697723, within(1e-10));
        assertThat(verdict.severity()).isEqualTo(Severity.MAJOR);
        assertThat(verdict.reason())
                .isEqualTo("accuracy is 71.2 % (95 % interval 69 % to 73.4 %) of 1,640 labelled rows, limit 72 %");
        assertThat(candidate(FELL, BEFORE, new MetricLimit.Absolute(0.75, 0.7))
                        .verdict(CUT)
                        .severity())
                .isEqualTo(Severity.MINOR);
        assertThat(candidate(FELL, BEFORE, new MetricLimit.Absolute(0.71, 0.7))
                        .verdict(CUT)
                        .severity())
                .isEqualTo(Severity.NONE);
    }

    @Test
    void shouldJudgeTheBiasByItsDistanceFromZero() {
        MetricLimit limit = new MetricLimit.Absolute(2, 4);
        MetricReference before = new MetricReference(0.1, 0.1, 0, 0);

        for (double sign : new double[] {-1, 1}) {
            MetricValue bias = new MetricValue(3 * sign, 0.2, 3 * sign - 0.4, 3 * sign + 0.4, 1000);
            assertThat(candidate(Metric.BIAS, bias, before, limit).verdict(CUT).severity())
                    .isEqualTo(Severity.MINOR);
            MetricValue none = new MetricValue(sign, 0.2, sign - 0.4, sign + 0.4, 1000);
            assertThat(candidate(Metric.BIAS, none, before, limit).verdict(CUT).severity())
                    .isEqualTo(Severity.NONE);
        }
    }

    @Test
    void shouldNotJudgeFewRowsOrWhatIsNotDefined() {
        MetricCandidate few =
                new MetricCandidate(Metric.ACCURACY, Optional.of(FELL), 120, Optional.of(BEFORE), SHARES, 200);
        MetricCandidate undefined =
                new MetricCandidate(Metric.ROC_AUC, Optional.empty(), 1640, Optional.of(BEFORE), SHARES, 200);
        MetricCandidate zero =
                candidate(Metric.MAE, FELL, new MetricReference(0, 0, 0, 0), new MetricLimit.OfBaseline(1.1, 1.25));

        assertThat(few.pValues()).isEmpty();
        assertThat(few.verdict(1).severity()).isEqualTo(Severity.INSUFFICIENT);
        assertThat(few.verdict(1).reason()).isEqualTo("only 120 of the 200 labelled rows needed to judge the accuracy");
        assertThat(undefined.verdict(1).reason())
                .isEqualTo("the area under the ROC curve is not defined for the 1,640 labelled rows");
        assertThat(zero.verdict(1).severity()).isEqualTo(Severity.INSUFFICIENT);
        assertThat(zero.verdict(1).reason()).contains("set an absolute limit");
    }

    @Test
    void shouldJudgeWhatTheBaselineHasAndWhatHasAnAbsoluteLimit() {
        Random random = new Random(1);
        PerformanceProfile good = profile(random, 1000, 0.9);
        PerformanceProfile bad = profile(random, 1000, 0.5);
        PerformanceBaseline baseline = PerformanceBaseline.of(List.of(good));
        MetricLimits absolute = new MetricLimits(Map.of(Metric.ACCURACY, new MetricLimit.Absolute(0.8, 0.7)));

        assertThat(MetricCandidate.of(bad, Optional.of(baseline), MetricLimits.defaults(), 200))
                .extracting(MetricCandidate::metric)
                .containsExactly(Metric.ACCURACY);
        assertThat(MetricCandidate.of(bad, Optional.empty(), MetricLimits.defaults(), 200))
                .isEmpty();
        assertThat(MetricCandidate.of(bad, Optional.empty(), absolute, 200))
                .singleElement()
                .satisfies(candidate ->
                        assertThat(candidate.verdict(CUT).severity()).isEqualTo(Severity.MAJOR));
    }

    /** Without drift, with windows that vary by their own: no more alarms at 5 % than there may be, and not far fewer. */
    @ParameterizedTest
    @CsvSource({"8, 0.03", "20, 0.03", "30, 0"})
    void shouldKeepToTheLevelWhereWindowsVary(int windows, double deviation) {
        Random random = new Random(9);
        int alarms = 0;
        int trials = 1000;
        for (int trial = 0; trial < trials; trial++) {
            List<PerformanceProfile> reference = new ArrayList<>();
            for (int i = 0; i < windows; i++) {
                reference.add(profile(random, 200, 0.8 + deviation * random.nextGaussian()));
            }
            PerformanceProfile window = profile(random, 200, 0.8 + deviation * random.nextGaussian());
            MetricCandidate candidate = MetricCandidate.of(
                            window,
                            Optional.of(PerformanceBaseline.of(reference)),
                            new MetricLimits(Map.of(Metric.ACCURACY, SHARES)),
                            200)
                    .getFirst();
            alarms += candidate.pValues()[0] <= 0.05 ? 1 : 0;
        }

        assertThat((double) alarms / trials).isBetween(0.02, 0.07);
    }

    @ParameterizedTest
    @EnumSource
    void shouldNameAMetricAndItsStatisticAlike(Metric metric) {
        assertThat(MetricCandidate.statistic(metric).key()).isEqualTo(metric.key());
        assertThat(MetricCandidate.statistic(metric).words()).isEqualTo(metric.words());
        assertThat(Thresholds.defaults().levels()).doesNotContainKey(MetricCandidate.statistic(metric));
    }

    @Test
    void shouldRefuseLimitsThatMakeNoSense() {
        for (MetricLimit limit : Arrays.asList(
                new MetricLimit.OfBaseline(0.9, 0.95),
                new MetricLimit.OfBaseline(1.1, 1.2),
                new MetricLimit.OfBaseline(0.9, 0),
                new MetricLimit.OfBaseline(Double.NaN, 0.5),
                new MetricLimit.Absolute(0.7, 0.8),
                new MetricLimit.Absolute(0.7, Double.NaN))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new MetricLimits(Map.of(Metric.ACCURACY, limit)))
                    .withMessageContaining("accuracy");
        }
        for (MetricLimit limit : List.of(
                new MetricLimit.OfBaseline(0.95, 0.9),
                new MetricLimit.OfBaseline(1.2, 1.1),
                new MetricLimit.Absolute(-1, 3),
                new MetricLimit.Absolute(4, 3))) {
            assertThatIllegalArgumentException().isThrownBy(() -> new MetricLimits(Map.of(Metric.MAE, limit)));
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MetricLimits(Map.of(Metric.BIAS, new MetricLimit.OfBaseline(1.1, 1.2))))
                .withMessageContaining("absolute");
    }

    private static PerformanceProfile profile(Random random, int rows, double accuracy) {
        PerformanceProfile profile = new PerformanceProfile();
        for (int i = 0; i < rows; i++) {
            Answer answer = new Answer.OfClass("yes", Map.of(), OptionalDouble.empty());
            profile.predicted(answer, OptionalLong.empty());
            profile.labelled(answer, new Truth.OfClass(random.nextDouble() < accuracy ? "yes" : "no"));
        }
        return profile;
    }
}
