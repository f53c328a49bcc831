package io.tidemark.load.scorecard.report;

import static io.tidemark.load.scorecard.trial.DriftOutcome.NEVER;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.load.scorecard.Plan;
import io.tidemark.load.scorecard.Results;
import io.tidemark.load.scorecard.rule.Rule;
import io.tidemark.load.scorecard.stream.Scenario;
import io.tidemark.load.scorecard.trial.DriftCell;
import io.tidemark.load.scorecard.trial.DriftOutcome;
import io.tidemark.load.scorecard.trial.QuietCell;
import io.tidemark.load.scorecard.trial.QuietOutcome;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AheadTextTest {
    private static final int STREAMS = 12;

    /** Tidemark sees the drift in window {@code detectedIn}; the one rule sees all of it, and the others nothing. */
    private static Results results(Scenario scenario, Rule rule, int detectedIn) {
        QuietCell quiet = new QuietCell(scenario.stream(), 200, 1, 1);
        DriftCell drift = new DriftCell(scenario, 200, 6);
        Map<Rule, double[]> quietScores = new EnumMap<>(Rule.class);
        Map<Rule, Double> scores = new EnumMap<>(Rule.class);
        for (Rule each : Rule.values()) {
            quietScores.put(each, new double[QuietCell.WINDOWS_PER_WEEK]);
            scores.put(each, each == rule ? 1.0 : 0.0);
        }
        DriftOutcome outcome = new DriftOutcome(detectedIn, scores);
        return new Results(
                new Plan(true, 1, 1_000, STREAMS, List.of(quiet), List.of(drift)),
                Map.of(quiet, new QuietOutcome(QuietCell.WINDOWS_PER_WEEK, 0, 0, quietScores)),
                Map.of(drift, Collections.nCopies(STREAMS, outcome)));
    }

    @Test
    void shouldNameEveryRowInWhichARuleIsAheadWithTheReason() {
        assertThat(AheadText.of(results(Scenario.SHIFT_025, Rule.WASSERSTEIN, NEVER)))
                .startsWith("**mean shift 0.25 σ, 200 rows: Wasserstein.** There all 20 features")
                .doesNotContain("PSI", "Not explained");
        assertThat(AheadText.of(results(Scenario.SWAP, Rule.JENSEN_SHANNON, NEVER)))
                .startsWith("**category swap, 200 rows: Jensen–Shannon.** Few rows");
        assertThat(AheadText.of(results(Scenario.NEW_CATEGORY, Rule.P_VALUE, NEVER)))
                .startsWith("**new category, 1 %, 200 rows: KS p.** χ²");
    }

    @Test
    void shouldSayWhereTheReasonIsNotKnown() {
        assertThat(AheadText.of(results(Scenario.MISSING_02, Rule.PSI_01, NEVER)))
                .isEqualTo("**missing 0 → 2 %, 200 rows: PSI.** Not explained yet.\n");
        assertThat(AheadText.of(results(Scenario.TAIL, Rule.WASSERSTEIN, NEVER)))
                .as("another reason than for a shift")
                .isEqualTo("**tail only, 2 %, 200 rows: Wasserstein.** Not explained yet.\n");
    }

    @Test
    void shouldSayThatNoRuleIsAhead() {
        assertThat(AheadText.of(results(Scenario.SHIFT_025, Rule.WASSERSTEIN, 1)))
                .isEqualTo("Nowhere.\n");
    }
}
