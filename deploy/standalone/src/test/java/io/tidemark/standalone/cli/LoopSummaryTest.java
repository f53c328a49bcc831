package io.tidemark.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.stream.spec.SpecYaml;
import org.junit.jupiter.api.Test;

class LoopSummaryTest {

    @Test
    void shouldSayNothingWhereNothingIsSaid() {
        assertThat(LoopSummary.lines(SpecYaml.read("{model: m, labels: {}}"))).isEmpty();
    }

    @Test
    void shouldSayWhatTheDefaultsAmountTo() {
        assertThat(LoopSummary.lines(SpecYaml.read("{model: m, labels: {}, retrain: {}}")))
                .containsExactly(
                        "new models: when there is major loss of performance, or minor concept drift; 1d apart, given up after 3 in vain",
                        "made of labelled answers, 1,000 at least, with xgboost; judged by log loss, or root mean squared error, on the"
                                + " latest 20 % of them, 1 % better at least",
                        "rolled out after 1,000 labelled answers in the shadow; taken back within 1w with a loss 10 % higher or 1 %"
                                + " failures");
    }

    @Test
    void shouldSayWhatDiffers() {
        assertThat(LoopSummary.lines(SpecYaml.read("""
                        model: m
                        labels: {}
                        retrain:
                          when: {schedule: "0 3 * * MON", drift: minor, newLabels: 50000}
                          cooldown: 6h
                          quietHours: 08:00-18:00
                          giveUpAfter: 0
                          data: {rows: 100000, window: 30d, since: drift}
                          model: {algorithm: auto, trials: 5}
                          gates: {metric: rocAuc, improvement: 2.5%, fairness: {tag: sex, favourable: granted}}
                        rollout: {automatic: false, shadow: off, canary: {shares: [5%, 25%], rows: 300}}
                        """)))
                .containsExactly(
                        "new models: when there is minor drift, or the schedule 0 3 * * MON (UTC), or 50,000 new labels; 6h apart, not"
                                + " in 08:00-18:00 UTC",
                        "made of the latest 100,000 labelled answers of 30d since the drift began, 1,000 at least, with auto in 5"
                                + " trials; judged by area under the ROC curve on the latest 20 % of them, 2.5 % better at least,"
                                + " fair by sex",
                        "rolled out by a person, after 5 %, 25 % of the requests with 300 labelled answers each; taken back within 1w"
                                + " with a loss 10 % higher or 1 % failures");
    }

    @Test
    void shouldSayThatAPersonAsks() {
        assertThat(LoopSummary.lines(
                        SpecYaml.read("{model: m, labels: {}, retrain: {when: {}}, rollout: {shadow: off}}")))
                .anyMatch(line -> line.startsWith("new models: when a person asks;"))
                .anyMatch(line -> line.startsWith("rolled out at once;"));
    }
}
