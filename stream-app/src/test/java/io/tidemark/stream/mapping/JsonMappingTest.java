package io.tidemark.stream.mapping;

import static io.tidemark.stream.mapping.MappingFixture.TIMESTAMP;
import static io.tidemark.stream.mapping.MappingFixture.event;
import static io.tidemark.stream.mapping.MappingFixture.map;
import static io.tidemark.stream.mapping.MappingFixture.mapping;
import static io.tidemark.stream.mapping.MappingFixture.onlyTruth;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.schemas.avro.GroundTruth;
import io.tidemark.schemas.avro.InferenceEvent;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What JSON comes to, with the values expected as a reader of the documentation would expect them. */
class JsonMappingTest {
    private static final String SPEC = """
            model: churn
            source:
              predictions:
                topic: TOPIC
                id: $.requestId
                time: $.meta.at
                version: $.model.version
                prediction: {label: $.answer.class, score: $.answer.p, scores: $.answer.all}
                features: {age: $.customer.age, '*': $.features}
                tags: {region: $.region}
                latency: {at: $.meta.ms, unit: milliseconds}
                where: {$.model.name: churn}
            """;

    private static final String ONE_FEATURE = """
            model: m
            source: {predictions: {topic: TOPIC, id: $.id, version: 1, features: {x: $.x}}}
            """;

    private static final String ONE_TIME = """
            model: m
            source: {predictions: {topic: TOPIC, id: $.id, version: 1, features: {}, time: {at: $.at, unit: UNIT}}}
            """;

    private static final String TRUTH = """
            model: m
            labels: {}
            source: {truths: {topic: TOPIC, id: $.id, time: $.at, label: $.outcome, value: $.amount}}
            """;

    @Test
    void shouldTakeEveryPartOfAnEventFromWhereItStands() {
        InferenceEvent event = event(mapping(SPEC), """
                {"requestId": "r-1", "meta": {"at": 1700000000000, "ms": 12.5}, "region": "eu",
                 "model": {"name": "churn", "version": 7},
                 "answer": {"class": true, "p": 0.75, "all": {"true": 0.75, "false": "0.25", "unknown": null}},
                 "customer": {"age": 41, "name": "not mapped"},
                 "features": {"visits": 3, "spent": 12.5, "plan": "gold", "trial": false, "gone": null, "emb": [1, 2.5]}}
                """);

        Map<String, Object> features = new HashMap<>(Map.of(
                "age", 41L, "visits", 3L, "spent", 12.5, "plan", "gold", "trial", false, "emb", List.of(1.0, 2.5)));
        features.put("gone", null);
        assertThat(event.getInferenceId()).isEqualTo("r-1");
        assertThat(event.getModelId()).isEqualTo("churn");
        assertThat(event.getModelVersion()).isEqualTo("7");
        assertThat(event.getEventTime()).isEqualTo(Instant.parse("2023-11-14T22:13:20Z"));
        assertThat(event.getFeatures()).isEqualTo(features);
        assertThat(event.getPrediction().getLabel()).isEqualTo("true");
        assertThat(event.getPrediction().getScore()).isEqualTo(0.75);
        assertThat(event.getPrediction().getValue()).isNull();
        assertThat(event.getPrediction().getScores()).isEqualTo(Map.of("true", 0.75, "false", 0.25));
        assertThat(event.getTags()).isEqualTo(Map.of("region", "eu"));
        assertThat(event.getLatencyMicros()).isEqualTo(12_500);
    }

    @Test
    void shouldLeaveOutRecordsThatAreOfAnotherModelOrSayNothingOfIt() {
        TopicMapping mapping = mapping(SPEC);

        for (String json : List.of(
                "{\"model\": {\"name\": \"basket\"}}",
                "{\"model\": {\"name\": null}}",
                "{\"model\": {\"name\": {\"churn\": 1}}}",
                "{\"model\": \"churn\"}",
                "{}")) {
            assertThat(map(mapping, json)).as(json).isEqualTo(MappedRecord.NOT_MEANT);
        }
        assertThat(mapping.map(new SourceRecord(null, TIMESTAMP))).isEqualTo(MappedRecord.NOT_MEANT);
    }

    @Test
    void shouldTakeAFlatRecordButForWhatElseIsRead() {
        TopicMapping mapping = mapping("""
                model: m
                source:
                  predictions:
                    topic: TOPIC
                    id: $.id
                    time: $.meta.at
                    version: 1
                    prediction: {value: $.price}
                    features: {years: $.age, '*': $}
                    tags: {'*': $.tags}
                """);

        InferenceEvent event = event(mapping, """
                {"id": 5, "meta": {"at": 1, "host": "a"}, "price": 10, "age": 3, "size": 4, "tags": {"shop": "x", "no": null}}
                """);

        assertThat(event.getInferenceId()).isEqualTo("5");
        assertThat(event.getFeatures()).isEqualTo(Map.of("years", 3L, "size", 4L));
        assertThat(event.getPrediction().getValue()).isEqualTo(10.0);
        assertThat(event.getTags()).isEqualTo(Map.of("shop", "x"));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '|',
            value = {
                "9007199254740993,     long,   9007199254740993",
                "9223372036854775807,  long,   9223372036854775807",
                // Beyond a long the nearest double: 2^63 and 10^400.
                "9223372036854775808,  double, 9.223372036854775807E18",
                "1e400,                double, Infinity",
                "1.0,                  double, 1.0",
                "1e3,                  double, 1000.0",
                "-0.5,                 double, -0.5",
                "NaN,                  double, NaN",
                "-Infinity,            double, -Infinity",
                "\"7\",                text,   7",
                "\"NaN\",              text,   NaN",
                "true,                 flag,   true"
            })
    void shouldKeepTypesAndTheDigitsThatTheyHave(String json, String type, String value) {
        Object expected = switch (type) {
            case "long" -> Long.valueOf(value);
            case "double" -> Double.valueOf(value);
            case "flag" -> Boolean.valueOf(value);
            default -> value;
        };

        assertThat(event(mapping(ONE_FEATURE), "{\"id\": \"a\", \"x\": " + json + "}")
                        .getFeatures())
                .containsEntry("x", expected);
    }

    /** Identities are kept to the last digit, whatever number they are; a class 1.0 is a class 1. */
    @ParameterizedTest
    @CsvSource({
        "9007199254740993, 9007199254740993",
        "18446744073709551615, 18446744073709551615",
        "1.0, 1",
        "-3, -3",
        "0.5, 0.5",
        "true, true"
    })
    void shouldWriteNumbersAsTextsWhereTextsAreWanted(String json, String text) {
        assertThat(event(mapping(ONE_FEATURE), "{\"id\": " + json + "}").getInferenceId())
                .isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "seconds, 1700000000, 2023-11-14T22:13:20Z",
        "seconds, 1700000000.9999, 2023-11-14T22:13:20.999Z",
        "seconds, '\"1700000000\"', 2023-11-14T22:13:20Z",
        "milliseconds, 1700000000123, 2023-11-14T22:13:20.123Z",
        "microseconds, 1700000000123999, 2023-11-14T22:13:20.123Z",
        "nanoseconds, 1700000000123999999, 2023-11-14T22:13:20.123Z",
        "seconds, '\"2023-11-14T22:13:20.5Z\"', 2023-11-14T22:13:20.500Z",
        "seconds, '\"2023-11-14T22:13:20.123456789+02:00\"', 2023-11-14T20:13:20.123Z",
        "seconds, '\"2023-11-14 22:13\"', 2023-11-14T22:13:00Z",
        "seconds, '\"2023-11-14\"', 2023-11-14T00:00:00Z"
    })
    void shouldReadTimesByTheirUnitAndTextsByThemselves(String unit, String json, Instant expected) {
        assertThat(event(mapping(ONE_TIME.replace("UNIT", unit)), "{\"id\": \"a\", \"at\": " + json + "}")
                        .getEventTime())
                .isEqualTo(expected);
    }

    @Test
    void shouldTakeTheRecordsOwnTimeWhereNoneIsMapped() {
        assertThat(event(mapping(ONE_FEATURE), "{\"id\": \"a\"}").getEventTime())
                .isEqualTo(Instant.ofEpochMilli(TIMESTAMP));
    }

    @Test
    void shouldHaveNoPredictionWhereNothingOfItIsThere() {
        TopicMapping mapping = mapping(SPEC);

        InferenceEvent event = event(mapping, """
                {"requestId": "r", "meta": {"at": 1}, "model": {"name": "churn", "version": "a"}}
                """);

        assertThat(event.getPrediction()).isNull();
        assertThat(event.getLatencyMicros()).isNull();
        assertThat(event.getFeatures()).containsOnlyKeys("age").containsEntry("age", null);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "not-json  | nonsense                                  | the value is no JSON",
                "not-json  | {\"id\": 1                                | the value is no JSON",
                "not-json  | {\"id\": 1} {}                            | the value is no JSON",
                "not-json  | {\"id\": 1, \"x\": 1, \"x\": 2}           | Duplicate field 'x'",
                "not-json  | [1]                                       | no JSON object but an array of numbers",
                "not-json  | ``                                        | no JSON object but empty",
                "no-id     | {\"ID\": 1, \"x\": 2}                     | there is no inference id at $.id; the record's fields are ID, x",
                "no-id     | {\"id\": \" \"}                           | there is no inference id at $.id",
                "wrong-type| {\"id\": {}}                              | $.id is an object, and a text is wanted",
                "wrong-type| {\"id\": 1, \"x\": {}}                    | $.x is an object, and a feature is a number",
                "wrong-type| {\"id\": 1, \"x\": [\"a\"]}               | $.x is an array with a text",
                "wrong-type| {\"id\": 1, \"x\": [1, null]}             | $.x is an array with null",
                "wrong-type| {\"id\": 1, \"x\": [[1]]}                 | $.x is an array with an array"
            })
    void shouldSayWhatIsWrongAndWhere(String reason, String json, String message) {
        MappedRecord mapped = map(mapping(ONE_FEATURE), json == null ? "" : json);

        assertThat(mapped.outcome().reason()).isEqualTo(reason);
        assertThat(mapped.message()).contains(message);
        assertThat(mapped.events()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "no-time    | {\"id\": 1}                        | there is no time at $.at",
                "no-time    | {\"id\": 1, \"at\": 0}             | $.at says 0 milliseconds since 1970",
                "no-time    | {\"id\": 1, \"at\": \"yesterday\"} | 'yesterday' at $.at is no time",
                "no-time    | {\"id\": 1, \"at\": \"+999999999-01-01\"} | is no time",
                "wrong-type | {\"id\": 1, \"at\": true}          | $.at is a boolean, and a time is wanted",
                "wrong-type | {\"id\": 1, \"at\": NaN}           | $.at is a number, and a time is wanted",
                "wrong-type | {\"id\": 1, \"at\": 1e300}         | $.at counts too many seconds"
            })
    void shouldSayWhatIsWrongWithATime(String reason, String json, String message) {
        MappedRecord mapped = map(mapping(ONE_TIME.replace("UNIT", "seconds")), json);

        assertThat(mapped.outcome().reason()).isEqualTo(reason);
        assertThat(mapped.message()).contains(message);
    }

    @Test
    void shouldRefuseNumbersThatAreNone() {
        TopicMapping mapping = mapping("""
                model: m
                source: {predictions: {topic: TOPIC, id: $.id, version: $.v, prediction: {value: $.p}}}
                """);

        assertThat(map(mapping, "{\"id\": 1, \"v\": 1, \"p\": \"NaN\"}").outcome())
                .isEqualTo(IngestOutcome.WRONG_TYPE);
        assertThat(map(mapping, "{\"id\": 1, \"v\": 1, \"p\": true}").message())
                .isEqualTo(
                        "model 'm': $.p is a boolean, and a number is wanted; correct the path in the spec's source");
        assertThat(map(mapping, "{\"id\": 1, \"p\": 1}").outcome()).isEqualTo(IngestOutcome.NO_VERSION);
        assertThat(event(mapping, "{\"id\": 1, \"v\": 1, \"p\": \"-1.5e-3\"}")
                        .getPrediction()
                        .getValue())
                .isEqualTo(-0.0015);
    }

    @Test
    void shouldRefuseNamesThatNoFeatureMayHaveAndMoreFeaturesThanAreAllowed() {
        TopicMapping mapping = mapping("""
                model: m
                source: {predictions: {topic: TOPIC, id: $.id, version: 1, features: {'*': $.f}}}
                """);
        StringBuilder many = new StringBuilder("\"a\": 1");
        for (int i = 0; i < 50; i++) {
            many.append(", \"f").append(i).append("\": ").append(i);
        }

        assertThat(map(mapping, "{\"id\": 1, \"f\": {\"$x\": 1}}").outcome()).isEqualTo(IngestOutcome.BAD_FEATURE_NAME);
        assertThat(map(mapping, "{\"id\": 1, \"f\": {\"\": 1}}").outcome()).isEqualTo(IngestOutcome.BAD_FEATURE_NAME);
        assertThat(map(mapping, "{\"id\": 1, \"f\": {" + many + "}}").outcome())
                .isEqualTo(IngestOutcome.TOO_MANY_FEATURES);
        assertThat(map(mapping, "{\"id\": 1, \"f\": 3}").outcome()).isEqualTo(IngestOutcome.WRONG_TYPE);
        assertThat(event(mapping, "{\"id\": 1, \"f\": null}").getFeatures()).isEmpty();
    }

    @Test
    void shouldRefuseWhatIsNestedDeeperThanAnybodyNeeds() {
        String json = "{\"id\": 1, \"x\": " + "[".repeat(100_000) + "]".repeat(100_000) + "}";

        assertThat(map(mapping(ONE_FEATURE), json).outcome()).isEqualTo(IngestOutcome.NOT_JSON);
    }

    @Test
    void shouldPointOutAvroThatIsReadAsJson() {
        MappedRecord mapped = mapping(ONE_FEATURE).map(new SourceRecord(new byte[] {0, 0, 0, 0, 1, 2}, TIMESTAMP));

        assertThat(mapped.outcome()).isEqualTo(IngestOutcome.NOT_JSON);
        assertThat(mapped.message()).contains("set format: avro");
    }

    @Test
    void shouldMakeGroundTruth() {
        GroundTruth truth =
                onlyTruth(map(mapping(TRUTH), "{\"id\": 7, \"at\": 5000, \"outcome\": 1.0, \"amount\": \"3\"}"));

        assertThat(truth)
                .isEqualTo(GroundTruth.newBuilder()
                        .setInferenceId("7")
                        .setModelId("m")
                        .setEventTime(Instant.ofEpochSecond(5))
                        .setLabel("1")
                        .setValue(3.0)
                        .build());
        assertThat(map(mapping(TRUTH), "{\"id\": 7, \"at\": 5000, \"outcome\": null}")
                        .outcome())
                .isEqualTo(IngestOutcome.NO_LABEL);
    }

    /** One record may hold what several models answered, and the truth of another. */
    @Test
    void shouldMakeAllThatARecordHolds() {
        TopicMapping mapping = mapping(
                ONE_FEATURE.replace("model: m", "model: champion"),
                ONE_FEATURE.replace("model: m", "model: shadow").replace("$.id", "$.shadowId"),
                TRUTH);

        MappedRecord all = map(mapping, "{\"id\": \"a\", \"shadowId\": \"b\", \"x\": 1, \"at\": 1, \"amount\": 2}");
        MappedRecord part = map(mapping, "{\"id\": \"a\", \"x\": 1, \"at\": 1, \"amount\": 2}");

        assertThat(all.outcome()).isEqualTo(IngestOutcome.MAPPED);
        assertThat(all.events()).extracting(InferenceEvent::getModelId).containsExactly("champion", "shadow");
        assertThat(all.truths()).hasSize(1);
        assertThat(part.outcome()).isEqualTo(IngestOutcome.NO_ID);
        assertThat(part.events()).extracting(InferenceEvent::getModelId).containsExactly("champion");
        assertThat(part.truths()).hasSize(1);
        assertThat(part.message()).startsWith("model 'shadow': there is no inference id at $.shadowId");
    }

    /** That bytes can't be read is the same for all models. */
    @Test
    void shouldSayOnceThatARecordCanNotBeRead() {
        TopicMapping mapping = mapping(ONE_FEATURE, ONE_FEATURE.replace("model: m", "model: n"));

        assertThat(map(mapping, "{").message())
                .startsWith("the value is no JSON")
                .doesNotContain("model");
        assertThat(map(mapping, "{").message().split("no JSON", -1)).hasSize(2);
    }
}
