package io.tidemark.stream.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tidemark.profile.compare.Statistic;
import io.tidemark.profile.decision.Levels;
import io.tidemark.schemas.avro.FeatureKind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
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
            hop: 1h
            grace: 10m
            rollups: [7d, 4w]
            minRows: 300
            learnRows: 20000
            learnFor: 14d
            references: [same-time-last-week, baseline]
            falseAlarms: 2 per 1d
            dataset: {share: 0.25}
            multivariate: false
            segments: {by: [origin, carrier], max: 50}
            episodes: {openAfter: 2, closeAfter: 3}
            thresholds: {psi: 0.2, wasserstein: 0.25, unseen: 0.01, missing: 0, ks: {minor: 0.1, major: 0.5}, hellinger: off}
            features:
              day_of_week: {ignore: true}
              hour: {kind: categorical, importance: 2.5}
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
                        .with(new Windows(
                                Duration.ofDays(1),
                                Duration.ofHours(1),
                                Duration.ofMinutes(10),
                                List.of(Duration.ofDays(7), Duration.ofDays(28))))
                        .withMinRows(300)
                        .withLearning(20_000, Duration.ofDays(14))
                        .withReferences(Set.of(Reference.BASELINE, Reference.SAME_TIME_LAST_WEEK))
                        .with(new FalseAlarms(2, Duration.ofDays(1)))
                        .with(new MonitorSpec.Dataset(0.25))
                        .withMultivariate(false)
                        .with(new MonitorSpec.Segments(List.of("origin", "carrier"), 50))
                        .with(new MonitorSpec.Episodes(2, 3))
                        .with(new Thresholds(Map.of(
                                "psi", new Threshold.Minor(0.2),
                                "wasserstein", new Threshold.Minor(0.25),
                                "unseen", new Threshold.Minor(0.01),
                                "missing", new Threshold.Minor(0.0),
                                "ks", new Threshold.Both(0.1, 0.5),
                                "hellinger", Threshold.OFF)))
                        .with("day_of_week", FeatureSpec.ignored())
                        .with(
                                "hour",
                                FeatureSpec.DEFAULT
                                        .with(FeatureKind.CATEGORICAL)
                                        .withImportance(2.5))
                        .with("origin_delay", FeatureSpec.DEFAULT.with(Thresholds.minor(Map.of("wasserstein", 1.5)))));
        assertThat(spec.thresholdsOf("origin_delay").of("wasserstein")).contains(new Threshold.Minor(1.5));
        assertThat(spec.thresholdsOf("origin_delay").of("psi")).contains(new Threshold.Minor(0.2));
        assertThat(spec.thresholdsOf("hour").of("wasserstein")).contains(new Threshold.Minor(0.25));
        assertThat(spec.thresholdsOf("hour").of("jensenShannon")).isEmpty();
        assertThat(spec.paneMs()).isEqualTo(3_600_000);
    }

    @Test
    void shouldDecideByTheLevelsOfTheSpecAndTheDefaults() {
        io.tidemark.profile.decision.Thresholds levels = SpecYaml.read(FLIGHTS).decisionThresholdsOf("origin_delay");

        assertThat(levels.minRows()).isEqualTo(300);
        assertThat(levels.levels())
                .containsEntry(Statistic.POPULATION_STABILITY_INDEX, new Levels(0.2, 0.4)) // twice, as in the defaults
                .containsEntry(Statistic.KOLMOGOROV_SMIRNOV, new Levels(0.1, 0.5))
                .containsEntry(Statistic.JENSEN_SHANNON, defaultLevels(Statistic.JENSEN_SHANNON))
                .doesNotContainKey(Statistic.HELLINGER);
    }

    private static Levels defaultLevels(Statistic statistic) {
        return Objects.requireNonNull(
                io.tidemark.profile.decision.Thresholds.defaults().levels().get(statistic));
    }

    @Test
    void shouldJudgeAWindowOnceWhereNoHopIsGiven() {
        MonitorSpec spec = SpecYaml.read("{model: m, window: 5h}");

        assertThat(spec.windows().hop()).isEqualTo(Duration.ofHours(5));
        assertThat(spec.withTimes(Duration.ofHours(2), Duration.ZERO).paneMs()).isEqualTo(7_200_000);
        assertThat(SpecYaml.read("{model: m, window: 5h, hop: 5h}").revision()).isEqualTo(spec.revision());
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
                features: {origin_delay: {thresholds: {"wasserstein": 1.50}},
                  hour: {importance: 25e-1, kind: categorical, ignore: false},
                  day_of_week: {ignore: true}, distance: {importance: 1}}
                thresholds: {hellinger: "off", ks: {major: .5, minor: 0.10},
                  missing: 0.0, psi: 2e-1, unseen: .01, wasserstein: 0.25}
                episodes: {closeAfter: 3, openAfter: 2}
                segments: {max: 50, by: ["origin", 'carrier']}
                multivariate: false
                dataset: {share: .25}
                falseAlarms: 2  per 24h
                references: [baseline, same-time-last-week]
                learnFor: 336h
                learnRows: 2e4
                minRows: 300
                rollups: [28d, 1w]
                grace: 600s
                hop: 60m
                window: 24h
                model: "flights"
                """;

        assertThat(SpecYaml.read(laidOutOtherwise).revision())
                .isEqualTo(SpecYaml.read(FLIGHTS).revision());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            model: flights  | model: trains
            hop: 1h         | hop: 2h
            grace: 10m      | grace: 11m
            [7d, 4w]        | [7d]
            minRows: 300    | minRows: 301
            learnRows: 20000 | learnRows: 0
            learnFor: 14d   | learnFor: 13d
            [same-time-last-week, baseline] | [previous-window, baseline]
            2 per 1d        | 3 per 1d
            2 per 1d        | 2 per 2d
            share: 0.25     | share: 0.5
            multivariate: false | multivariate: true
            [origin, carrier] | [carrier, origin]
            max: 50         | max: 51
            openAfter: 2    | openAfter: 1
            closeAfter: 3   | closeAfter: 2
            psi: 0.2        | psi: 0.3
            major: 0.5      | major: 0.6
            '{minor: 0.1, major: 0.5}' | 0.1
            hellinger: off  | hellinger: 0
            ignore: true    | ignore: false
            kind: categorical | kind: numeric
            importance: 2.5 | importance: 2
            1.5             | 1.6
            """)
    void shouldGiveOtherSpecsOtherRevisions(String before, String after) {
        assertThat(FLIGHTS).contains(before);
        assertThat(SpecYaml.read(FLIGHTS.replace(before, after)).revision())
                .isNotEqualTo(SpecYaml.read(FLIGHTS).revision());
    }

    @Test
    void shouldWriteWhatItReads() {
        MonitorSpec spec = SpecYaml.read(FLIGHTS);

        assertThat(SpecYaml.read(SpecText.of(spec))).isEqualTo(spec);
        assertThat(SpecText.of(MonitorSpec.defaults("true")))
                .startsWith("model: 'true'\nwindow: 1h\nhop: 1h\ngrace: 1m\nrollups: []\nminRows: 200\n")
                .contains("references: [baseline]\nfalseAlarms: 1 per 1w\ndataset: {share: 0.5}\n");
        assertThat(SpecYaml.read(SpecText.of(spec.explicit())).decisionThresholdsOf("origin_delay"))
                .isEqualTo(spec.decisionThresholdsOf("origin_delay"));
        assertThat(SpecText.of(spec.explicit())).contains("psi: {minor: 0.2, major: 0.4}", "hellinger: off");
    }

    @Test
    void shouldWriteOutLevelsNoLargerThanEffectsGet() {
        MonitorSpec spec = SpecYaml.read("{model: m, thresholds: {ks: 0.8}}");

        assertThat(SpecYaml.read(SpecText.of(spec.explicit())).thresholds().of("ks"))
                .contains(new Threshold.Both(0.8, 1));
    }

    /** Computed apart, in Python: sha256 of the contents as SpecRevision lays them out. */
    @Test
    void shouldNotChangeTheRevisionOfASpec() {
        assertThat(MonitorSpec.defaults("flights").revision()).isEqualTo("8998940de32b");
        assertThat(SpecYaml.read(FLIGHTS).revision()).isEqualTo("1ebca41f1c6b");
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
            '{model: m, somethingElse: 1}'      | use one of model, window, hop, grace
            '{model: m, segments: {by: [{a: b}]}}' | has an item that is not text
            '{model: m, [a, b]: c}'             | has a key that is not plain text
            '{model: m, window: 1h, hop: 7m}'   | line 1, hop: 7m does not divide the window of 1h; use the window or a whole part of it
            '{model: m, hop: 2h}'               | line 1, hop: 2h does not divide the window of 1h
            '{model: m, window: 1d, hop: 1s}'   | line 1, hop: 1s cuts the window of 1d into 86400 panes; use a longer hop, for at most 1440
            '{model: m, window: 1m, grace: 30d}' | line 1, grace: 30d keeps 43200 panes of 1m open; use a longer window or hop, or a shorter grace, for at most 10000
            '{model: m, window: 1d, hop: 1m, grace: 60d}' | line 1, grace: 60d keeps 86400 panes of 1m open
            '{model: m, minRows: 500, learnRows: 400}' | line 1, learnRows: minRows of 500 need a baseline of as many rows, and learnRows is 400; use learnRows of minRows or more, or 0 to learn none
            '{model: m, minRows: 10001}'        | line 1, minRows: minRows of 10001 need a baseline of as many rows, and learnRows is 10000
            '{model: m, learnRows: 1}'          | line 1, learnRows: minRows of 200 need a baseline of as many rows, and learnRows is 1
            '{model: m, episodes: {openAfter: 0}}' | line 1, episodes.openAfter: 0 is out of range; use 1 to 1000
            '{model: m, episodes: {closeAfter: 0}}' | line 1, episodes.closeAfter: 0 is out of range; use 1 to 1000
            '{model: m, falseAlarms: 1001 per 1h}' | line 1, falseAlarms: 1001 is out of range; use 1 to 1000
            '{model: m, segments: {by: [region, region]}}' | line 1, segments.by: "region" stands there twice; remove one of them
            '{model: m, thresholds: {correlation: 2.5}}' | line 1, thresholds.correlation: 2.5 is never reached, since correlation is at most 2; use 0 to 2, or off for the statistic
            '{model: m, features: {x: {kind: categorical, thresholds: {ks: 0.1}}}}' | line 1, features.x.thresholds.ks: is not measured of a categorical feature, so this has no effect; remove it, or correct kind
            '{model: m, features: {x: {thresholds: {volume: 1}}}}' | line 1, features.x.thresholds.volume: is of the model as a whole, so this has no effect on a feature
            '{model: m, features: {$x: {importance: 2}}}' | line 1, features.$x: begins with $, but is none of $prediction, $value, $score and $score.CLASS
            '{model: m, rollups: [90m]}'        | line 1, rollups: 90m is no multiple of the window of 1h; use whole multiples of the window
            '{model: m, window: 1d, rollups: 1d}' | line 1, rollups: 1d is not longer than the window of 1d
            '{model: m, rollups: [7d, 1w]}'     | line 1, rollups: 1w stands there twice; remove one of them
            '{model: m, rollups: [2h, 3h, 4h, 5h, 6h, 7h]}' | line 1, rollups: has 6 lengths; keep at most 5
            '{model: m, rollups: [soon]}'       | line 1, rollups: "soon" is no duration
            '{model: m, rollups: [400d]}'       | line 1, rollups: 400d is out of range; use 1s to 366d
            '{model: m, window: 5h, references: [same-time-last-week]}' | line 1, references: same-time-last-week needs a window that divides a week, which 5h does not; use a window such as 1h, 1d or 1w, or leave it out
            '{model: m, references: []}'        | line 1, references: names none; name one at least, or remove the line
            '{model: m, references: [baselin]}' | line 1, references: "baselin" is no reference; did you mean baseline?
            '{model: m, references: [yesterday]}' | use one of baseline, previous-window, same-time-last-week
            '{model: m, references: [baseline, baseline]}' | "baseline" stands there twice
            '{model: m, falseAlarms: 2 a day}'  | line 1, falseAlarms: "2 a day" is no budget of false alarms; write "N per DURATION" such as 1 per 7d or 2 per 1d
            '{model: m, falseAlarms: 1}'        | is no budget of false alarms
            '{model: m, falseAlarms: 0 per 1d}' | line 1, falseAlarms: 0 is out of range; use 1 to 1000
            '{model: m, falseAlarms: 1 per 1m}' | line 1, falseAlarms: 1m is out of range; use 1h to 366d
            '{model: m, dataset: {share: 0}}'   | line 1, dataset.share: "0" is no share; write a number above 0 and at most 1
            '{model: m, dataset: {share: 50}}'  | line 1, dataset.share: "50" is no share
            '{model: m, multivariate: no}'      | line 1, multivariate: "no" is neither true nor false
            '{model: m, thresholds: {ks: {minor: 0.3, major: 0.2}}}' | line 1, thresholds.ks.minor: 0.3 is above major, 0.2; use a minor that is not above major
            '{model: m, thresholds: {ks: {minor: 0.3}}}' | line 1, thresholds.ks: has no major; write {minor: 0.1, major: 0.2}, or a number alone
            '{model: m, thresholds: {ks: {minor: 0.3, major: 0.4, mid: 1}}}' | line 1, thresholds.ks.mid: there is no such key
            '{model: m, thresholds: {ks: 1.5}}' | line 1, thresholds.ks: 1.5 is never reached, since ks is at most 1; use 0 to 1, or off for the statistic
            '{model: m, thresholds: {missing: {minor: 0.5, major: 5}}}' | line 1, thresholds.missing.major: 5.0 is never reached
            '{model: m, thresholds: {psi: on}}' | "on" is no threshold
            '{model: m, thresholds: {psi: [1]}}' | has no value
            '{model: m, thresholds: {psi: 1d}}' | "1d" is no threshold
            '{model: m, thresholds: {psi: "0.2"}}' | line 1, thresholds.psi: "0.2" is text; write it without quotes
            '{model: m, minRows: 1.5}'          | "1.5" is no whole number
            '{model: m, segments: {by: ["a=b"]}}' | line 1, segments.by: "a=b" contains =, which parts a tag from its value
            '{model: m, segments: {by: [""]}}'  | has an item that is not text
            '{model: m, features: {x: {ignore: true, importance: 2}}}' | line 1, features.x.importance: the feature is ignored, so this has no effect; remove it, or remove ignore
            '{model: m, features: {x: {ignore: true, thresholds: {psi: 1}}}}' | line 1, features.x.thresholds: the feature is ignored
            '{model: m, features: {x: {importance: -1}}}' | line 1, features.x.importance: "-1" is no importance; write a number from 0 to 1000000, such as 2
            '{model: m, features: {x: {importance: NaN}}}' | "NaN" is no importance
            """)
    void shouldSayWhatIsWrong(String yaml, String words) {
        assertThat(String.join("\n", problemsOf(yaml))).contains(words);
    }

    @Test
    void shouldNotBlameTheRestForAWrongWindow() {
        assertThat(problemsOf("{model: m, window: 1x, hop: 7m, rollups: [3d], references: same-time-last-week}"))
                .singleElement()
                .asString()
                .contains("window");
    }

    @Test
    void shouldTakeABaselineAsSmallAsAWindowAndNone() {
        assertThat(SpecYaml.read("{model: m, minRows: 500, learnRows: 500}").learnRows())
                .isEqualTo(500);
        assertThat(SpecYaml.read("{model: m, minRows: 50000, learnRows: 0}").learnRows())
                .isZero();
    }

    @Test
    void shouldLearnForAYearAtMostHoweverLongWindowsAre() {
        assertThat(SpecYaml.read("{model: m, window: 366d}").learnFor()).isEqualTo(Duration.ofDays(366));
        assertThat(SpecYaml.read("{model: m, window: 7d}").learnFor()).isEqualTo(Duration.ofDays(35));
        assertThat(SpecYaml.read("{model: m, window: 1h}").learnFor()).isEqualTo(Duration.ofDays(1));
    }

    @Test
    void shouldTakeAGraceOfAsManyPanesAsMayBeOpen() {
        assertThat(SpecYaml.read("{model: m, window: 1s, grace: 10000s}").grace())
                .isEqualTo(Duration.ofSeconds(10_000));
    }

    @Test
    void shouldTakeFeaturesThatAllCountForNothing() {
        assertThat(SpecYaml.read("{model: m, features: {x: {importance: 0}}}")
                        .feature("x")
                        .importance())
                .isZero();
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
        assertThatThrownBy(() -> new MonitorSpec.Segments(List.of("a=b"), 1)).hasMessageContaining("contains =");
        assertThatThrownBy(() -> new Threshold.Both(2, 1)).hasMessageContaining("minor 2.0 is above major 1.0");
        assertThatThrownBy(() -> new MonitorSpec.Dataset(0)).hasMessageContaining("dataset.share");
        assertThatThrownBy(() -> new FalseAlarms(0, Duration.ofDays(1))).hasMessageContaining("falseAlarms");
        assertThatThrownBy(() -> FeatureSpec.DEFAULT.withImportance(Double.NaN)).hasMessageContaining("importance");
        assertThatThrownBy(() -> defaults.withReferences(Set.of())).hasMessageContaining("references");
        assertThatThrownBy(() -> defaults.withTimes(Duration.ofHours(5), Duration.ZERO)
                        .withReferences(Set.of(Reference.SAME_TIME_LAST_WEEK)))
                .hasMessageContaining("divides a week");
        assertThatThrownBy(() -> new Windows(Duration.ofHours(1), Duration.ofMinutes(7), Duration.ZERO, List.of()))
                .hasMessageContaining("hop: 7m does not divide");
        assertThat(defaults.feature("any")).isEqualTo(FeatureSpec.DEFAULT);
    }
}
