package io.tidemark.stream.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tidemark.profile.performance.Metric;
import io.tidemark.schemas.avro.RetrainSpec;
import io.tidemark.schemas.avro.RolloutSpec;
import io.tidemark.schemas.avro.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoopYamlTest {
    private static final String FLIGHTS = """
            model: flights
            labels: {}
            retrain:
              when: {drift: major, dataQuality: off, performance: major, concept: minor, schedule: "0 3 * * MON", newLabels: 50000}
              cooldown: 2d
              quietHours: 22:00-06:30
              giveUpAfter: 4
              data: {window: 30d, rows: 100000, since: drift, halfLife: 7d, minRows: 2000, maxMissing: 40%, minClassShare: 2%, maxDuplicates: 0.3, maxAge: 2d, exclude: [customer_id]}
              holdout: 25%
              model: {algorithm: random_forest, hyperParameters: {trees: 100, column_share: 0.7}, seed: 7}
              gates:
                metric: rocAuc
                improvement: 2%
                significance: 0.01
                segments: 5%
                fairness: {tag: sex, favourable: granted, disparateImpact: 0.9, equalOpportunity: 0.05, minRows: 50}
                latency: 5ms
                calibration: 0.05
            rollout:
              automatic: true
              shadow: 500
              canary: {shares: [5%, 0.25], rows: 300}
              watch: 3d
              takeBack: {loss: 20%, failures: 2%, latency: 2}
            """;

    private static String problemsOf(String yaml) {
        return catchThrowableOfType(InvalidSpecException.class, () -> SpecYaml.read(yaml)).problems().stream()
                .map(SpecProblem::toString)
                .collect(Collectors.joining("\n"));
    }

    @Test
    void shouldReadAllSettings() {
        MonitorSpec spec = SpecYaml.read(FLIGHTS);

        assertThat(spec.retraining())
                .contains(new Retraining(
                        new Retraining.When(
                                Optional.of(Severity.MAJOR),
                                Optional.empty(),
                                Optional.of(Severity.MAJOR),
                                Optional.of(Severity.MINOR),
                                Optional.of("0 3 * * MON"),
                                50_000),
                        Duration.ofDays(2),
                        new QuietHours(22 * 60, 6 * 60 + 30),
                        4,
                        new Retraining.Data(
                                Optional.of(Duration.ofDays(30)),
                                100_000,
                                true,
                                Optional.of(Duration.ofDays(7)),
                                2_000,
                                0.4,
                                0.02,
                                0.3,
                                Optional.of(Duration.ofDays(2)),
                                List.of("customer_id")),
                        0.25,
                        new Retraining.Model(
                                Algorithm.RANDOM_FOREST,
                                Map.of("trees", 100.0, "column_share", 0.7),
                                7,
                                12,
                                Duration.ofMinutes(10)),
                        new Retraining.Gates(
                                Optional.of(Metric.ROC_AUC),
                                0.02,
                                0.01,
                                0.05,
                                Optional.of(new Retraining.Fairness("sex", "granted", 0.9, 0.05, 50)),
                                Optional.of(Duration.ofMillis(5)),
                                0.05)));
        assertThat(spec.rollout())
                .contains(new Rollout(
                        true,
                        500,
                        new Rollout.Canary(List.of(0.05, 0.25), 300),
                        Duration.ofDays(3),
                        new Rollout.TakeBack(0.2, 0.02, OptionalDouble.of(2))));
    }

    /** What the records' schemas have as defaults, but for what asks: an empty section is to do something. */
    @Test
    void shouldHaveTheDefaultsOfTheSchemas() {
        MonitorSpec spec = SpecYaml.read("{model: m, labels: {}, retrain: {}, rollout: {}}");
        var record = AppliedSpec.of(spec, "", Instant.EPOCH, "").toRecord();

        assertThat(record.getRetrain())
                .isEqualTo(RetrainSpec.newBuilder()
                        .setPerformance(Severity.MAJOR)
                        .setConcept(Severity.MINOR)
                        .setFairness((io.tidemark.schemas.avro.FairnessSpec) null)
                        .build());
        assertThat(record.getRollout()).isEqualTo(RolloutSpec.newBuilder().build());
    }

    @Test
    void shouldReadBackItsRecordAndItsText() {
        for (String yaml : List.of(
                FLIGHTS,
                "{model: m, labels: {}, retrain: {}}",
                "{model: m, labels: {}, retrain: {when: {}, model: {algorithm: auto, trials: 5}}, rollout: {shadow: off}}",
                "{model: m, rollout: {automatic: false}}")) {
            MonitorSpec spec = SpecYaml.read(yaml);

            assertThat(SpecYaml.read(SpecText.of(spec))).isEqualTo(spec);
            assertThat(AppliedSpec.of(
                                    AppliedSpec.of(spec, "", Instant.EPOCH, "").toRecord())
                            .spec())
                    .isEqualTo(spec);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            drift: major  | drift: minor
            dataQuality: off | dataQuality: minor
            MON           | TUE
            50000         | 50001
            cooldown: 2d  | cooldown: 3d
            06:30         | 06:31
            giveUpAfter: 4 | giveUpAfter: 5
            window: 30d   | window: 31d
            'since: drift, ' | ''
            maxMissing: 40% | maxMissing: 41%
            customer_id   | customer
            trees: 100    | trees: 101
            seed: 7       | seed: 8
            rocAuc        | brier
            latency: 5ms  | latency: 6ms
            tag: sex      | tag: age
            shadow: 500   | shadow: off
            0.25          | 0.26
            watch: 3d     | watch: 4d
            latency: 2}   | latency: off}
            """)
    void shouldGiveOtherSpecsOtherRevisions(String before, String after) {
        assertThat(FLIGHTS).contains(before);
        assertThat(SpecYaml.read(FLIGHTS.replace(before, after)).revision())
                .isNotEqualTo(SpecYaml.read(FLIGHTS).revision());
    }

    /** Computed apart, in Python: sha256 of the contents as SpecRevision lays them out. */
    @Test
    void shouldHaveTheRevisionOfItsContents() {
        assertThat(SpecYaml.read("{model: flights, labels: {}, retrain: {}, rollout: {}}")
                        .revision())
                .isEqualTo("b757870a9a7d");
    }

    @Test
    void shouldGiveEqualSpecsEqualRevisions() {
        String other = FLIGHTS.replace("trees: 100, column_share: 0.7", "column_share: 0.70, trees: 1e2")
                .replace("holdout: 25%", "holdout: 0.25")
                .replace("cooldown: 2d", "cooldown: 48h");

        assertThat(SpecYaml.read(other).revision())
                .isEqualTo(SpecYaml.read(FLIGHTS).revision());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            'model: m\nretrain: {}' | line 2, retrain: there is nothing to learn from without labels; add "labels: {}", or remove it
            'model: m\nrollout: {}' | line 2, rollout: no version would ever go on without labels to judge it by; add "labels: {}", or set automatic: false
            '{model: m, labels: {}, retrain: }' | line 1, retrain: has no value; write "retrain: {}" for the defaults, or remove the line
            """)
    void shouldNeedLabels(String yaml, String words) {
        assertThat(problemsOf(yaml)).contains(words);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            'wenn: {}'                          | .wenn: there is no such key; did you mean when?
            'when: {drift: mayor}'              | .when.drift: "mayor" is no level of drift; did you mean major?
            'when: {schedule: "0 3 * *"}'       | .when.schedule: "0 3 * *" is no schedule; write five fields of cron in UTC
            'when: {schedule: "0 3 30 2 *"}'    | .when.schedule: "0 3 30 2 *" is a time that never comes
            'when: {newLabels: -1}'             | .when.newLabels: -1 is out of range; use 0 to 1000000000
            'quietHours: 8-18'                  | .quietHours: "8-18" are no hours; write HH:MM-HH:MM in UTC
            'cooldown: soon'                    | .cooldown: "soon" is no duration
            'when: {schedule: "0 3 * * *"}, data: {since: drift}' | .data.since: no drift asks for a model, so there is none to begin at
            'data: {since: monday}'             | .data.since: "monday" is no beginning; use one of drift
            'data: {rows: 500}'                 | .data.rows: 500 are fewer than minRows, 1000, so no model would ever be made
            'data: {maxMissing: 150%}'          | .data.maxMissing: 150% is out of range; write a share of at least 0% and at most 100%
            'data: {maxMissing: many}'          | .data.maxMissing: "many" is no share
            'holdout: 95%'                      | .holdout: 95% is out of range
            'model: {algorithm: xgbost}'        | .model.algorithm: "xgbost" is no algorithm; did you mean xgboost?
            'model: {seed: -1}'                 | .model.seed: -1 is out of range; use 0 to 2147483647
            'model: {algorithm: auto, hyperParameters: {trees: 1}}' | .model.hyperParameters: auto searches them, so this has no effect
            'model: {trials: 5}'                | .model.trials: nothing is searched, so this has no effect; remove it, or use algorithm: auto
            'model: {hyperParameters: {trees: many}}' | .model.hyperParameters.trees: "many" is no hyper-parameter; write a number
            'data: {minClassShare: 51%}'        | .data.minClassShare: 51% is out of range; write a share of at least 0% and at most 50%
            'data: {halfLife: 7d}, model: {algorithm: linear_regression}' | .data.halfLife: linear_regression takes all rows as equal, so no model would ever be made; remove it, or use xgboost
            'data: {halfLife: 7d}, model: {algorithm: logistic_regression}' | .data.halfLife: logistic_regression takes the rows of one step as equal, so no model would ever be made; set model.hyperParameters.batch to 1
            'model: {algorithm: random_forest}, gates: {metric: mae}' | .gates.metric: mae is of numbers and random_forest learns classes, so no model would ever be made; use logLoss, brier, rocAuc, accuracy, or an algorithm that learns numbers
            'model: {algorithm: logistic_regression}, gates: {metric: rmse}' | .gates.metric: rmse is of numbers and logistic_regression learns classes
            'model: {algorithm: linear_regression}, gates: {metric: rocAuc}' | .gates.metric: rocAuc is of classes and linear_regression learns numbers, so no model would ever be made; use mae, rmse, or an algorithm that learns classes
            'data: {rows: 1000}, holdout: 4%'   | .data.rows: a holdout of 4% of 1000 rows is 40, and 50 are needed to judge by, so no model would ever be made; use more rows, a larger holdout
            'gates: {metric: f1}'               | .gates.metric: "f1" is no metric that can decide
            'gates: {significance: 0}'          | .gates.significance: "0" is no share; write a share above 0%
            'gates: {latency: fast}'            | .gates.latency: "fast" is no latency; write 500us, 5ms or 1s
            'gates: {latency: 90s}'             | .gates.latency: 90s is out of range
            'gates: {fairness: {tag: sex}}'     | .gates.fairness: has no favourable
            """)
    void shouldSayWhatIsWrongWithRetraining(String section, String words) {
        assertThat(problemsOf("model: m\nlabels: {}\nretrain: {" + section + "}\n"))
                .startsWith("line 3, retrain")
                .contains(words);
    }

    /** Each is next to one of those that are refused. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            'data: {halfLife: 7d}, model: {algorithm: logistic_regression, hyperParameters: {batch: 1}}'
            'data: {halfLife: 7d}, model: {algorithm: auto}'
            'data: {rows: 1000}, holdout: 5%'
            'data: {rows: 0}, holdout: 1%'
            'data: {minClassShare: 50%}'
            'gates: {metric: mae}'
            'model: {algorithm: auto}, gates: {metric: rmse}'
            'model: {algorithm: linear_regression}, gates: {metric: rmse}'
            'model: {algorithm: random_forest}, gates: {metric: brier}'
            """)
    void shouldTakeWhatMayMakeAModel(String section) {
        assertThat(SpecYaml.read("model: m\nlabels: {}\nretrain: {" + section + "}\n")
                        .retraining())
                .isPresent();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            'shado: 5'                   | .shado: there is no such key; did you mean shadow?
            'shadow: none'               | .shadow: "none" is no whole number
            'canary: {shares: [0%]}'     | .canary.shares: "0%" is no share of the requests
            'canary: {shares: [25%, 5%]}' | .canary.shares: do not rise; write the smallest first
            'canary: {rows: 0}'          | .canary.rows: 0 is out of range
            'watch: 1y'                  | .watch: "1y" is no duration
            'takeBack: {latency: 0.5}'   | .takeBack.latency: "0.5" is no ratio; write a number from 1 to 1000
            'takeBack: {failures: 200%}' | .takeBack.failures: 200% is out of range
            """)
    void shouldSayWhatIsWrongWithARollout(String section, String words) {
        assertThat(problemsOf("model: m\nlabels: {}\nrollout: {" + section + "}\n"))
                .startsWith("line 3, rollout")
                .contains(words);
    }

    @Test
    void shouldHoldMadeSpecsToTheSameRules() {
        assertThatThrownBy(() -> MonitorSpec.defaults("m").with(Retraining.DEFAULT))
                .hasMessage("retrain: there is nothing to learn from without labels; set labels too");
        assertThatThrownBy(() -> new Retraining.Model(Algorithm.XGBOOST, Map.of(), -1, 12, Duration.ofMinutes(10)))
                .hasMessage("retrain.model.seed: -1 is out of range; use 0 to 2147483647");
        Retraining.Data halves = new Retraining.Data(
                Optional.empty(),
                0,
                false,
                Optional.of(Duration.ofDays(7)),
                1_000,
                0.5,
                0.01,
                0.5,
                Optional.empty(),
                List.of());
        assertThatThrownBy(() -> new Retraining(
                        Retraining.When.DEFAULT,
                        Duration.ofDays(1),
                        QuietHours.NONE,
                        3,
                        halves,
                        0.2,
                        new Retraining.Model(Algorithm.LINEAR_REGRESSION, Map.of(), 1, 12, Duration.ofMinutes(10)),
                        Retraining.Gates.DEFAULT))
                .hasMessage(
                        "retrain.data.halfLife: linear_regression takes all rows as equal, so no model would ever be made; remove it, or use xgboost");
        assertThatThrownBy(() -> new Rollout.Canary(List.of(0.5, 0.2), 100)).hasMessageContaining("do not rise");
        assertThatThrownBy(() -> new QuietHours(0, 1_440)).hasMessageContaining("no minutes of a day");
        assertThatThrownBy(() -> new Rollout.TakeBack(0.1, 0.01, OptionalDouble.of(Double.NaN)))
                .hasMessageContaining("no ratio");
    }
}
