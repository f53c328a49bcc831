package io.tidemark.stream.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.schemas.avro.Cause;
import io.tidemark.schemas.avro.Diagnosis;
import io.tidemark.schemas.avro.DiagnosisType;
import io.tidemark.schemas.avro.GroundTruth;
import io.tidemark.schemas.avro.InferenceEvent;
import io.tidemark.schemas.avro.LabeledExample;
import io.tidemark.schemas.avro.MetricValue;
import io.tidemark.schemas.avro.MonitorSpec;
import io.tidemark.schemas.avro.Prediction;
import io.tidemark.schemas.avro.Severity;
import io.tidemark.schemas.avro.WindowPerformance;
import io.tidemark.schemas.avro.WindowProfile;
import io.tidemark.schemas.registry.RegistryConfig;
import io.tidemark.schemas.registry.SchemaRegistry;
import io.tidemark.schemas.topic.Topic;
import io.tidemark.schemas.topic.TopicCatalogue;
import io.tidemark.stream.config.MonitorConfig;
import io.tidemark.stream.config.Role;
import io.tidemark.stream.deadletter.DeadLetters;
import io.tidemark.stream.spec.AppliedSpec;
import io.tidemark.stream.spec.SpecYaml;
import io.tidemark.stream.topology.LabelTopology.InputLags;
import io.tidemark.stream.topology.LabelTopology.InputPartitions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabelTopologyTest {
    private static final Instant T0 = Instant.parse("2001-01-01T00:00:00Z");

    @TempDir
    private Path stateDir;

    private final TopicCatalogue topics = TopicCatalogue.withDefaultPrefix();
    private final SchemaRegistry registry = SchemaRegistry.connect(RegistryConfig.of("embedded:" + UUID.randomUUID()));
    private MonitorConfig config;
    private TopologyTestDriver driver;
    private TestInputTopic<byte[], byte[]> logs;
    private TestInputTopic<byte[], byte[]> truths;
    private TestOutputTopic<String, LabeledExample> examples;
    private TestOutputTopic<String, WindowPerformance> performance;
    private TestOutputTopic<byte[], byte[]> deadLetters;

    @BeforeEach
    void start() {
        config = new MonitorConfig(Map.of(
                "schema.registry.url",
                "embedded:unused",
                StreamsConfig.BOOTSTRAP_SERVERS_CONFIG,
                "unused:9092",
                StreamsConfig.STATE_DIR_CONFIG,
                stateDir.toString()));
        startWith(1, Instant.now());
    }

    /** The driver has one partition: of more, all other ids have to be sent home to it. */
    private void startWith(int partitions, Instant wallClock) {
        driver = new TopologyTestDriver(
                LabelTopology.build(config, registry, new InputPartitions(partitions, partitions), InputLags.UNKNOWN),
                config.streamsProperties(Role.LABELS),
                wallClock);
        logs = driver.createInputTopic(
                topics.inferenceLogs().name(), new ByteArraySerializer(), new ByteArraySerializer());
        truths = driver.createInputTopic(
                topics.groundTruth().name(), new ByteArraySerializer(), new ByteArraySerializer());
        examples = output(topics.labeledExamples());
        performance = output(topics.performance());
        deadLetters = driver.createOutputTopic(
                topics.deadLetters().name(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
        apply("model: flights", "labels: {wait: 2d, positive: late}");
    }

    private void apply(String... yaml) {
        Topic<String, MonitorSpec> monitors = topics.monitors();
        AppliedSpec spec = AppliedSpec.of(SpecYaml.read(String.join("\n", yaml)), "", Instant.now(), "test");
        driver.createInputTopic(
                        monitors.name(),
                        monitors.keySerde().serializer(),
                        monitors.valueSerde(registry).serializer())
                .pipeInput("flights", spec.toRecord());
    }

    private <V> TestOutputTopic<String, V> output(Topic<String, V> topic) {
        return driver.createOutputTopic(
                topic.name(),
                topic.keySerde().deserializer(),
                topic.valueSerde(registry).deserializer());
    }

    @AfterEach
    void stop() {
        driver.close();
        registry.close();
    }

    private void predict(String id, Instant time, double score) {
        Map<String, Object> features = new HashMap<>();
        features.put("distance", 810.5);
        features.put("hour", 7L);
        features.put("origin", "ORD");
        features.put("weather", List.of(0.5, -1.0));
        features.put("delay", null);
        InferenceEvent event = InferenceEvent.newBuilder()
                .setInferenceId(id)
                .setModelId("flights")
                .setModelVersion("1")
                .setEventTime(time)
                .setFeatures(features)
                .setPrediction(Prediction.newBuilder()
                        .setLabel(score > 0.5 ? "late" : "on-time")
                        .setScore(score)
                        .build())
                .setTags(Map.of("region", "eu"))
                .setLatencyMicros(850L)
                .build();
        Topic<String, InferenceEvent> topic = topics.inferenceLogs();
        logs.pipeInput(
                id.getBytes(UTF_8), topic.valueSerde(registry).serializer().serialize(topic.name(), event));
    }

    private void label(String id, Instant knownAt, String label) {
        Topic<String, GroundTruth> topic = topics.groundTruth();
        GroundTruth truth = GroundTruth.newBuilder()
                .setInferenceId(id)
                .setModelId("flights")
                .setEventTime(knownAt)
                .setLabel(label)
                .build();
        truths.pipeInput(
                id.getBytes(UTF_8), topic.valueSerde(registry).serializer().serialize(topic.name(), truth));
    }

    private double count(String metric, String outcome) {
        return driver.metrics().entrySet().stream()
                .filter(entry -> entry.getKey().name().equals(metric)
                        && outcome.equals(entry.getKey().tags().get("outcome")))
                .mapToDouble(entry -> (double) entry.getValue().metricValue())
                .sum();
    }

    @Test
    void shouldWriteExamplesAsTheyWereLogged() {
        predict("a", T0, 0.9);
        label("a", T0.plus(Duration.ofHours(3)), "on-time");

        TestRecord<String, LabeledExample> written = examples.readRecord();
        LabeledExample example = written.value();

        assertThat(written.key()).isEqualTo("flights");
        assertThat(example.getInferenceId()).isEqualTo("a");
        assertThat(example.getModelId()).isEqualTo("flights");
        assertThat(example.getModelVersion()).isEqualTo("1");
        assertThat(example.getLabel()).isEqualTo("on-time");
        assertThat(example.getLabelTime()).isEqualTo(T0.plus(Duration.ofHours(3)));
        assertThat(example.getCorrection()).isFalse();
        assertThat(example.getEventTime()).isEqualTo(T0);
        assertThat(example.getFeatures())
                .containsEntry("distance", 810.5)
                .containsEntry("hour", 7L)
                .containsEntry("origin", "ORD")
                .containsEntry("weather", List.of(0.5, -1.0))
                .containsEntry("delay", null)
                .hasSize(5);
        assertThat(example.getPrediction().getLabel()).isEqualTo("late");
        assertThat(example.getPrediction().getScore()).isEqualTo(0.9);
        assertThat(example.getTags()).isEqualTo(Map.of("region", "eu"));
        assertThat(example.getLatencyMicros()).isEqualTo(850L);
    }

    @Test
    void shouldDiagnoseWithWhatTheWindowProfilesSay() {
        apply(
                "model: flights",
                "labels: {wait: 2d, positive: late}",
                "minRows: 30",
                "performance:",
                "  accuracy: {minor: 0.9, major: 0.8}");
        for (int i = 0; i < 400; i++) {
            predict("p" + i, T0.plusSeconds(i), 0.9);
            label("p" + i, T0.plusSeconds(i), i % 2 == 0 ? "late" : "on-time");
        }
        found("flights", T0);
        predict("next", T0.plus(Duration.ofHours(2)), 0.1);
        driver.advanceWallClockTime(config.performanceRevision());

        WindowPerformance first = performance.readValuesToList().stream()
                .filter(window -> window.getWindowStart().equals(T0))
                .reduce((_, last) -> last)
                .orElseThrow();
        assertThat(first.getDiagnosis().getType()).isEqualTo(DiagnosisType.COVARIATE_WITH_LOSS);
        assertThat(first.getDiagnosis().getCauses())
                .extracting(Cause::getSubject)
                .contains("distance", "$accuracy");
    }

    /** The monitor publishes that a feature drifted in the hour from {@code start}. */
    private void found(String model, Instant start) {
        Topic<String, WindowProfile> topic = topics.windowProfiles();
        WindowProfile profile = WindowProfile.newBuilder()
                .setModelId(model)
                .setModelVersion("1")
                .setSegment("all")
                .setWindowStart(start)
                .setWindowEnd(start.plus(Duration.ofHours(1)))
                .setRows(400)
                .setSeverity(Severity.MINOR)
                .setFeaturesJudged(true)
                .setDiagnosis(Diagnosis.newBuilder()
                        .setType(DiagnosisType.COVARIATE)
                        .setCauses(List.of(new Cause("distance", Severity.MINOR, "hellinger", 1.5)))
                        .setSummary("features changed")
                        .build())
                .setAssessedAt(Instant.now())
                .setFeatures(List.of())
                .build();
        driver.createInputTopic(
                        topic.name(),
                        topic.keySerde().serializer(),
                        topic.valueSerde(registry).serializer())
                .pipeInput(WindowProfiles.keyOf(profile), profile);
    }

    @Test
    void shouldPublishAWindowWhenItIsOverAndAgainAsLabelsLand() {
        predict("a", T0, 0.9);
        predict("b", T0.plusSeconds(1), 0.8);
        label("a", T0.plusSeconds(60), "late");
        predict("next", T0.plus(Duration.ofHours(2)), 0.1);
        label("b", T0.plus(Duration.ofHours(2)), "on-time");
        driver.advanceWallClockTime(config.performanceRevision());
        driver.advanceWallClockTime(config.performanceRevision());
        predict("days later", T0.plus(Duration.ofDays(3)), 0.1);
        label("days later", T0.plus(Duration.ofDays(3)), "on-time");
        driver.advanceWallClockTime(config.performanceRevision());
        driver.advanceWallClockTime(config.performanceRevision());

        List<WindowPerformance> ofFirst = performance.readValuesToList().stream()
                .filter(window -> window.getWindowStart().equals(T0))
                .toList();

        assertThat(ofFirst).extracting(WindowPerformance::getRevision).containsExactly(0, 1, 2);
        assertThat(ofFirst).extracting(WindowPerformance::getFinal$).containsExactly(false, false, true);
        assertThat(ofFirst).extracting(WindowPerformance::getLabelled).containsExactly(1L, 2L, 2L);
        WindowPerformance last = ofFirst.getLast();
        assertThat(last.getPredictions()).isEqualTo(2);
        assertThat(last.getCoverage()).isEqualTo(1);
        assertThat(last.getLatency().getCount()).isEqualTo(2);
        assertThat(valueOf("accuracy", last)).isEqualTo(0.5);
        assertThat(valueOf("rocAuc", last)).isEqualTo(1);
    }

    private static double valueOf(String metric, WindowPerformance window) {
        return window.getRealised().stream()
                .filter(value -> value.getMetric().equals(metric))
                .mapToDouble(MetricValue::getValue)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void shouldSendRecordsHomeThatWereWrittenToAnotherPartition() {
        driver.close();
        startWith(4, Instant.now());

        for (int i = 0; i < 40; i++) {
            predict("id-" + i, T0.plusSeconds(i), 0.9);
            label("id-" + i, T0.plusSeconds(60), "late");
        }

        assertThat(examples.readValuesToList())
                .extracting(LabeledExample::getInferenceId)
                .doesNotHaveDuplicates()
                .hasSize(40);
    }

    @Test
    void shouldSayWhyALabelCouldNotBeUsed() {
        truths.pipeInput("k".getBytes(UTF_8), "no avro".getBytes(UTF_8));
        predict("a", T0, 0.9);
        label("a", T0.plus(Duration.ofDays(30)), "late");
        label("", T0, "late");

        List<TestRecord<byte[], byte[]>> letters = deadLetters.readRecordsToList();

        assertThat(letters)
                .extracting(letter -> headerOf(letter, DeadLetters.REASON))
                .containsExactly("label-not-wire-format", "label-late", "label-no-id");
        assertThat(headerOf(letters.get(1), DeadLetters.MESSAGE))
                .contains("labels.wait")
                .contains("'flights'");
        assertThat(headerOf(letters.get(1), DeadLetters.TOPIC))
                .isEqualTo(topics.groundTruth().name());
        assertThat(new String(letters.getFirst().value(), UTF_8)).isEqualTo("no avro");
    }

    @Test
    void shouldSayWhyALabelThatWasReadFirstCouldNotBeUsed() {
        predict("other", T0, 0.9);
        label("a", T0.plus(Duration.ofDays(30)), "late");
        assertThat(deadLetters.isEmpty())
                .as("its prediction may be of any time")
                .isTrue();

        predict("a", T0, 0.9);

        TestRecord<byte[], byte[]> letter = deadLetters.readRecord();
        assertThat(headerOf(letter, DeadLetters.REASON)).isEqualTo("label-late");
        assertThat(headerOf(letter, DeadLetters.MESSAGE)).contains("labels.wait");
        assertThat(headerOf(letter, DeadLetters.TOPIC))
                .isEqualTo(topics.groundTruth().name());
        assertThat(headerOf(letter, DeadLetters.OFFSET)).isEqualTo("0");
        assertThat(new String(letter.key(), UTF_8)).isEqualTo("a");
        GroundTruth original = topics.groundTruth()
                .valueSerde(registry)
                .deserializer()
                .deserialize(topics.groundTruth().name(), letter.value());
        assertThat(original.getInferenceId()).isEqualTo("a");
        assertThat(original.getLabel()).isEqualTo("late");
    }

    /** Its value would be too long for the store, and for the changelog behind it. */
    @Test
    void shouldKeepTheBeginningOfALongLabelThatWasReadFirst() {
        predict("other", T0, 0.9);
        label("a", T0.plus(Duration.ofDays(30)), "x".repeat(300_000));
        predict("a", T0, 0.9);

        TestRecord<byte[], byte[]> letter = deadLetters.readRecord();
        assertThat(headerOf(letter, DeadLetters.REASON)).isEqualTo("label-late");
        assertThat(letter.value()).hasSize(64 * 1024);
        assertThat(Integer.parseInt(headerOf(letter, DeadLetters.CUT_FROM_BYTES)))
                .isBetween(300_000, 301_000);
        assertThat(new String(letter.value(), UTF_8)).contains("xxx");
    }

    private static String headerOf(TestRecord<byte[], byte[]> letter, String name) {
        return new String(
                Objects.requireNonNull(letter.headers().lastHeader(name)).value(), UTF_8);
    }

    @Test
    void shouldCountWhatBecameOfEveryRecord() {
        predict("a", T0, 0.9);
        predict("a", T0, 0.9);
        label("a", T0.plusSeconds(1), "late");
        label("a", T0.plusSeconds(1), "late");
        label("a", T0.plusSeconds(2), "on-time");
        label("nobody", T0.plusSeconds(2), "on-time");
        driver.advanceWallClockTime(Duration.ofSeconds(10));

        assertThat(count("tidemark_labels_total", "matched")).isOne();
        assertThat(count("tidemark_labels_total", "duplicate")).isOne();
        assertThat(count("tidemark_labels_total", "corrected")).isOne();
        assertThat(count("tidemark_labels_total", "waiting")).isOne();
        assertThat(count("tidemark_predictions_total", "kept")).isOne();
        assertThat(count("tidemark_predictions_total", "duplicate")).isOne();
        assertThat(output(topics.ledger()).readKeyValuesToMap())
                .extractingFromEntries(entry ->
                        entry.getKey() + " " + new TreeMap<>(entry.getValue().getCounts()))
                .containsExactlyInAnyOrder(
                        "labels/0 {corrected=1, duplicate=1, matched=1, waiting=1}",
                        "predictions/0 {duplicate=1, kept=1}");
    }

    @Test
    void shouldKeepNothingOfAModelWhoseSpecDoesNotAskForLabels() {
        apply("model: flights");

        predict("a", T0, 0.9);
        label("a", T0.plusSeconds(1), "late");
        driver.advanceWallClockTime(Duration.ofSeconds(10));

        assertThat(examples.isEmpty()).isTrue();
        assertThat(count("tidemark_labels_total", "not-asked")).isOne();
        assertThat(count("tidemark_predictions_total", "not-asked")).isOne();
    }

    /** A bucket is half of the retention of 16 days. */
    @Test
    void shouldFindPredictionsOfAnEarlierBucketAndForgetThoseOfLongAgo() {
        driver.close();
        long bucketMs = Duration.ofDays(8).toMillis();
        long endOfBucketMs = Math.ceilDiv(System.currentTimeMillis(), bucketMs) * bucketMs;
        startWith(1, Instant.ofEpochMilli(endOfBucketMs).minus(Duration.ofHours(1)));
        predict("a", T0, 0.9);
        predict("b", T0, 0.9);

        driver.advanceWallClockTime(Duration.ofHours(2));
        label("a", T0.plus(Duration.ofHours(1)), "late");
        assertThat(examples.readValuesToList()).as("in the next bucket").hasSize(1);
        label("a", T0.plus(Duration.ofHours(1)), "late");
        driver.advanceWallClockTime(Duration.ofMinutes(1));
        assertThat(count("tidemark_labels_total", "duplicate")).isOne();

        driver.advanceWallClockTime(Duration.ofDays(40));
        predict("c", T0.plus(Duration.ofHours(1)), 0.9);
        label("b", T0.plus(Duration.ofHours(1)), "late");
        assertThat(examples.isEmpty()).as("kept for so long no more").isTrue();
    }

    /** The worst case: an entry of the end of its bucket, looked for as long as the retention says it is there. */
    @Test
    void shouldFindPredictionsForAsLongAsTheRetention() throws IOException {
        driver.close();
        long bucketMs = Duration.ofDays(8).toMillis();
        long endOfBucketMs = Math.ceilDiv(System.currentTimeMillis(), bucketMs) * bucketMs;
        startWith(1, Instant.ofEpochMilli(endOfBucketMs).minus(Duration.ofMinutes(1)));
        predict("a", T0, 0.9);
        for (int bucket = 1; bucket <= 2; bucket++) {
            driver.advanceWallClockTime(Duration.ofDays(8).minusSeconds(10));
            predict("in bucket " + bucket, T0, 0.9);
        }

        label("a", T0.plus(Duration.ofHours(1)), "late");

        assertThat(examples.readValuesToList()).hasSize(1);
        assertThat(segments()).as("each bucket is a segment").hasSize(3);

        driver.advanceWallClockTime(Duration.ofDays(8));
        predict("one bucket later", T0, 0.9);
        assertThat(segments()).as("the oldest is gone from the disk").hasSize(3);
    }

    private List<Path> segments() throws IOException {
        try (Stream<Path> files = Files.walk(stateDir)) {
            return files.filter(Files::isDirectory)
                    .filter(file -> file.getFileName().toString().startsWith(BucketedJoinStore.PREDICTIONS + "."))
                    .toList();
        }
    }
}
