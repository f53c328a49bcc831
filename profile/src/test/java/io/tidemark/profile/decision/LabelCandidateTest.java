package io.tidemark.profile.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidemark.profile.compare.Statistic;
import io.tidemark.profile.performance.Answer;
import io.tidemark.profile.performance.PerformanceBaseline;
import io.tidemark.profile.performance.PerformanceProfile;
import io.tidemark.profile.performance.Truth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LabelCandidateTest {
    private static final double CUT = 1.0 / 168;

    /** By scipy: chi2_contingency([[700, 300], [240, 160]], correction=False) has p = 0.00032; the exact moments change it little. */
    @Test
    void shouldTellAnotherMixOfClasses() {
        LabelCandidate candidate = candidate(classes(240, 160), classes(700, 300));
        Verdict verdict = candidate.verdict(CUT);

        assertThat(candidate.pValues()).hasSize(1);
        assertThat(candidate.pValues()[0]).isCloseTo(0.00032, within(0.00005));
        assertThat(verdict.severity()).isEqualTo(Severity.MINOR);
        assertThat(verdict.kind()).isEqualTo(DriftKind.LABEL);
        assertThat(verdict.findings().getFirst().statistic()).isEqualTo(Statistic.TOTAL_VARIATION);
        assertThat(verdict.findings().getFirst().measurement().value()).isCloseTo(0.1, within(1e-12));
        assertThat(verdict.reason()).isEqualTo("labels changed: 'no' is 40 % of 400 labels (baseline 30 %)");
        assertThat(candidate(classes(280, 120), classes(700, 300)).verdict(CUT).severity())
                .isEqualTo(Severity.NONE);
        assertThat(candidate(classes(0, 400), classes(700, 300)).verdict(CUT).severity())
                .isEqualTo(Severity.MAJOR);
    }

    /** By scipy: ttest_ind_from_stats(10.5, 2.2, 300, 10, 2, 1000, equal_var=False). */
    @Test
    void shouldTellAShiftOfTheMean() {
        LabelCandidate candidate = candidate(numbers(300, 10.5, 2.2), numbers(1000, 10, 2));
        Verdict verdict = candidate.verdict(CUT);

        assertThat(candidate.pValues()).hasSize(1);
        assertThat(candidate.pValues()[0]).isCloseTo(0.00046819957892128394, within(1e-9));
        assertThat(verdict.severity()).isEqualTo(Severity.MINOR);
        assertThat(verdict.findings().getFirst().statistic()).isEqualTo(Statistic.LABEL_MEAN);
        assertThat(verdict.findings().getFirst().measurement().value()).isCloseTo(0.25, within(1e-9));
        assertThat(verdict.reason())
                .isEqualTo("labels changed: the mean of 300 labels is 10.5 (baseline 10, standard deviation 2)");
    }

    @Test
    void shouldNotJudgeFewLabels() {
        Verdict verdict = candidate(classes(100, 50), classes(700, 300)).verdict(1);

        assertThat(verdict.severity()).isEqualTo(Severity.INSUFFICIENT);
        assertThat(verdict.reason()).isEqualTo("only 150 of the 200 labelled rows needed to judge the labels");
        assertThat(candidate(numbers(300, 1, 1), classes(700, 300)).verdict(1).severity())
                .isEqualTo(Severity.INSUFFICIENT);
    }

    /** Windows whose share of yes and mean vary by themselves: at 5 % no more alarms than there may be. */
    @Test
    void shouldKeepToTheLevelWhereLabelsVary() {
        Random random = new Random(8);
        int trials = 500;
        int ofClasses = 0;
        int ofNumbers = 0;
        for (int trial = 0; trial < trials; trial++) {
            List<PerformanceProfile> windows = new ArrayList<>();
            for (int i = 0; i < 13; i++) {
                int yes = (int) Math.round(250 * (0.4 + 0.08 * random.nextGaussian()));
                PerformanceProfile window = classes(yes, 250 - yes);
                window.merge(numbers(250, 5 + 0.5 * random.nextGaussian(), 2));
                windows.add(window);
            }
            PerformanceBaseline baseline = PerformanceBaseline.of(windows.subList(1, windows.size()));
            double[] pValues = new LabelCandidate(windows.getFirst(), baseline, Thresholds.defaults()).pValues();
            ofClasses += pValues[0] <= 0.05 ? 1 : 0;
            ofNumbers += pValues[1] <= 0.05 ? 1 : 0;
        }

        assertThat((double) ofClasses / trials).isBetween(0.02, 0.08);
        assertThat((double) ofNumbers / trials).isBetween(0.02, 0.08);
    }

    private static LabelCandidate candidate(PerformanceProfile window, PerformanceProfile baseline) {
        return new LabelCandidate(window, PerformanceBaseline.of(List.of(baseline)), Thresholds.defaults());
    }

    private static PerformanceProfile classes(int yes, int no) {
        PerformanceProfile profile = new PerformanceProfile();
        Answer answer = new Answer.OfClass("yes", Map.of(), OptionalDouble.empty());
        for (int i = 0; i < yes + no; i++) {
            profile.predicted(answer, OptionalLong.empty());
            profile.labelled(answer, new Truth.OfClass(i < yes ? "yes" : "no"));
        }
        return profile;
    }

    /** An even number of rows with exactly this mean and sample standard deviation. */
    private static PerformanceProfile numbers(int rows, double mean, double deviation) {
        PerformanceProfile profile = new PerformanceProfile();
        Answer answer = new Answer.OfNumber(0);
        double distance = deviation * Math.sqrt((rows - 1.0) / rows);
        for (int i = 0; i < rows; i++) {
            profile.predicted(answer, OptionalLong.empty());
            profile.labelled(answer, new Truth.OfNumber(i % 2 == 0 ? mean - distance : mean + distance));
        }
        return profile;
    }
}
