package io.tidemark.load.scorecard;

import static io.tidemark.load.scorecard.trial.DriftOutcome.NEVER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidemark.load.scorecard.estimate.Proportion;
import io.tidemark.load.scorecard.rule.Rule;
import io.tidemark.load.scorecard.stream.Family;
import io.tidemark.load.scorecard.stream.Scenario;
import io.tidemark.load.scorecard.stream.StreamKind;
import io.tidemark.load.scorecard.trial.DriftCell;
import io.tidemark.load.scorecard.trial.DriftOutcome;
import io.tidemark.load.scorecard.trial.QuietCell;
import io.tidemark.load.scorecard.trial.QuietOutcome;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DetectionTest {
    private static final DriftCell SHIFT = new DriftCell(Scenario.SHIFT_010, 200, 6);
    private static final DriftCell GRADUAL = new DriftCell(Scenario.GRADUAL, 200, 10);

    @Test
    void shouldCountTheFirstWindowOnly() {
        Detection detection = new Detection(SHIFT, outcomes(1, 2, 1, NEVER), Optional.empty());

        assertThat(detection.tidemark()).isEqualTo(new Proportion(2, 4));
        assertThat(detection.undetected()).isEqualTo(new Proportion(1, 4));
        assertThat(detection.medianDelay()).contains(1);
        assertThat(detection.meanDelay()).isEqualTo((1 + 2 + 1 + 6) / 4.0);
    }

    @Test
    void shouldCountTheGradualDriftUpToItsLastWindowButOne() {
        Detection detection = new Detection(GRADUAL, outcomes(4, 9, 10, NEVER), Optional.empty());

        assertThat(detection.tidemark()).isEqualTo(new Proportion(2, 4));
    }

    @Test
    void shouldHaveNoMedianWhereMostWereNotSeen() {
        assertThat(new Detection(SHIFT, outcomes(1, NEVER, NEVER), Optional.empty()).medianDelay())
                .isEmpty();
    }

    @Test
    void shouldMatchARuleToTidemarksFalseWindows() {
        // 336 windows with scores 0, 1, … 335; two false alarms: the rule may have two, those above 333.
        NoDrift quiet = noDrift(336, 2);
        List<DriftOutcome> outcomes = new ArrayList<>();
        IntStream.range(0, 12).forEach(i -> outcomes.add(outcome(i < 2 ? 1 : NEVER, i < 2 ? 0 : 330 + i)));
        Detection detection = new Detection(SHIFT, outcomes, Optional.of(quiet));

        Detection.Matched matched =
                detection.matched(Rule.PSI_01, MatchLevel.TIDEMARK).orElseThrow();

        assertThat(matched.threshold()).isEqualTo(333);
        assertThat(matched.falseWindows()).isEqualTo(2);
        assertThat(matched.detected()).isEqualTo(new Proportion(8, 12)); // 334 … 341
        // Eight only by the rule, two only by Tidemark: scipy's binomtest(2, 10).pvalue
        assertThat(matched.pValue()).isEqualTo(0.109375, within(1e-12));
        assertThat(matched.beatsTidemark()).isFalse();
    }

    @Test
    void shouldMarkARuleThatDetectsSignificantlyMore() {
        List<DriftOutcome> outcomes = new ArrayList<>();
        IntStream.range(0, 12).forEach(i -> outcomes.add(outcome(NEVER, 500)));
        Detection worse = new Detection(SHIFT, outcomes, Optional.of(noDrift(336, 2)));
        List<DriftOutcome> seen = new ArrayList<>();
        IntStream.range(0, 12).forEach(i -> seen.add(outcome(1, 0)));
        Detection better = new Detection(SHIFT, seen, Optional.of(noDrift(336, 2)));

        assertThat(worse.matched(Rule.PSI_01, MatchLevel.TIDEMARK))
                .hasValueSatisfying(m -> assertThat(m.beatsTidemark()).isTrue());
        assertThat(better.matched(Rule.PSI_01, MatchLevel.TIDEMARK))
                .hasValueSatisfying(m -> assertThat(m.beatsTidemark()).isFalse());
    }

    @Test
    void shouldAllowThreeWindowsWhereTidemarkHadNoneAndOneAWeekForTheBudget() {
        NoDrift quiet = noDrift(336, 0);

        assertThat(quiet.allowed(MatchLevel.TIDEMARK)).isEqualTo(3);
        assertThat(quiet.allowed(MatchLevel.BUDGET)).isEqualTo(2);
    }

    @Test
    void shouldCountARulesOwnFalseAlarms() {
        assertThat(noDrift(336, 2).falseWindows(Rule.PSI_01).events()).isEqualTo(335); // all above 0.1
        assertThat(noDrift(336, 2).falseWindows(Rule.PSI_01).value()).isEqualTo(335 / 2.0);
    }

    private static NoDrift noDrift(int windows, int alarms) {
        QuietCell cell = new QuietCell(new StreamKind(Family.NORMAL, false), 200, 2, 1);
        double[] scores = IntStream.range(0, windows).asDoubleStream().toArray();
        return new NoDrift(cell, new QuietOutcome(windows, alarms, alarms, Map.of(Rule.PSI_01, scores)));
    }

    private static List<DriftOutcome> outcomes(int... windows) {
        return Arrays.stream(windows).mapToObj(window -> outcome(window, 0)).toList();
    }

    private static DriftOutcome outcome(int window, double score) {
        return new DriftOutcome(window, Map.of(Rule.PSI_01, score));
    }
}
