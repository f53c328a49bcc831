package io.tidemark.stream.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.entry;

import io.tidemark.profile.performance.Metric;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Scale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PerformanceYamlTest {
    private static final OptionalDouble NONE = OptionalDouble.empty();

    private static final String FLIGHTS = """
            model: flights
            labels: {wait: 2d, positive: late, coverage: 90%}
            performance:
              rocAuc: {minor: 97%, major: 92%}
              logLoss: 110%
              recall: 0.7
              brier: off
            """;

    private static String problemsOf(String yaml) {
        return catchThrowableOfType(InvalidSpecException.class, () -> SpecYaml.read(yaml)).problems().stream()
                .map(SpecProblem::toString)
                .collect(Collectors.joining("\n"));
    }

    @Test
    void shouldReadLabelsAndLimits() {
        MonitorSpec spec = SpecYaml.read(FLIGHTS);

        assertThat(spec.labels()).contains(new Labels(Duration.ofDays(2), Optional.of("late"), 0.9));
        assertThat(spec.performance().byMetric())
                .containsOnly(
                        entry(Metric.ROC_AUC, new PerformanceLimit.OfBaseline(0.97, OptionalDouble.of(0.92))),
                        entry(Metric.LOG_LOSS, new PerformanceLimit.OfBaseline(1.1, NONE)),
                        entry(Metric.RECALL, new PerformanceLimit.Absolute(0.7, NONE)),
                        entry(Metric.BRIER, PerformanceLimit.OFF));
    }

    @Test
    void shouldJoinLabelsWhereTheMapIsEmptyAndNotWithoutIt() {
        assertThat(SpecYaml.read("{model: m, labels: {}}").labels()).contains(Labels.DEFAULT);
        assertThat(SpecYaml.read("{model: m, labels: {}, performance: {}}")
                        .performance()
                        .isEmpty())
                .isTrue();
        assertThat(SpecYaml.read("model: m").labels()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"95%", "0.95", "' 95.0 %'"})
    void shouldTakeAShareInPercentAndAsANumber(String coverage) {
        assertThat(SpecYaml.read("{model: m, labels: {coverage: " + coverage + "}}")
                        .labels()
                        .map(Labels::coverage))
                .contains(0.95);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            'model: m\nperformance: {accuracy: 95%}' | line 2, performance: is judged from labels, and there are none; add "labels: {}", or remove it
            '{model: m, labels: }'               | line 1, labels: has no value; write "labels: {}" for the defaults, or remove the line
            '{model: m, labels: yes}'            | line 1, labels: is not a map
            '{model: m, labels: {weit: 1d}}'     | line 1, labels.weit: there is no such key; did you mean wait?
            '{model: m, labels: {wait: 30s}}'    | line 1, labels.wait: 30s is out of range; use 1m to 90d
            '{model: m, labels: {positive: }}'   | line 1, labels.positive: has no value
            '{model: m, labels: {coverage: 0%}}' | line 1, labels.coverage: 0% is out of range; write a share above 0 and at most 1, such as 95% or 0.95
            '{model: m, labels: {coverage: 101%}}' | line 1, labels.coverage: 101% is out of range
            '{model: m, labels: {coverage: 95}}' | line 1, labels.coverage: "95" is no share; write a share above 0
            """)
    void shouldSayWhatIsWrongWithLabels(String yaml, String words) {
        assertThat(problemsOf(yaml.translateEscapes())).contains(words);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            acuracy: 95%                            | .acuracy: there is no such key; did you mean accuracy?
            accuracy: 105%                          | .accuracy: 105% of the baseline's accuracy is better than it, and only worse is drift; use 1% to 100%
            accuracy: 0.5%                          | .accuracy: 0.5% is out of range; use 1% to 100%
            accuracy: 95                            | .accuracy: 95 is never the value of accuracy; use 0 to 1, or a share of the baseline's value such as 95%
            logLoss: 95%                            | .logLoss: 95% of the baseline's log loss is better than it, and only worse is drift; use 100% to 100000%
            logLoss: -1                             | .logLoss: -1 is never the value of log loss; use a number of 0 or more, or a share of the baseline's value such as 110%
            rSquared: 1.5                           | .rSquared: 1.5 is never the value of R²; use a number of 1 or less
            '{rocAuc: {minor: 92%, major: 97%}}'    | .rocAuc.minor: 92% is below major, 97%, though less is worse; use a minor that is not below major
            '{recall: {minor: 0.5, major: 0.6}}'    | .recall.minor: 0.5 is below major, 0.6
            '{logLoss: {minor: 125%, major: 110%}}' | .logLoss.minor: 125% is above major, 110%, though more is worse; use a minor that is not above major
            '{mae: {minor: 3, major: 2}}'           | .mae.minor: 3 is above major, 2
            '{mae: {minor: 110%, major: 90%}}'      | .mae.major: 90% of the baseline's mean absolute error is better than it
            '{recall: {minor: 97%, major: 0.6}}'    | .recall: has one level that is a share of the baseline's value and one that is not; write both with %, or both without
            '{recall: {minor: 97%}}'                | .recall: has no major; write both, or 95% or a number without a map
            '{recall: {minor: 0.5, major: 0.4, x: 1}}' | .recall.x: there is no such key
            bias: 110%                              | .bias: is a share of the baseline's bias, which may be 0; write a number in the unit of the predictions, such as 2.5
            '{bias: {minor: 3, major: 2}}'          | .bias.minor: 3 is above major, 2
            bias: -1                                | .bias: -1 is never the value of bias; use a number of 0 or more
            f1: on                                  | .f1: "on" is no limit of performance; write a share of the baseline's value such as 95%, or a value of F1 score
            f1: "0.9"                               | .f1: "0.9" is text; write it without quotes
            'f1: '                                  | .f1: has no value
            """)
    void shouldSayWhatIsWrongWithALimit(String limit, String words) {
        String map = limit.startsWith("{") ? limit : "{" + limit + "}";

        assertThat(problemsOf("model: m\nlabels: {}\nperformance: " + map + "\n"))
                .startsWith("line 3, performance")
                .contains(words);
    }

    @Test
    void shouldWriteWhatItReads() {
        MonitorSpec spec = SpecYaml.read(FLIGHTS);

        assertThat(SpecYaml.read(SpecText.of(spec))).isEqualTo(spec);
        assertThat(SpecText.of(spec))
                .contains("labels: {wait: 2d, positive: late, coverage: 0.9}\n")
                .contains("rocAuc: {minor: 97%, major: 92%}", "logLoss: 110%", "recall: 0.7", "brier: off");
        assertThat(SpecText.of(MonitorSpec.defaults("m"))).doesNotContain("labels", "performance");
    }

    @Property
    void shouldReadThePercentageThatItWrote(@ForAll @DoubleRange(min = 0.01, max = 1_000) @Scale(17) double share) {
        assertThat(Percent.parse(Percent.format(share))).hasValue(share);
    }

    /** Computed apart, in Python: sha256 of the contents as SpecRevision lays them out. */
    @Test
    void shouldHaveTheRevisionOfItsContents() {
        assertThat(SpecYaml.read("{model: flights, labels: {}}").revision()).isEqualTo("11b451bba31e");
        assertThat(SpecYaml.read(FLIGHTS).revision()).isEqualTo("f003bf4cada6");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            wait: 2d      | wait: 3d
            positive: late | positive: early
            'positive: late,' | ''
            90%           | 91%
            major: 92%    | major: 91%
            110%          | 1.1
            110%          | '{minor: 110%, major: 125%}'
            recall: 0.7   | recall: 0.8
            recall: 0.7   | f1: 0.7
            brier: off    | brier: 0
            """)
    void shouldGiveOtherSpecsOtherRevisions(String before, String after) {
        assertThat(FLIGHTS).contains(before);
        assertThat(SpecYaml.read(FLIGHTS.replace(before, after)).revision())
                .isNotEqualTo(SpecYaml.read(FLIGHTS).revision());
    }

    /** A budget of one in 168 hours; an hour has one decision of each kind. */
    @Test
    void shouldGivePerformanceAnEqualPartOfTheBudget() {
        Duration hour = Duration.ofHours(1);
        MonitorSpec plain = SpecYaml.read("{model: m, references: [baseline, previous-window], rollups: [1d]}");
        MonitorSpec labeled = plain.with(Labels.DEFAULT);

        assertThat(plain.levelOf(hour)).isEqualTo(1.0 / (168 * 4));
        assertThat(labeled.levelOf(hour)).isEqualTo(1.0 / (168 * 6));
        assertThat(labeled.levelOfPerformance(hour)).isEqualTo(1.0 / (168 * 6));
        assertThat(labeled.levelOfPerformance(Duration.ofDays(1))).isEqualTo(0.01); // the largest there is
    }

    @Test
    void shouldHoldMadeSpecsToTheSameRules() {
        PerformanceLimits limits =
                new PerformanceLimits(Map.of(Metric.ACCURACY, new PerformanceLimit.OfBaseline(0.9, NONE)));
        assertThatThrownBy(() -> MonitorSpec.defaults("m").with(limits))
                .hasMessage("performance: is judged from labels, and there are none; set labels too");
        assertThatThrownBy(() -> new PerformanceLimits(
                        Map.of(Metric.ACCURACY, new PerformanceLimit.OfBaseline(0.9, OptionalDouble.of(0.95)))))
                .hasMessageContaining("performance.accuracy.minor: 90% is below major, 95%");
        assertThat(List.of(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY))
                .allSatisfy(number -> assertThatThrownBy(() -> new PerformanceLimits(
                                Map.of(Metric.R_SQUARED, new PerformanceLimit.Absolute(number, NONE))))
                        .hasMessageContaining("performance.rSquared.minor: " + number + " is never the value of R²"));
    }
}
