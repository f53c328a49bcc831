package io.tidemark.stream.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.tidemark.profile.compare.Statistic;
import io.tidemark.profile.decision.Levels;
import io.tidemark.profile.performance.Metric;
import io.tidemark.stream.GoldenFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** The schema takes what the parser takes, but for the rules that are the parser's alone. */
class SpecSchemaTest {
    private static final Path SCHEMA = Path.of("../docs/monitor-spec.schema.json");
    private static final Path SPECS = Path.of("src/test/resources/monitor-specs");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Schema VALIDATOR = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(SpecSchema.json());

    /**
     * What only the parser knows: how long durations are, how settings go together, what stands in a file twice, and how a
     * number is written.
     */
    private static final List<Pattern> PARSER_ONLY = Stream.of(
                    "\\d+(ms|[smhdw]) is out of range",
                    "does not divide the window",
                    "cuts the window of",
                    "keeps \\d+ panes of",
                    "need a baseline of as many rows",
                    "is no multiple of the window",
                    "is not longer than the window",
                    "stands there twice",
                    "needs a window that divides a week",
                    "is above major",
                    "so this has no effect; remove it, or correct kind",
                    "is of the model as a whole",
                    "though (less|more) is worse",
                    "is better than it, and only worse is drift",
                    "\\d% is out of range; use 1",
                    "(%|us) is out of range; (write a share|use 1us)",
                    "is no schedule|is a time that never comes",
                    "so no model would ever be made",
                    "so there is none to begin at",
                    "so this has no effect; remove it, or (name an algorithm|use algorithm: auto)",
                    "do not rise",
                    "%\\s*\" is no share of the requests",
                    "stands on line \\d+ already",
                    "is no name of a channel",
                    "\"0x10\" is ")
            .map(Pattern::compile)
            .toList();

    /** Where a value can stand, and every key that has one. */
    private static final List<String> PLACES = List.of(
            "model: %s",
            "{model: m, window: %s}",
            "{model: m, hop: %s}",
            "{model: m, grace: %s}",
            "{model: m, rollups: %s}",
            "{model: m, minRows: %s}",
            "{model: m, learnRows: %s}",
            "{model: m, learnFor: %s}",
            "{model: m, references: %s}",
            "{model: m, falseAlarms: %s}",
            "{model: m, dataset: %s}",
            "{model: m, dataset: {share: %s}}",
            "{model: m, multivariate: %s}",
            "{model: m, segments: %s}",
            "{model: m, segments: {by: %s}}",
            "{model: m, segments: {max: %s}}",
            "{model: m, episodes: %s}",
            "{model: m, episodes: {openAfter: %s}}",
            "{model: m, episodes: {closeAfter: %s}}",
            "{model: m, thresholds: %s}",
            "{model: m, thresholds: {psi: {minor: %s, major: 9}}}",
            "{model: m, thresholds: {ks: {minor: 0, major: %s}}}",
            "{model: m, thresholds: {correlation: {minor: 0, major: %s}}}",
            "{model: m, features: %s}",
            "{model: m, features: {x: %s}}",
            "{model: m, features: {x: {kind: %s}}}",
            "{model: m, features: {x: {ignore: %s}}}",
            "{model: m, features: {x: {ignore: %s, importance: 2}}}",
            "{model: m, features: {x: {importance: %s}}}",
            "{model: m, features: {x: {thresholds: %s}}}",
            "{model: m, features: {x: {ignore: true, thresholds: %s}}}",
            "{model: m, labels: %s}",
            "{model: m, labels: {wait: %s}}",
            "{model: m, labels: {positive: %s}}",
            "{model: m, labels: {coverage: %s}}",
            "{model: m, performance: %s}",
            "{model: m, labels: {}, performance: %s}",
            "{model: m, labels: {}, performance: {recall: {minor: %s, major: 0}}}",
            "{model: m, labels: {}, performance: {recall: {minor: 100%%, major: %s}}}",
            "{model: m, labels: {}, performance: {logLoss: {minor: 100%%, major: %s}}}",
            "{model: m, labels: {}, performance: {brier: {minor: 0, major: %s}}}",
            "{model: m, labels: {}, performance: {rSquared: {minor: %s, major: -2}}}",
            "{model: m, labels: {}, performance: {bias: {minor: 0, major: %s}}}",
            "{model: m, retrain: %s}",
            "{model: m, labels: {}, retrain: %s}",
            "{model: m, labels: {}, retrain: {when: %s}}",
            "{model: m, labels: {}, retrain: {cooldown: %s}}",
            "{model: m, labels: {}, retrain: {quietHours: %s}}",
            "{model: m, labels: {}, retrain: {giveUpAfter: %s}}",
            "{model: m, labels: {}, retrain: {data: %s}}",
            "{model: m, labels: {}, retrain: {holdout: %s}}",
            "{model: m, labels: {}, retrain: {model: %s}}",
            "{model: m, labels: {}, retrain: {gates: %s}}",
            "{model: m, labels: {}, retrain: {when: {drift: %s}}}",
            "{model: m, labels: {}, retrain: {when: {schedule: %s}}}",
            "{model: m, labels: {}, retrain: {when: {newLabels: %s}}}",
            "{model: m, labels: {}, retrain: {data: {window: %s}}}",
            "{model: m, labels: {}, retrain: {data: {rows: %s}}}",
            "{model: m, labels: {}, retrain: {data: {since: %s}}}",
            "{model: m, labels: {}, retrain: {data: {halfLife: %s}}}",
            "{model: m, labels: {}, retrain: {data: {minRows: %s}}}",
            "{model: m, labels: {}, retrain: {data: {maxMissing: %s}}}",
            "{model: m, labels: {}, retrain: {data: {minClassShare: %s}}}",
            "{model: m, labels: {}, retrain: {data: {maxAge: %s}}}",
            "{model: m, labels: {}, retrain: {data: {exclude: %s}}}",
            "{model: m, labels: {}, retrain: {model: {algorithm: %s}}}",
            "{model: m, labels: {}, retrain: {model: {hyperParameters: %s}}}",
            "{model: m, labels: {}, retrain: {model: {seed: %s}}}",
            "{model: m, labels: {}, retrain: {data: {rows: 1000}, holdout: %s}}",
            "{model: m, labels: {}, retrain: {model: {trials: %s}}}",
            "{model: m, labels: {}, retrain: {model: {searchFor: %s}}}",
            "{model: m, labels: {}, retrain: {model: {algorithm: auto, trials: %s}}}",
            "{model: m, labels: {}, retrain: {model: {hyperParameters: {trees: %s}}}}",
            "{model: m, labels: {}, retrain: {gates: {metric: %s}}}",
            "{model: m, labels: {}, retrain: {gates: {improvement: %s}}}",
            "{model: m, labels: {}, retrain: {gates: {significance: %s}}}",
            "{model: m, labels: {}, retrain: {gates: {segments: %s}}}",
            "{model: m, labels: {}, retrain: {gates: {fairness: %s}}}",
            "{model: m, labels: {}, retrain: {gates: {latency: %s}}}",
            "{model: m, labels: {}, retrain: {gates: {calibration: %s}}}",
            "{model: m, labels: {}, retrain: {gates: {fairness: {tag: %s, favourable: a}}}}",
            "{model: m, labels: {}, retrain: {gates: {fairness: {tag: a, favourable: a, disparateImpact: %s}}}}",
            "{model: m, rollout: %s}",
            "{model: m, rollout: {automatic: %s}}",
            "{model: m, labels: {}, rollout: %s}",
            "{model: m, labels: {}, rollout: {automatic: %s}}",
            "{model: m, labels: {}, rollout: {shadow: %s}}",
            "{model: m, labels: {}, rollout: {canary: %s}}",
            "{model: m, labels: {}, rollout: {watch: %s}}",
            "{model: m, labels: {}, rollout: {takeBack: %s}}",
            "{model: m, labels: {}, rollout: {canary: {shares: %s}}}",
            "{model: m, labels: {}, rollout: {canary: {rows: %s}}}",
            "{model: m, labels: {}, rollout: {takeBack: {loss: %s}}}",
            "{model: m, labels: {}, rollout: {takeBack: {failures: %s}}}",
            "{model: m, labels: {}, rollout: {takeBack: {latency: %s}}}",
            "{model: m, notify: %s}",
            "{model: m, notify: [%s]}",
            "{model: m, notify: [{channel: %s}]}",
            "{model: m, notify: [{channel: c, severity: %s}]}",
            "{model: m, notify: [{channel: c, kinds: %s}]}",
            "{model: m, notify: [{channel: c, states: %s}]}",
            "{model: m, notify: [{channel: c, segments: %s}]}",
            "{model: m, notify: [{channel: c, features: %s}]}",
            "{model: m, source: %s}",
            "{model: m, labels: {}, source: %s}",
            "{model: m, source: {predictions: %s}}",
            "{model: m, source: {predictions: {topic: t, id: $.a, version: 1, prediction: %s}}}",
            "{model: m, source: {predictions: {topic: t, id: $.a, version: 1, prediction: {label: %s}}}}",
            "{model: m, source: {predictions: {topic: t, id: $.a, version: 1, features: %s}}}",
            "{model: m, source: {predictions: {topic: t, id: $.a, version: 1, features: {x: %s}}}}",
            "{model: m, source: {predictions: {topic: t, id: $.a, version: 1, features: {'*': %s}}}}",
            "{model: m, source: {predictions: {topic: %s, id: $.a, version: 1, features: {}}}}",
            "{model: m, source: {predictions: {topic: t, id: %s, version: 1, features: {}}}}",
            "{model: m, source: {predictions: {topic: t, id: $.a, version: %s, features: {}}}}",
            "{model: m, source: {predictions: {topic: t, id: $.a, version: 1, features: {}, format: %s}}}",
            "{model: m, source: {predictions: {topic: t, id: $.a, version: 1, features: {}, time: %s}}}",
            "{model: m, source: {predictions: {topic: t, id: $.a, version: 1, features: {}, tags: %s}}}",
            "{model: m, source: {predictions: {topic: t, id: $.a, version: 1, features: {}, latency: %s}}}",
            "{model: m, source: {predictions: {topic: t, id: $.a, version: 1, features: {}, where: %s}}}",
            "{model: m, source: {predictions: {topic: t, id: $.a, version: 1, features: {}, where: {$.b: %s}}}}",
            "{model: m, labels: {}, source: {truths: %s}}",
            "{model: m, labels: {}, source: {truths: {topic: t, id: $.a, label: %s}}}",
            "{model: m, labels: {}, source: {truths: {topic: t, id: $.a, value: %s}}}");

    private static final List<String> VALUES = List.of(
            "~",
            "''",
            "' '",
            "text",
            "'5'",
            "'a=b'",
            "true",
            "True",
            "false",
            "yes",
            "null",
            "0x10",
            "off",
            "0",
            "1",
            "-1",
            "0.5",
            "1.5",
            "2.5",
            ".5",
            "2.",
            "2e3",
            "1000",
            "1001",
            "100000",
            "100001",
            "1000000",
            "1000001",
            "1000000000",
            "1000000001",
            "1e10",
            "0s",
            "30m",
            "' 1h '",
            "7m",
            "2h",
            "90m",
            "1d",
            "400d",
            "1.5h",
            "1y",
            "1234567890s",
            "1 per 7d",
            "1000 per 2w",
            "1001 per 2w",
            "0 per 1d",
            "01 per 1d",
            "1 per 1m",
            "1 per week",
            "0%",
            "0.0%",
            "0.5%",
            "00.5%",
            "95%",
            "' 95.5 % '",
            ".5%",
            "95.%",
            "100%",
            "100.00%",
            "100.5%",
            "1e2%",
            "250%",
            "1000000%",
            "-5%",
            "'%'",
            "minor",
            "drift",
            "'0 3 * * MON'",
            "'0 0 30 2 *'",
            "08:00-18:00",
            "24:00-18:00",
            "5ms",
            "0us",
            "xgboost",
            "logLoss",
            "{since: drift}",
            "[data-quality, dataset]",
            "[opened, resolved]",
            "[{channel: ops}]",
            "[{severity: major}]",
            "[5%, 0.25]",
            "[25%, 5%]",
            "[0.5, 1.5]",
            "baseline",
            "previous-window",
            "same-time-last-week",
            "Baseline",
            "numeric",
            "auto",
            "AUTO",
            "[]",
            "[~]",
            "['']",
            "[text]",
            "[a, a]",
            "['a=b']",
            "[1, true]",
            "[[a]]",
            "[{a: b}]",
            "[2h]",
            "[2h, 3h, 4h, 5h, 6h]",
            "[2h, 3h, 4h, 5h, 6h, 7h]",
            "[7d, 1w]",
            "[baseline, previous-window]",
            "[baseline, baseline]",
            "[baseline, text]",
            "{}",
            "{share: 1}",
            "{by: text}",
            "{openAfter: 2}",
            "{wait: 1d, positive: 1, coverage: 50%}",
            "{coverage: 2}",
            "{accuracy: 95%, bias: 2.5}",
            "{acuracy: 95%}",
            "{minor: 100%, major: 100%}",
            "{minor: 1, major: 1}",
            "{minor: 100%, major: 1}",
            "{psi: 0.2}",
            "{psi: {minor: 0.1, major: 0.2}}",
            "{psi: {minor: 0.3, major: 0.2}}",
            "{psi: {minor: 0.3}}",
            "{minor: 0.1, major: 0.2}",
            "{kind: numeric}",
            "{ignore: true}",
            "{text: {}}",
            "{text: 1}",
            "{text: ~}",
            "$",
            "$.a",
            "$.a-b",
            "\"$['a b']['it\\\\'s']\"",
            "json",
            "avro",
            "{at: $.a}",
            "{at: $.a, unit: seconds}",
            "{at: a, unit: seconds}",
            "{$.a: b}",
            "{topic: t, id: $.a, version: 1, features: {}}",
            "{topic: t, id: $.a, label: $.b}",
            "{predictions: {topic: t, id: $.a, version: 1, features: {}}}",
            "{truths: {topic: t, id: $.a, label: $.b}}");

    private static Stream<Path> files(String directory) throws IOException {
        try (Stream<Path> files = Files.list(SPECS.resolve(directory))) {
            return files.sorted().toList().stream();
        }
    }

    static Stream<Path> good() throws IOException {
        return files("good");
    }

    static Stream<Path> bad() throws IOException {
        return files("bad");
    }

    static Stream<Path> parserOnly() throws IOException {
        return files("parser-only");
    }

    @ParameterizedTest
    @MethodSource("good")
    void shouldTakeGoodSpecs(Path file) throws IOException {
        String yaml = Files.readString(file);

        assertThat(parserProblems(yaml)).isEmpty();
        assertThat(schemaProblems(yaml)).isEmpty();
    }

    /** Each file's first line says what the parser should find. */
    @ParameterizedTest
    @MethodSource("bad")
    void shouldRefuseBadSpecs(Path file) throws IOException {
        String yaml = Files.readString(file);

        assertThat(String.join("\n", parserProblems(yaml))).contains(firstComment(yaml));
        assertThat(schemaProblems(yaml)).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("parserOnly")
    void shouldLeaveToTheParserWhatASchemaCannotSay(Path file) throws IOException {
        String yaml = Files.readString(file);

        assertThat(parserProblems(yaml)).singleElement().asString().contains(firstComment(yaml));
        assertThat(parserProblems(yaml)).allMatch(SpecSchemaTest::isParserOnly);
        assertThat(schemaProblems(yaml)).isEmpty();
    }

    private static String firstComment(String yaml) {
        return yaml.lines().findFirst().orElseThrow().substring(2);
    }

    /** Every kind of value at every key. */
    @Test
    void shouldAgreeOnEveryValueAtEveryKey() {
        List<String> places = new ArrayList<>(PLACES);
        for (String statistic : Thresholds.STATISTICS) {
            places.add("{model: m, thresholds: {" + statistic + ": %s}}");
        }
        for (String metric : PerformanceLimits.METRICS) {
            places.add("{model: m, labels: {}, performance: {" + metric + ": %s}}");
        }
        List<String> disagreements = new ArrayList<>();
        int taken = 0;
        for (String place : places) {
            for (String value : VALUES) {
                String yaml = place.formatted(value);
                List<String> parser = parserProblems(yaml);
                List<String> schema = schemaProblems(yaml);
                boolean onlyParser = !parser.isEmpty() && parser.stream().allMatch(SpecSchemaTest::isParserOnly);
                taken += parser.isEmpty() ? 1 : 0;
                if (schema.isEmpty() != parser.isEmpty() && !onlyParser) {
                    disagreements.add(yaml + "\n  parser: " + parser + "\n  schema: " + schema);
                }
            }
        }

        assertThat(disagreements).isEmpty();
        assertThat(taken).isGreaterThan(300);
    }

    private static boolean isParserOnly(String problem) {
        return PARSER_ONLY.stream().anyMatch(pattern -> pattern.matcher(problem).find());
    }

    @Test
    void shouldHaveTheKeysOfTheParser() throws IOException {
        JsonNode schema = JSON.readTree(SpecSchema.json());

        assertThat(keys(schema, "")).containsExactlyElementsOf(SpecYaml.KEYS);
        assertThat(keys(schema, "/properties/dataset")).containsExactlyElementsOf(SpecYaml.DATASET_KEYS);
        assertThat(keys(schema, "/properties/segments")).containsExactlyElementsOf(SpecYaml.SEGMENTS_KEYS);
        assertThat(keys(schema, "/properties/episodes")).containsExactlyElementsOf(SpecYaml.EPISODES_KEYS);
        assertThat(keys(schema, "/$defs/feature")).containsExactlyElementsOf(FeatureYaml.KEYS);
        assertThat(keys(schema, "/$defs/thresholds")).containsExactlyElementsOf(Thresholds.STATISTICS);
        assertThat(keys(schema, "/properties/labels")).containsExactlyElementsOf(LabelsYaml.KEYS);
        assertThat(keys(schema, "/$defs/performance")).containsExactlyElementsOf(PerformanceLimits.METRICS);
        assertThat(keys(schema, "/properties/retrain")).containsExactlyElementsOf(RetrainYaml.KEYS);
        assertThat(keys(schema, "/properties/retrain/properties/when"))
                .containsExactlyElementsOf(RetrainYaml.WHEN_KEYS);
        assertThat(keys(schema, "/properties/retrain/properties/data"))
                .containsExactlyElementsOf(RetrainYaml.DATA_KEYS);
        assertThat(keys(schema, "/properties/retrain/properties/model"))
                .containsExactlyElementsOf(RetrainYaml.MODEL_KEYS);
        assertThat(keys(schema, "/properties/retrain/properties/gates"))
                .containsExactlyElementsOf(RetrainYaml.GATES_KEYS);
        assertThat(keys(schema, "/properties/retrain/properties/gates/properties/fairness"))
                .containsExactlyElementsOf(RetrainYaml.FAIRNESS_KEYS);
        assertThat(keys(schema, "/properties/rollout")).containsExactlyElementsOf(RolloutYaml.KEYS);
        assertThat(keys(schema, "/properties/rollout/properties/canary"))
                .containsExactlyElementsOf(RolloutYaml.CANARY_KEYS);
        assertThat(keys(schema, "/properties/rollout/properties/takeBack"))
                .containsExactlyElementsOf(RolloutYaml.TAKE_BACK_KEYS);
        assertThat(keys(schema, "/$defs/notifyRoute")).containsExactlyElementsOf(NotifyYaml.KEYS);
        assertThat(keys(schema, "/properties/source")).containsExactlyElementsOf(SourceYaml.KEYS);
        assertThat(keys(schema, "/properties/source/properties/predictions"))
                .containsExactlyElementsOf(SourceYaml.PREDICTIONS_KEYS);
        assertThat(keys(schema, "/properties/source/properties/predictions/properties/prediction"))
                .containsExactlyElementsOf(SourceYaml.ANSWER_KEYS);
        assertThat(keys(schema, "/properties/source/properties/truths"))
                .containsExactlyElementsOf(SourceYaml.TRUTHS_KEYS);
        assertThat(keys(schema, "/$defs/sourceTime/anyOf/1")).containsExactlyElementsOf(SourceYaml.QUANTITY_KEYS);
        for (String effect : List.of("effect", "effectUpToOne", "effectUpToTwo")) {
            assertThat(keys(schema, "/$defs/" + effect + "/anyOf/2")).containsExactlyElementsOf(ThresholdsYaml.KEYS);
        }
    }

    private static Collection<String> keys(JsonNode schema, String pointer) {
        JsonNode object = schema.at(pointer);
        assertThat(object.path("additionalProperties").asText("absent")).isEqualTo("false");
        List<String> keys = new ArrayList<>();
        object.path("properties").fieldNames().forEachRemaining(keys::add);
        return keys;
    }

    /** What follows from the code is written from it; the rest of the file is written by hand. */
    @Test
    void shouldHaveTheDefaultsRangesAndStatisticsOfTheParser() throws IOException {
        ObjectNode schema = (ObjectNode) JSON.readTree(SCHEMA.toFile());
        MonitorSpec defaults = MonitorSpec.defaults("any");
        whole(schema, "/properties/minRows", Range.MIN_ROWS, defaults.minRows());
        whole(schema, "/properties/learnRows", Range.LEARN_ROWS, defaults.learnRows());
        whole(
                schema,
                "/properties/segments/properties/max",
                Range.MAX_SEGMENTS,
                defaults.segments().max());
        whole(
                schema,
                "/properties/episodes/properties/openAfter",
                Range.CONSECUTIVE_WINDOWS,
                defaults.episodes().openAfter());
        whole(
                schema,
                "/properties/episodes/properties/closeAfter",
                Range.CONSECUTIVE_WINDOWS,
                defaults.episodes().closeAfter());
        at(schema, "/properties/window").put("default", DurationText.format(defaults.window()));
        at(schema, "/properties/grace").put("default", DurationText.format(defaults.grace()));
        at(schema, "/properties/rollups/anyOf/1").put("maxItems", Windows.MOST_ROLLUPS);
        at(schema, "/properties/falseAlarms")
                .put("default", defaults.falseAlarms().toString());
        at(schema, "/properties/dataset/properties/share")
                .put("default", defaults.dataset().share());
        at(schema, "/properties/multivariate").put("default", defaults.multivariate());
        list(at(schema, "/properties/references").putArray("default"), List.of("baseline"));
        list(at(schema, "/$defs/reference").putArray("enum"), Reference.keys());
        list(
                at(schema, "/$defs/feature/properties/kind").putArray("enum"),
                FeatureYaml.KINDS.keySet().stream().sorted().toList());
        at(schema, "/$defs/feature/properties/importance")
                .put("maximum", (long) FeatureSpec.MOST_IMPORTANT)
                .put("default", (long) FeatureSpec.DEFAULT.importance());
        statistics(at(schema, "/$defs/thresholds").putObject("properties"));
        at(schema, "/properties/labels/properties/wait").put("default", DurationText.format(Labels.DEFAULT.waitFor()));
        at(schema, "/properties/labels/properties/coverage").put("default", Labels.DEFAULT.coverage());
        metrics(at(schema, "/$defs/performance").putObject("properties"));
        list(
                at(schema, "/properties/retrain/properties/model/properties/algorithm")
                        .putArray("enum"),
                Algorithm.keys());
        list(
                at(schema, "/properties/retrain/properties/gates/properties/metric")
                        .putArray("enum"),
                RetrainYaml.METRIC_KEYS);
        whole(
                schema,
                "/properties/retrain/properties/model/properties/seed",
                Range.SEED,
                Retraining.Model.DEFAULT.seed());
        list(at(schema, "/$defs/levelOfDrift").putArray("enum"), RetrainYaml.LEVELS);
        at(schema, "/properties/notify").put("maxItems", Range.ROUTES.most());
        list(at(schema, "/$defs/notifyKind").putArray("enum"), List.copyOf(NotifyYaml.KINDS.keySet()));
        list(at(schema, "/$defs/notifyState").putArray("enum"), List.copyOf(NotifyYaml.STATES.keySet()));
        list(at(schema, "/$defs/sourceFormat").putArray("enum"), Source.Format.keys());
        list(at(schema, "/$defs/sourceUnit").putArray("enum"), Source.Unit.keys());

        GoldenFile.assertThatFileIs(SCHEMA, pretty(schema), SpecSchemaTest.class);
    }

    private static void statistics(ObjectNode properties) {
        io.tidemark.profile.decision.Thresholds.defaults()
                .levels()
                .forEach((statistic, levels) -> properties
                        .putObject(statistic.key())
                        .put("description", describe(statistic, levels))
                        .put("$ref", "#/$defs/" + effect(statistic)));
    }

    private static String effect(Statistic statistic) {
        double largest = LargestEffect.of(statistic);
        return largest == 1 ? "effectUpToOne" : largest == 2 ? "effectUpToTwo" : "effect";
    }

    private static String describe(Statistic statistic, Levels levels) {
        return "The %s%s. Minor from %s, major from %s by default."
                .formatted(
                        statistic.isRate() ? "change of the " : "", statistic.words(), levels.minor(), levels.major());
    }

    private static void metrics(ObjectNode properties) {
        for (Metric metric : Metric.values()) {
            properties
                    .putObject(metric.key())
                    .put("description", "The " + metric.words() + ".")
                    .put("$ref", "#/$defs/" + limit(metric));
        }
    }

    private static String limit(Metric metric) {
        if (metric.better() == Metric.Better.NEARER_ZERO) {
            return "limitOfBias";
        }
        MetricRange range = MetricRange.of(metric);
        if (range.least() < 0) {
            return "limitOneOrLess";
        }
        return range.most() == 1 ? "limitUpToOne" : range.most() == 2 ? "limitUpToTwo" : "limit";
    }

    private static void whole(ObjectNode schema, String pointer, Range range, long value) {
        at(schema, pointer)
                .put("minimum", range.least())
                .put("maximum", range.most())
                .put("default", value);
    }

    private static void list(ArrayNode array, List<String> values) {
        values.forEach(array::add);
    }

    private static ObjectNode at(ObjectNode schema, String pointer) {
        return (ObjectNode) schema.requiredAt(pointer);
    }

    private static String pretty(JsonNode schema) throws IOException {
        DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter(
                        Separators.createDefaultInstance().withObjectFieldValueSpacing(Separators.Spacing.AFTER))
                .withObjectIndenter(indenter);
        return JSON.writer(printer).writeValueAsString(schema) + "\n";
    }

    private static List<String> parserProblems(String yaml) {
        return Optional.ofNullable(catchThrowableOfType(InvalidSpecException.class, () -> SpecYaml.read(yaml)))
                .map(e -> e.problems().stream().map(SpecProblem::toString).toList())
                .orElse(List.of());
    }

    private static List<String> schemaProblems(String yaml) {
        LoadSettings settings = LoadSettings.builder()
                .setSchema(new CoreSchema())
                .setAllowDuplicateKeys(true)
                .build();
        JsonNode spec = JSON.valueToTree(new Load(settings).loadFromString(yaml));
        return VALIDATOR.validate(spec).stream().map(Object::toString).toList();
    }
}
