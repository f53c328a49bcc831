package io.tidemark.stream.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.profile.baseline.ArrivalCounter;
import io.tidemark.profile.baseline.Baseline;
import io.tidemark.profile.sketch.FeatureSketch;
import io.tidemark.profile.sketch.KindHint;
import io.tidemark.profile.sketch.SketchConfig;
import io.tidemark.schemas.avro.BaselineEntry;
import io.tidemark.schemas.avro.DriftEvent;
import io.tidemark.schemas.avro.EpisodeState;
import io.tidemark.schemas.avro.InferenceEvent;
import io.tidemark.schemas.avro.PartitionLedger;
import io.tidemark.schemas.avro.WindowProfile;
import io.tidemark.schemas.registry.RegistryConfig;
import io.tidemark.schemas.registry.SchemaRegistry;
import io.tidemark.schemas.topic.Topic;
import io.tidemark.schemas.topic.TopicCatalogue;
import io.tidemark.stream.assess.UnknownWindowException;
import io.tidemark.stream.config.MonitorConfig;
import io.tidemark.stream.control.BaselineRecords;
import io.tidemark.stream.control.ControlPlane.BaselineTarget;
import io.tidemark.stream.deadletter.DeadLetters;
import io.tidemark.stream.spec.AppliedSpec;
import io.tidemark.stream.spec.MonitorSpec;
import io.tidemark.stream.spec.SpecYaml;
import io.tidemark.stream.state.LiveState;
import io.tidemark.stream.state.LiveStore;
import io.tidemark.stream.state.StateWriter;
import io.tidemark.stream.window.InputLag;
import io.tidemark.stream.window.ProfileMessage;
import io.tidemark.stream.window.ProfileMessage.FeaturePart;
import io.tidemark.stream.window.WindowKey;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.internal.AbstractRecords;
import org.apache.kafka.common.record.internal.CompressionType;
import org.apache.kafka.common.record.internal.RecordBatch;
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

class MonitorTopologyTest {
    private static final Instant T0 = Instant.parse("2001-01-01T00:00:00Z");
    private static final Duration HOUR = Duration.ofHours(1);

    @TempDir
    private Path stateDir;

    private final TopicCatalogue topics = TopicCatalogue.withDefaultPrefix();
    private final SchemaRegistry registry = SchemaRegistry.connect(RegistryConfig.of("embedded:" + UUID.randomUUID()));
    private MonitorConfig config;
    private TopologyTestDriver driver;
    private TestInputTopic<byte[], byte[]> logs;
    private TestInputTopic<String, BaselineEntry> baselines;
    private TestOutputTopic<String, WindowProfile> profiles;
    private TestOutputTopic<String, DriftEvent> events;
    private TestOutputTopic<String, PartitionLedger> ledgers;
    private TestOutputTopic<byte[], byte[]> deadLetters;

    @BeforeEach
    void start() {
        config = configWith(Map.of());
        startAt(Instant.now(), 1);
    }

    private MonitorConfig configWith(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(settings);
        all.put("schema.registry.url", "embedded:unused");
        all.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "unused:9092");
        all.put(StreamsConfig.STATE_DIR_CONFIG, stateDir.toString());
        return new MonitorConfig(all);
    }

    private void startAt(Instant wallClock, int inputPartitions) {
        driver = new TopologyTestDriver(
                MonitorTopology.build(config, registry, inputPartitions, InputLag.UNKNOWN),
                config.streamsProperties(),
                wallClock);
        logs = driver.createInputTopic(
                topics.inferenceLogs().name(), new ByteArraySerializer(), new ByteArraySerializer());
        baselines = input(topics.baselines());
        profiles = output(topics.windowProfiles());
        events = output(topics.driftEvents());
        ledgers = output(topics.ledger());
        deadLetters = driver.createOutputTopic(
                topics.deadLetters().name(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private <V> TestInputTopic<String, V> input(Topic<String, V> topic) {
        return driver.createInputTopic(
                topic.name(),
                topic.keySerde().serializer(),
                topic.valueSerde(registry).serializer());
    }

    private <V> TestOutputTopic<String, V> output(Topic<String, V> topic) {
        return driver.createOutputTopic(
                topic.name(),
                topic.keySerde().deserializer(),
                topic.valueSerde(registry).deserializer());
    }

    /** The feature of a window that was complete: state is saved before it is noted how far has been read. */
    private void pipeFeatureOfAWindowThatCountedBefore() {
        TestInputTopic<byte[], ProfileMessage> messages = driver.createInputTopic(
                config.streamsProperties().getProperty(StreamsConfig.APPLICATION_ID_CONFIG) + "-profiles-repartition",
                new ByteArraySerializer(),
                ProfileMessageSerde.create().serializer());
        messages.pipeInput(new FeaturePart(
                new WindowKey(
                        "flights", "v1", "all", T0.toEpochMilli(), T0.plus(HOUR).toEpochMilli()),
                0,
                "delay",
                normal(10, 0, 1).toBytes()));
    }

    @Test
    void shouldPassOverWhatCountedBeforeUnderAtLeastOnce() {
        driver.close();
        config = configWith(
                Map.of(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, "at_least_once", MonitorConfig.ROLES, "drift"));
        startAt(Instant.now(), 1);

        assertThatCode(this::pipeFeatureOfAWindowThatCountedBefore).doesNotThrowAnyException();
    }

    @Test
    void shouldStopUnderExactlyOnceWhereAFeatureHasNoWindow() {
        assertThatThrownBy(this::pipeFeatureOfAWindowThatCountedBefore)
                .hasRootCauseInstanceOf(UnknownWindowException.class);
    }

    @AfterEach
    void stop() {
        driver.close();
        registry.close();
    }

    private void give(BaselineTarget target, Map<String, FeatureSketch> sketches, long rows) {
        give(target, Baseline.ofSketches(rows, sketches, false, "test", T0));
    }

    private void give(BaselineTarget target, Baseline baseline) {
        BaselineRecords.of(target, baseline).forEach(e -> baselines.pipeInput(BaselineRecords.keyOf(e), e));
    }

    private static FeatureSketch normal(int rows, double mean, long seed) {
        FeatureSketch sketch = new FeatureSketch(SketchConfig.baseline(), KindHint.NUMERIC);
        Random random = new Random(seed);
        for (int i = 0; i < rows; i++) {
            sketch.updateNumber(mean + random.nextGaussian());
        }
        return sketch;
    }

    private byte[] event(Instant time, Map<String, Object> features) {
        return event(time, features, Map.of());
    }

    private byte[] event(Instant time, Map<String, Object> features, Map<String, String> tags) {
        InferenceEvent event = InferenceEvent.newBuilder()
                .setInferenceId("id")
                .setModelId("flights")
                .setModelVersion("v1")
                .setEventTime(time)
                .setFeatures(new HashMap<>(features))
                .setPrediction(null)
                .setTags(tags)
                .setLatencyMicros(null)
                .build();
        return topics.inferenceLogs()
                .valueSerde(registry)
                .serializer()
                .serialize(topics.inferenceLogs().name(), event);
    }

    private void feedHour(int hour, int rows, double shift) {
        Random random = new Random(hour);
        for (int i = 0; i < rows; i++) {
            logs.pipeInput(
                    "k".getBytes(UTF_8),
                    event(
                            T0.plus(HOUR.multipliedBy(hour)).plusMillis(i * HOUR.toMillis() / rows),
                            Map.of("x", random.nextGaussian() + shift)));
        }
    }

    @Test
    void shouldPublishWindowProfilesAndDriftEvents() {
        give(new BaselineTarget("flights", "v1", "all"), Map.of("x", normal(10_000, 0, 1)), 10_000);
        for (int hour = 0; hour < 7; hour++) {
            feedHour(hour, 400, hour == 2 || hour == 3 ? 3 : 0);
        }

        List<WindowProfile> windows = profiles.readValuesToList();
        assertThat(windows).hasSize(6).allSatisfy(w -> {
            assertThat(w.getRows()).isEqualTo(400);
            assertThat(w.getSupplement()).isFalse();
            assertThat(w.getFeatures())
                    .singleElement()
                    .satisfies(f -> assertThat(f.getPresent()).isEqualTo(400));
        });
        List<TestRecord<String, DriftEvent>> drift = events.readRecordsToList();
        assertThat(drift)
                .extracting(r ->
                        r.key() + " " + r.value().getState() + " " + r.value().getWindowStart())
                .containsExactly("flights OPENED 2001-01-01T02:00:00Z", "flights RESOLVED 2001-01-01T05:00:00Z");
        DriftEvent opened = drift.getFirst().value();
        assertThat(opened.getState()).isEqualTo(EpisodeState.OPENED);
        assertThat(opened.getFeature()).isEqualTo("x");
        assertThat(opened.getBaselineRows()).isEqualTo(10_000);
        assertThat(opened.getCurrentRows()).isEqualTo(400);
        assertThat(opened.getStatistics()).containsKeys("psi", "ks", "wasserstein");
        assertThat(opened.getStatistics().get("wasserstein")).isBetween(2.7, 3.3);
        assertThat(deadLetters.isEmpty()).isTrue();
    }

    @Test
    void shouldTellWhatBecameOfRecordsWhereItChanged() {
        feedHour(0, 3, 0);
        logs.pipeInput("k".getBytes(UTF_8), "no event".getBytes(UTF_8));
        driver.advanceWallClockTime(Duration.ofSeconds(10));

        TestRecord<String, PartitionLedger> told = ledgers.readRecord();
        assertThat(told.key()).isEqualTo("profile/0");
        assertThat(told.value().getStep()).isEqualTo("profile");
        assertThat(told.value().getPartition()).isZero();
        assertThat(told.value().getCounts())
                .containsExactlyInAnyOrderEntriesOf(Map.of("profiled", 3L, "undecodable", 1L));

        driver.advanceWallClockTime(Duration.ofSeconds(10));
        assertThat(ledgers.isEmpty()).as("nothing changed").isTrue();
    }

    @Test
    void shouldNotTellMoreOftenThanEveryFiveSecondsWhatBecameOfRecords() {
        for (int second = 0; second < 20; second++) {
            feedHour(0, 1, 0);
            driver.advanceWallClockTime(Duration.ofSeconds(1));
        }

        assertThat(ledgers.readValuesToList()).hasSizeBetween(3, 4);
    }

    @Test
    void shouldPublishThatALiveModelFellSilent() {
        driver.close();
        startAt(T0, 1);
        ArrivalCounter arrivals = new ArrivalCounter();
        arrivals.add(T0.minus(Duration.ofDays(14)).toEpochMilli(), T0.toEpochMilli(), 14 * 24 * 400);
        Baseline baseline = Baseline.ofSketches(10_000, Map.of("x", normal(10_000, 0, 1)), false, "test", T0);
        give(
                new BaselineTarget("flights", "v1", "all"),
                baseline.withArrivals(arrivals.profile().orElseThrow()));
        for (int hour = 0; hour < 4; hour++) {
            for (int quarter = 0; quarter < 4; quarter++) {
                for (int i = 0; i < 100; i++) {
                    Instant time = T0.plus(HOUR.multipliedBy(hour)).plusSeconds(quarter * 900L + i);
                    logs.pipeInput("k".getBytes(UTF_8), event(time, Map.of("x", i % 7 - 3.0)), time);
                }
                pass(Duration.ofMinutes(15));
            }
        }
        pass(Duration.ofMinutes(55));
        assertThat(volumes()).isEmpty();

        // The hour is over, the grace of a minute, the half minute to idleness, and the three minutes that events were
        // late at most.
        pass(Duration.ofMinutes(30));
        assertThat(volumes()).singleElement().satisfies(event -> {
            assertThat(event.getState()).isEqualTo(EpisodeState.OPENED);
            assertThat(event.getWindowStart()).isEqualTo(T0.plus(HOUR.multipliedBy(4)));
            assertThat(event.getReason()).isEqualTo("no events of version v1, about 400 expected");
            assertThat(event.getCurrentRows()).isZero();
        });
        assertThat(deadLetters.isEmpty()).isTrue();
    }

    private void pass(Duration time) {
        for (long ms = 0; ms < time.toMillis(); ms += 3_000) {
            driver.advanceWallClockTime(Duration.ofSeconds(3));
        }
    }

    private List<DriftEvent> volumes() {
        return events.readValuesToList().stream()
                .filter(event -> event.getKind().name().equals("VOLUME"))
                .toList();
    }

    @Test
    void shouldSendBadRecordsToTheDeadLettersAndProfileTheirNeighbours() {
        List<byte[]> bad = new ArrayList<>();
        bad.add("not avro at all".getBytes(UTF_8));
        bad.add(new byte[] {0, 0, 0, 7, 7, 1, 2, 3});
        bad.add(new byte[0]);
        bad.add(event(Instant.parse("2099-01-01T00:00:00Z"), Map.of("x", 1.0)));
        bad.add(event(Instant.EPOCH, Map.of("x", 1.0)));
        for (byte[] value : bad) {
            logs.pipeInput("key".getBytes(UTF_8), event(T0, Map.of("x", 1.0)));
            logs.pipeInput("key".getBytes(UTF_8), value);
        }
        logs.pipeInput("key".getBytes(UTF_8), event(T0.plus(HOUR.multipliedBy(2)), Map.of("x", 1.0)));
        logs.pipeInput("late".getBytes(UTF_8), event(T0, Map.of("x", 1.0)));

        List<TestRecord<byte[], byte[]>> dead = deadLetters.readRecordsToList();
        assertThat(dead)
                .extracting(r -> header(r, DeadLetters.REASON))
                .containsExactly(
                        "not-wire-format", "unknown-schema-id", "not-wire-format", "too-far-ahead", "no-time", "late");
        assertThat(dead.subList(0, bad.size())).extracting(TestRecord::value).containsExactlyElementsOf(bad);
        assertThat(dead.getFirst().key()).asString(UTF_8).isEqualTo("key");
        assertThat(header(dead.getFirst(), DeadLetters.TOPIC))
                .isEqualTo(topics.inferenceLogs().name());
        assertThat(header(dead.getFirst(), DeadLetters.OFFSET)).isEqualTo("1");
        assertThat(profiles.readValue().getRows()).isEqualTo(5);
    }

    @Test
    void shouldSendAnEventThatThereIsNoRoomForToTheDeadLetters() {
        driver.close();
        config = configWith(Map.of(MonitorConfig.MAX_PROFILE_BYTES, "16777216"));
        int eightBytesEach = 1 << 20;
        startAt(Instant.now(), eightBytesEach);

        logs.pipeInput("key".getBytes(UTF_8), event(T0, Map.of("x", 1.0)));

        TestRecord<byte[], byte[]> dead = deadLetters.readRecord();
        assertThat(header(dead, DeadLetters.REASON)).isEqualTo("no-room");
        assertThat(dead.value()).isEqualTo(event(T0, Map.of("x", 1.0)));
    }

    @Test
    void shouldSaveTheStateOfBothSteps() {
        feedHour(0, 10, 0);

        assertThat(savedKeys(ProfileProcessor.STORE)).contains("a/ledger", "b/flights");
        assertThat(savedKeys(AssessProcessor.STORE)).contains("a/flights/watermarks");
    }

    private List<String> savedKeys(String store) {
        List<String> keys = new ArrayList<>();
        ((LiveStore) driver.getStateStore(store)).attach(new LiveState() {
            @Override
            public void restore(String key, byte[] value) {
                keys.add(key);
            }

            @Override
            public void save(StateWriter writer) {}
        });
        return keys;
    }

    @Test
    void shouldAccountForEveryRowOfAFeature() {
        for (Object value : List.of(1.0, 2L, Double.NaN, Double.POSITIVE_INFINITY, "text", true, 3.0)) {
            logs.pipeInput("k".getBytes(UTF_8), event(T0, Map.of("x", value)));
        }
        logs.pipeInput("k".getBytes(UTF_8), event(T0, Map.of()));
        logs.pipeInput("k".getBytes(UTF_8), event(T0.plus(HOUR.multipliedBy(2)), Map.of()));

        assertThat(profiles.readValue().getFeatures()).singleElement().satisfies(x -> {
            assertThat(x.getPresent()).isEqualTo(3);
            assertThat(x.getMissing()).isEqualTo(2);
            assertThat(x.getInvalid()).isEqualTo(3);
        });
    }

    @Test
    void shouldGiveADeadLetterThatWasSentAgainOneReason() {
        logs.pipeInput("key".getBytes(UTF_8), "not avro at all".getBytes(UTF_8));
        TestRecord<byte[], byte[]> first = deadLetters.readRecord();
        logs.pipeInput(new TestRecord<>(
                first.key(), event(Instant.EPOCH, Map.of()), first.headers().add("trace", new byte[0]), T0));

        TestRecord<byte[], byte[]> again = deadLetters.readRecord();
        assertThat(again.headers().headers(DeadLetters.REASON))
                .singleElement()
                .satisfies(reason -> assertThat(reason.value()).asString(UTF_8).isEqualTo("no-time"));
        assertThat(again.headers().toArray())
                .extracting(Header::key)
                .doesNotHaveDuplicates()
                .contains("trace");
    }

    @Test
    void shouldSendARecordWithoutAValueToTheDeadLetters() {
        logs.pipeInput(new TestRecord<>("key".getBytes(UTF_8), null));
        logs.pipeInput(new TestRecord<>(null, event(T0, Map.of("x", 1.0))));
        logs.pipeInput(new TestRecord<>(null, null));

        assertThat(deadLetters.readRecordsToList())
                .extracting(r -> header(r, DeadLetters.REASON))
                .containsExactly("not-wire-format", "not-wire-format");
    }

    @Test
    void shouldCutADeadLetterThatIsTooLongToWrite() {
        byte[] huge = new byte[3_000_000];
        logs.pipeInput("key".getBytes(UTF_8), huge);

        TestRecord<byte[], byte[]> dead = deadLetters.readRecord();
        assertThat(dead.value()).hasSize(1_000_000);
        assertThat(header(dead, DeadLetters.CUT_FROM_BYTES)).isEqualTo("3000000");
    }

    @Test
    void shouldWriteADeadLetterHoweverLargeItsKeyAndHeadersAre() {
        RecordHeaders headers = new RecordHeaders();
        headers.add("trace", "abc".getBytes(UTF_8));
        headers.add("huge", new byte[3_000_000]);
        for (int i = 0; i < 100_000; i++) {
            headers.add("é" + i, null);
        }
        logs.pipeInput(new TestRecord<>(new byte[3_000_000], new byte[3_000_000], headers, Instant.now()));

        TestRecord<byte[], byte[]> dead = deadLetters.readRecord();
        int size = AbstractRecords.estimateSizeInBytesUpperBound(
                RecordBatch.CURRENT_MAGIC_VALUE,
                CompressionType.LZ4,
                dead.key(),
                dead.value(),
                dead.headers().toArray());
        assertThat(size).isLessThan(1_000_000 + DeadLetters.MOST_BESIDE_VALUE);
        assertThat(header(dead, "trace")).isEqualTo("abc");
        assertThat(header(dead, DeadLetters.KEY_CUT_FROM_BYTES)).isEqualTo("3000000");
        assertThat(Integer.parseInt(header(dead, DeadLetters.HEADERS_LEFT_OUT))).isGreaterThan(90_000);
        assertThat(header(dead, DeadLetters.REASON)).isEqualTo("unknown-schema-id");
    }

    @Test
    void shouldNotWriteWithARecordTimeFromTheFuture() {
        logs.pipeInput(new TestRecord<>(null, "rubbish".getBytes(UTF_8), Instant.parse("2999-01-01T00:00:00Z")));

        assertThat(deadLetters.readRecord().getRecordTime()).isBeforeOrEqualTo(Instant.now());
    }

    @Test
    void shouldLearnABaselineAndPublishIt() {
        TestOutputTopic<String, BaselineEntry> published = output(topics.baselines());
        for (int hour = 0; hour < 30; hour++) {
            feedHour(hour, 400, 0);
        }

        assertThat(published.readKeyValuesToMap()).containsOnlyKeys("flights/v1", "flights/v1/x");
        assertThat(profiles.readValuesToList().getLast().getLearnedBaseline()).isTrue();
    }

    @Test
    void shouldLearnFromAndJudgeWhateverValuesComeWithoutStopping() {
        MonitorSpec spec = MonitorSpec.defaults("flights")
                .withMinRows(1)
                .withLearning(50, Duration.ZERO)
                .with(new MonitorSpec.Segments(List.of("city"), 3));
        input(topics.monitors())
                .pipeInput(
                        "flights", AppliedSpec.of(spec, "", Instant.now(), "").toRecord());
        List<Object> odd = Arrays.asList(
                null,
                Double.NaN,
                Double.POSITIVE_INFINITY,
                Double.NEGATIVE_INFINITY,
                Double.MAX_VALUE,
                -Double.MAX_VALUE,
                Double.MIN_VALUE,
                -0.0,
                Long.MIN_VALUE,
                Long.MAX_VALUE,
                true,
                "",
                "\0",
                "\ud800",
                "𝄞".repeat(20_000));
        Random random = new Random(5);
        int rows = 0;
        for (int hour = 0; hour < 12; hour++) {
            for (int i = 0; i < 30; i++, rows++) {
                Map<String, Object> features = new HashMap<>();
                for (int value = 0; value < odd.size(); value++) {
                    features.put("only-" + value, odd.get(value));
                }
                features.put("=#\n\u001b", odd.get(random.nextInt(odd.size())));
                features.put("any/of%them", odd.get(random.nextInt(odd.size())));
                features.put("turns", hour < 4 ? odd.get(i % odd.size()) : odd.get((i + hour) % 3 + 4));
                logs.pipeInput(
                        "k".getBytes(UTF_8),
                        event(T0.plus(HOUR.multipliedBy(hour)).plusSeconds(i), features, Map.of("city", "c/" + i % 5)));
            }
        }

        assertThat(deadLetters.isEmpty()).isTrue();
        List<WindowProfile> windows = profiles.readValuesToList();
        assertThat(windows.stream()
                        .filter(w -> w.getSegment().equals("all") && w.getPart() == 0)
                        .mapToLong(WindowProfile::getRows)
                        .sum())
                .as("all but the two windows that are still open")
                .isEqualTo(rows - 60);
        assertThat(windows.getLast().getLearnedBaseline()).isTrue();
    }

    @Test
    void shouldTellATagOfTheSpecThatNoEventHas() {
        MonitorSpec spec =
                MonitorSpec.defaults("flights").with(new MonitorSpec.Segments(List.of("country", "contry"), 10));
        input(topics.monitors())
                .pipeInput(
                        "flights", AppliedSpec.of(spec, "", Instant.now(), "").toRecord());
        give(new BaselineTarget("flights", "v1", "all"), Map.of("x", normal(10_000, 0, 1)), 10_000);
        Random random = new Random(3);
        for (int hour = 0; hour < 8; hour++) {
            for (int i = 0; i < 300; i++) {
                Map<String, String> tags = hour == 5 ? Map.of() : Map.of("country", i % 2 == 0 ? "FR" : "DE");
                Instant time = T0.plus(HOUR.multipliedBy(hour)).plusSeconds(i);
                logs.pipeInput("k".getBytes(UTF_8), event(time, Map.of("x", random.nextGaussian()), tags));
            }
        }

        List<WindowProfile> windows = profiles.readValuesToList();
        assertThat(windows)
                .filteredOn(window -> window.getSegment().equals("all"))
                .extracting(WindowProfile::getAbsentTags)
                .as("hours 0 and 1 may have been cut by an earlier spec; hour 5 has no tags at all")
                .containsExactly(
                        List.of(),
                        List.of(),
                        List.of("contry"),
                        List.of("contry"),
                        List.of("contry"),
                        List.of("country", "contry"),
                        List.of("contry"));
        assertThat(windows)
                .filteredOn(window -> !window.getSegment().equals("all"))
                .isNotEmpty()
                .allSatisfy(window -> assertThat(window.getAbsentTags()).isEmpty());
        assertThat(events.isEmpty()).as("a tag that never came is no drift").isTrue();
    }

    @Test
    void shouldPublishAFeatureRichWindowInParts() {
        Map<String, Object> features = new HashMap<>();
        for (int i = 0; i < 400; i++) {
            features.put("feature-" + i, "x".repeat(200) + i);
        }
        for (int i = 0; i < 20; i++) {
            Map<String, Object> varied = new HashMap<>();
            int row = i;
            features.forEach((name, value) -> varied.put(name, value + "-" + row));
            logs.pipeInput("k".getBytes(UTF_8), event(T0, varied));
        }
        logs.pipeInput("k".getBytes(UTF_8), event(T0.plus(HOUR.multipliedBy(2)), Map.of()));

        List<WindowProfile> parts = profiles.readValuesToList();
        assertThat(parts.size()).isGreaterThan(1);
        assertThat(parts).extracting(WindowProfile::getParts).containsOnly(parts.size());
        assertThat(parts.stream().mapToInt(p -> p.getFeatures().size()).sum()).isEqualTo(400);
        assertThat(parts)
                .allSatisfy(part -> assertThat(topics.windowProfiles()
                                .valueSerde(registry)
                                .serializer()
                                .serialize(topics.windowProfiles().name(), part)
                                .length)
                        .isLessThan(1_000_000));
    }

    @Test
    void shouldKeepTheMonitorRunningWhenASpecOrBaselineIsDamaged() {
        TestInputTopic<byte[], byte[]> raw = driver.createInputTopic(
                topics.baselines().name(), new ByteArraySerializer(), new ByteArraySerializer());
        give(new BaselineTarget("flights", "v1", "all"), Map.of("x", normal(10_000, 0, 1)), 10_000);
        raw.pipeInput("flights/v1".getBytes(UTF_8), "rubbish".getBytes(UTF_8));
        raw.pipeInput(new TestRecord<>(null, "rubbish".getBytes(UTF_8)));
        feedHour(0, 400, 0);
        feedHour(2, 400, 0);

        assertThat(profiles.readValue().getBaselineId())
                .as("the baseline before stays in force")
                .isNotNull();
    }

    /** Anyone may write to the topics of specs and baselines. */
    @Test
    void shouldNotTakeABaselineOfWhatIsNoSegment() {
        FeatureSketch x = normal(10_000, 0, 1);
        give(new BaselineTarget("flights", "v1", "all"), Map.of("x", x), 10_000);
        Baseline other = Baseline.ofSketches(10_000, Map.of("x", x), false, "test", T0);
        BaselineRecords.of(new BaselineTarget("flights", "v1", "region=north"), other)
                .forEach(entry -> {
                    ((SpecificRecordBase) entry.getEntry()).put("segment", "north");
                    baselines.pipeInput(BaselineRecords.keyOf(entry), entry);
                });
        for (int hour = 0; hour < 4; hour++) {
            feedHour(hour, 400, 0);
        }

        assertThat(profiles.readValuesToList()).hasSize(3).allMatch(profile -> profile.getBaselineId() != null);
    }

    @Test
    void shouldNotTakeABaselineOfAFeatureThatNoneCanBe() {
        give(
                new BaselineTarget("flights", "v1", "all"),
                Map.of("x", normal(10_000, 0, 1), "$volume", normal(10_000, 0, 2)),
                10_000);
        feedHour(0, 400, 0);
        feedHour(2, 400, 0);

        assertThat(profiles.readValue().getBaselineId()).isNull();
    }

    @Test
    void shouldNotTakeRecordsUnderTheKeysOfOthers() {
        give(new BaselineTarget("flights", "v1", "all"), Map.of("x", normal(10_000, 0, 1)), 10_000);
        BaselineRecords.of(
                        new BaselineTarget("flights", "v1", "all"),
                        Baseline.ofSketches(10_000, Map.of("x", normal(10_000, 5, 1)), false, "test", T0))
                .forEach(entry -> baselines.pipeInput("trains" + BaselineRecords.keyOf(entry), entry));
        input(topics.monitors())
                .pipeInput(
                        "trains",
                        AppliedSpec.of(SpecYaml.read("{model: flights, minRows: 401}"), "", T0, "test")
                                .toRecord());
        feedHour(0, 400, 0);
        feedHour(2, 400, 0);

        assertThat(profiles.readValue().getFeatures())
                .singleElement()
                .satisfies(x -> assertThat(x.getSeverity().name()).isEqualTo("NONE"));
    }

    private static String header(TestRecord<?, ?> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null ? "" : new String(header.value(), UTF_8);
    }
}
