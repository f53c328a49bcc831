package io.tidemark.stream.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tidemark.schemas.avro.FeatureKind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpecYamlTest {
    private static final String FLIGHTS = """
            # the delays team's monitor
            model: flights
            window: 1d
            grace: 10m
            minRows: 300
            learnRows: 20000
            segments: {by: [origin, carrier], max: 50}
            episodes: {openAfter: 2, closeAfter: 3}
            thresholds: {psi: 0.2, wasserstein: 0.25, unseen: 0.01, missing: 0}
            features:
              day_of_week: {ignore: true}
              hour: {kind: categorical}
              origin_delay:
                thresholds: {wasserstein: 1.5}
            """;

    private static List<String> problemsOf(String yaml) {
        return catchThrowableOfType(InvalidSpecException.class, () -> SpecYaml.read(yaml)).problems().stream()
                .map(SpecProblem::toString)
                .toList();
    }

    @Test
    void shouldReadEverySetting() {
        MonitorSpec spec = SpecYaml.read(FLIGHTS);

        assertThat(spec)
                .isEqualTo(MonitorSpec.defaults("flights")
                        .withTimes(Duration.ofDays(1), Duration.ofMinutes(10))
                        .withMinRows(300)
                        .withLearnRows(20_000)
                        .with(new MonitorSpec.Segments(List.of("origin", "carrier"), 50))
                        .with(new MonitorSpec.Episodes(2, 3))
                        .with(Thresholds.minor(Map.of("psi", 0.2, "wasserstein", 0.25, "unseen", 0.01, "missing", 0.0)))
                        .with("day_of_week", FeatureSpec.ignored())
                        .with("hour", FeatureSpec.DEFAULT.with(FeatureKind.CATEGORICAL))
                        .with("origin_delay", FeatureSpec.DEFAULT.with(Thresholds.minor(Map.of("wasserstein", 1.5)))));
        assertThat(spec.thresholdsOf("origin_delay").of("wasserstein")).contains(new Threshold.Minor(1.5));
        assertThat(spec.thresholdsOf("origin_delay").of("psi")).contains(new Threshold.Minor(0.2));
        assertThat(spec.thresholdsOf("hour").of("wasserstein")).contains(new Threshold.Minor(0.25));
        assertThat(spec.thresholdsOf("hour").of("ks")).isEmpty();
    }

    @Test
    void shouldApplyWhatIsSaidOfAnArrayToAllThatIsWatchedOfIt() {
        MonitorSpec spec = SpecYaml.read("""
                model: search
                features:
                  emb: {thresholds: {wasserstein: 0.5}}
                  emb#norm: {thresholds: {wasserstein: 2}}
                  ids: {ignore: true}
                """);

        assertThat(spec.thresholdsOf("emb#p3").of("wasserstein")).contains(new Threshold.Minor(0.5));
        assertThat(spec.thresholdsOf("emb#norm").of("wasserstein")).contains(new Threshold.Minor(2));
        assertThat(spec.ignores("ids#length")).isTrue();
        assertThat(spec.ignores("ids#mean")).isFalse();
    }

    @Test
    void shouldNeedNothingButTheModel() {
        assertThat(SpecYaml.read("model: flights")).isEqualTo(MonitorSpec.defaults("flights"));
        assertThat(SpecYaml.read("model: flights\nthresholds:\nfeatures:\nsegments: {by: []}\n"))
                .isEqualTo(MonitorSpec.defaults("flights"));
    }

    @Test
    void shouldTakeASingleTagForAList() {
        assertThat(SpecYaml.read("{model: m, segments: {by: region}}")
                        .segments()
                        .by())
                .containsExactly("region");
    }

    @Test
    void shouldGiveEqualSpecsEqualRevisions() {
        String laidOutOtherwise = """
                features: {origin_delay: {thresholds: {"wasserstein": 1.50}}, hour: {kind: categorical, ignore: false},
                  day_of_week: {ignore: true}, distance: {}}
                thresholds: {missing: 0.0, psi: 2e-1, unseen: .01, wasserstein: 0.25}
                episodes: {closeAfter: 3, openAfter: 2}
                segments: {max: 50, by: ["origin", 'carrier']}
                learnRows: 20000
                minRows: 300
                grace: 600s
                window: 24h
                model: "flights"
                """;

        assertThat(SpecYaml.read(laidOutOtherwise).revision())
                .isEqualTo(SpecYaml.read(FLIGHTS).revision());
        assertThat(SpecYaml.read(FLIGHTS.replace("1.5", "1.6")).revision())
                .isNotEqualTo(SpecYaml.read(FLIGHTS).revision());
    }

    /** Computed apart, in Python: sha256 of the contents as SpecRevision lays them out. */
    @Test
    void shouldNotChangeTheRevisionOfASpec() {
        assertThat(MonitorSpec.defaults("flights").revision()).isEqualTo("fd0cca77f719");
    }

    @Test
    void shouldReportAllProblemsInTheOrderOfTheFile() {
        String yaml = """
                modle: flights
                window: 1 day
                grace: -1m
                minRows: many
                learnRows: 10_000
                segments: {by: [origin, origin], max: 0}
                episodes: {openAfter: 1, closeafter: 2}
                thresholds: {PSI: 0.2, wasserstien: 0.2, ks: -1}
                features:
                  hour: {kind: categoric}
                  day: categorical
                  delay: {ignore: yes, ignore: true}
                window: 2d
                """;

        assertThat(problemsOf(yaml))
                .containsExactly(
                        "model: is missing; write \"model: NAME\", as it stands in the inference logs",
                        "line 1, modle: there is no such key; did you mean model?",
                        "line 2, window: \"1 day\" is no duration; write 30s, 5m, 1h, 1d or 2w",
                        "line 3, grace: \"-1m\" is no duration; write 30s, 5m, 1h, 1d or 2w",
                        "line 4, minRows: \"many\" is no whole number; use 1 to 1000000000",
                        "line 5, learnRows: \"10_000\" is no whole number; use 0 to 1000000000",
                        "line 6, segments.max: 0 is out of range; use 1 to 100000",
                        "line 6, segments.by: \"origin\" stands there twice; remove one of them",
                        "line 7, episodes.closeafter: there is no such key; did you mean closeAfter?",
                        "line 8, thresholds.PSI: there is no such key; did you mean psi?",
                        "line 8, thresholds.wasserstien: there is no such key; did you mean wasserstein?",
                        "line 8, thresholds.ks: \"-1\" is no threshold; write a number that is not negative, such as"
                                + " 0.2",
                        "line 10, features.hour.kind: \"categoric\" is no kind; did you mean categorical?",
                        "line 11, features.day: is not a map; write one \"key: value\" on each line",
                        "line 12, features.delay.ignore: stands on line 12 already; remove one of them",
                        "line 12, features.delay.ignore: \"yes\" is neither true nor false; write true or false",
                        "line 13, window: stands on line 2 already; remove one of them");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                                  | the file is empty
            '# only a comment'                  | the file is empty
            'just text'                         | is not a map
            '- model: flights'                  | is not a map
            'model:'                            | line 1, model: has no value
            'model: ""'                         | line 1, model: has no value
            'model: [a]'                        | line 1, model: has no value
            'model: m: n'                       | line 1: mapping values are not allowed here
            '{model: m'                         | line 1: expected
            '{model: m, window: 0s}'            | line 1, window: 0s is out of range; use 1s to 366d
            '{model: m, window: 999999999w}'    | line 1, window: 999999999w is out of range
            '{model: m, minRows: 99999999999999999999}' | is no whole number
            '{model: m, thresholds: {psi: NaN}}' | "NaN" is no threshold
            '{model: m, thresholds: {psi: .inf}}' | ".inf" is no threshold
            '{model: m, somethingElse: 1}'      | use one of model, window, grace
            '{model: m, segments: {by: [{a: b}]}}' | has an item that is not text
            '{model: m, [a, b]: c}'             | has a key that is not plain text
            """)
    void shouldSayWhatIsWrong(String yaml, String words) {
        assertThat(String.join("\n", problemsOf(yaml))).contains(words);
    }

    @Test
    void shouldTakeOneMonitorPerFile() {
        assertThat(problemsOf("model: a\n---\nmodel: b\n"))
                .containsExactly("line 2: a second document begins; put each monitor in a file of its own");
    }

    @Test
    @Timeout(10)
    void shouldRefuseHostileFilesAtOnce() {
        assertThat(problemsOf("model: " + "[".repeat(200_000)))
                .first()
                .asString()
                .contains("nested");
        assertThat(problemsOf("a: &a [" + "*a,".repeat(1_000) + "]"))
                .first()
                .asString()
                .contains("aliases");
        assertThat(problemsOf("model: " + "x".repeat(300_000)))
                .first()
                .asString()
                .contains("exceeds the limit");
        assertThat(problemsOf("model: &m {x: *m}\nfeatures: *m")).isNotEmpty();
    }

    @Test
    void shouldGiveTagsNoEffect() {
        assertThat(SpecYaml.read("model: !!javax.script.ScriptEngineManager flights")
                        .model())
                .isEqualTo("flights");
    }

    @Property(tries = 1000)
    void shouldReadOrRefuseAnyTextAndThrowNothingElse(@ForAll long seed) {
        Random random = new Random(seed);
        StringBuilder yaml = new StringBuilder(FLIGHTS);
        for (int i = random.nextInt(1, 6); i > 0; i--) {
            int at = random.nextInt(yaml.length());
            switch (random.nextInt(3)) {
                case 0 -> yaml.setCharAt(at, "{}[]:,&*!|>'\"%@`\n\t- #0x\u0000".charAt(random.nextInt(24)));
                case 1 -> yaml.deleteCharAt(at);
                default -> yaml.insert(at, yaml.substring(at, Math.min(yaml.length(), at + 8)));
            }
        }
        try {
            assertThat(SpecYaml.read(yaml.toString()).revision()).hasSize(12);
        } catch (InvalidSpecException e) {
            assertThat(e.problems()).isNotEmpty();
        }
    }

    @Test
    void shouldHoldMadeSpecsToTheSameRules() {
        MonitorSpec defaults = MonitorSpec.defaults("flights");
        assertThatThrownBy(() -> MonitorSpec.defaults(" "))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("model");
        assertThatThrownBy(() -> new MonitorSpec.Episodes(0, 2)).hasMessageContaining("episodes.openAfter");
        assertThatThrownBy(() -> new MonitorSpec.Segments(List.of("a", "a"), 1)).hasMessageContaining("segments.by");
        assertThatThrownBy(() -> Thresholds.minor(Map.of("psy", 1.0))).hasMessageContaining("thresholds.psy");
        assertThatThrownBy(() -> Thresholds.minor(Map.of("psi", Double.NaN)))
                .hasMessageContaining("NaN is no threshold");
        assertThat(defaults.feature("any")).isEqualTo(FeatureSpec.DEFAULT);
    }
}
