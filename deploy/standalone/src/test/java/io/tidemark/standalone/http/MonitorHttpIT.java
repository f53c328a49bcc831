package io.tidemark.standalone.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SpecificationVersion;
import io.tidemark.profile.sketch.FeatureSketch;
import io.tidemark.profile.sketch.KindHint;
import io.tidemark.profile.sketch.SketchConfig;
import io.tidemark.schemas.avro.FeatureProfile;
import io.tidemark.schemas.avro.InferenceEvent;
import io.tidemark.schemas.avro.Prediction;
import io.tidemark.schemas.avro.WindowProfile;
import io.tidemark.schemas.registry.SchemaRegistry;
import io.tidemark.schemas.topic.RecordKeys;
import io.tidemark.schemas.topic.Topic;
import io.tidemark.standalone.broker.EmbeddedBroker;
import io.tidemark.standalone.cluster.Cluster;
import io.tidemark.standalone.cluster.FreshCluster;
import io.tidemark.stream.app.MonitorApp;
import io.tidemark.stream.config.HttpSettings;
import io.tidemark.stream.config.MonitorConfig;
import io.tidemark.stream.spec.AppliedSpec;
import io.tidemark.stream.spec.SpecYaml;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a monitor that has judged something says over HTTP, beside what was written to its topics. */
class MonitorHttpIT {
    private static final Instant T0 = Instant.parse("2001-01-01T00:00:00Z");
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int ROWS = 2_000;
    /** The last hours drift. */
    private static final int HOURS = 8;

    private static final int DRIFTED_FROM = 6;
    private static final String CHANGES = "/api/v1/changes";
    private static final String MODEL = "<script>alert(1)</script>/ö";
    private static final String VERSION = "v/1";
    private static final String HOSTILE = "\"><img src=x onerror=alert(1)>";

    @TempDir
    private static Path directory;

    private static EmbeddedBroker broker;
    private static Cluster cluster;
    private static MonitorApp monitor;
    private static Browser browser;

    @BeforeAll
    static void judgeSomething() throws Exception {
        broker = EmbeddedBroker.start();
        cluster = FreshCluster.on(broker);
        SchemaRegistry registry = cluster.registry();
        applySpec(registry);
        write(registry);
        Map<String, String> settings = new HashMap<>(cluster.settings());
        settings.put("state.dir", directory.toString());
        settings.put("commit.interval.ms", "200");
        settings.put("tidemark.idle.timeout.ms", "2000");
        settings.put(HttpSettings.LISTEN, "127.0.0.1:0");
        monitor = MonitorApp.start(new MonitorConfig(settings));
        browser = new Browser(monitor.dashboardAddress().orElseThrow());
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(ask("/api/v1/windows", "model", MODEL, "version", VERSION)
                            .at("/windows"))
                    .hasSize(HOURS);
            assertThat(ask("/api/v1/episodes").at("/openCount").asInt()).isPositive();
            assertThat(ask("/api/v1/ledger").at("/partitions").size()).isPositive();
        });
    }

    @AfterAll
    static void stop() {
        browser.close();
        monitor.close();
        broker.close();
    }

    private static void applySpec(SchemaRegistry registry) throws Exception {
        String yaml = """
                model: '%s'
                window: 1h
                grace: 0s
                learnRows: 4000
                learnFor: 2h
                segments: {by: [region]}
                labels: {}
                """.formatted(MODEL);
        var topic = cluster.topics().monitors();
        try (var producer = cluster.producer(
                new StringSerializer(), topic.valueSerde(registry).serializer(), Map.of())) {
            producer.send(new ProducerRecord<>(
                            topic.name(),
                            RecordKeys.model(MODEL),
                            AppliedSpec.of(SpecYaml.read(yaml), yaml, Instant.now(), "test")
                                    .toRecord()))
                    .get();
        }
    }

    private static void write(SchemaRegistry registry) throws Exception {
        Random random = new Random(7);
        Topic<String, InferenceEvent> topic = cluster.topics().inferenceLogs();
        try (Producer<String, InferenceEvent> producer = cluster.producer(
                new StringSerializer(), topic.valueSerde(registry).serializer(), Map.of())) {
            List<Future<?>> sent = new ArrayList<>();
            for (int row = 0; row < HOURS * ROWS; row++) {
                int hour = row / ROWS;
                String id = "id-" + row;
                sent.add(producer.send(new ProducerRecord<>(topic.name(), id, event(id, row, hour, random))));
            }
            for (var each : sent) {
                each.get();
            }
        }
        try (Producer<String, byte[]> producer =
                cluster.producer(new StringSerializer(), new ByteArraySerializer(), Map.of())) {
            producer.send(new ProducerRecord<>(topic.name(), HOSTILE, new byte[] {1, 2, 3, 4, 5, 6}))
                    .get();
        }
    }

    private static InferenceEvent event(String id, int row, int hour, Random random) {
        boolean drifted = hour >= DRIFTED_FROM;
        Map<String, Object> features = new HashMap<>();
        features.put("age", random.nextGaussian() * 10 + (drifted ? 80 : 40));
        features.put("colour", random.nextInt(4) == 0 ? "red" : drifted ? HOSTILE : "green");
        return InferenceEvent.newBuilder()
                .setInferenceId(id)
                .setModelId(MODEL)
                .setModelVersion(VERSION)
                .setEventTime(T0.plus(Duration.ofHours(hour)).plusMillis(row % ROWS * 1_700L))
                .setFeatures(features)
                .setPrediction(Prediction.newBuilder()
                        .setLabel(random.nextBoolean() ? "yes" : "no")
                        .setScores(Map.of())
                        .build())
                .setTags(Map.of("region", row % 2 == 0 ? "north" : "south"))
                .build();
    }

    private static JsonNode ask(String path, String... parameters) {
        HttpResponse<String> response = browser.get(path, parameters);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return Browser.json(response);
    }

    @Test
    void shouldShowWhichWindowsDrifted() {
        JsonNode map = ask("/api/v1/windows", "model", MODEL, "version", VERSION);

        assertThat(map.at("/windows/0/start").asText()).isEqualTo("2001-01-01T00:00:00Z");
        assertThat(map.at("/windows").findValuesAsText("rows")).allMatch(rows -> rows.equals("2000"));
        assertThat(map.at("/features/0/severities").asText()).isEqualTo("11111133");
        assertThat(map.at("/features").findValuesAsText("feature")).contains("age", "colour");
        assertThat(ask("/api/v1/models").at("/models/0/model").asText()).isEqualTo(MODEL);
        assertThat(ask("/api/v1/models").at("/models/0/worst").asText()).isNotEmpty();
    }

    @Test
    void shouldShowHowAFeatureWasDistributed() {
        JsonNode found = ask(
                "/api/v1/distribution",
                "model",
                MODEL,
                "version",
                VERSION,
                "feature",
                "age",
                "window",
                "2001-01-01T07:00:00Z");

        // 10 around 80 beside 10 around 40.
        assertThat(found.at("/current/100").asDouble()).isBetween(79.0, 81.0);
        assertThat(found.at("/baseline/curve/100").asDouble()).isBetween(39.0, 41.0);
        assertThat(found.at("/baseline/statistics/ks").asDouble()).isGreaterThan(0.9);
        double sum = 0;
        for (JsonNode bin : found.at("/baseline/bins")) {
            sum += bin.at("/current").asDouble();
        }
        assertThat(sum).isCloseTo(1, offset(1e-9));
    }

    @Test
    void shouldSayWhichSketchIsDamagedAndShowTheRest() throws Exception {
        String model = "damaged";
        FeatureSketch sketch = new FeatureSketch(SketchConfig.window(), KindHint.NUMERIC);
        List.of(1, 2, 3).forEach(sketch::updateNumber);
        byte[] good = sketch.toBytes();
        writeWindow(
                model,
                List.of(
                        ShownRecords.withSketch("x", Arrays.copyOf(good, good.length / 2)),
                        ShownRecords.withSketch("y", good),
                        ShownRecords.withSketch("z", "no sketch".getBytes(StandardCharsets.UTF_8))));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(browser.get("/api/v1/windows", "model", model, "version", "1")
                                .statusCode())
                        .isEqualTo(200));

        for (String feature : List.of("x", "z")) {
            JsonNode found = ask(
                    "/api/v1/distribution",
                    "model",
                    model,
                    "version",
                    "1",
                    "feature",
                    feature,
                    "window",
                    T0.toString());
            assertThat(found.at("/unreadable")).hasSize(1);
            assertThat(found.at("/unreadable/0").asText())
                    .contains(
                            "the sketch of " + feature,
                            cluster.topics().windowProfiles().name() + "-");
            assertThat(found.at("/profile/present").asLong()).isEqualTo(100);
            assertThat(found.has("current")).isFalse();
        }
        JsonNode neighbour =
                ask("/api/v1/distribution", "model", model, "version", "1", "feature", "y", "window", T0.toString());
        assertThat(neighbour.at("/current/100").asDouble()).isEqualTo(2);
        assertThat(neighbour.has("unreadable")).isFalse();
        assertThat(browser.get("/metrics").body()).contains("tidemark_view_unreadable_total 2.0");
    }

    private static void writeWindow(String model, List<FeatureProfile> features) throws Exception {
        Topic<String, WindowProfile> topic = cluster.topics().windowProfiles();
        try (SchemaRegistry registry = cluster.registry();
                Producer<String, WindowProfile> producer = cluster.producer(
                        new StringSerializer(), topic.valueSerde(registry).serializer(), Map.of())) {
            producer.send(new ProducerRecord<>(topic.name(), model, ShownRecords.window(model, 0, features)))
                    .get();
        }
    }

    @Test
    void shouldShowCategoriesAsTheyCame() {
        JsonNode found = ask(
                "/api/v1/distribution",
                "model",
                MODEL,
                "version",
                VERSION,
                "feature",
                "colour",
                "window",
                "2001-01-01T07:00:00Z");

        assertThat(found.at("/baseline/bins").findValuesAsText("label")).contains("red", "green", "(unseen)");
        assertThat(found.at("/profile/topCategories/0/category").asText()).isEqualTo(HOSTILE);
    }

    @Test
    void shouldShowAFeatureOverTime() {
        JsonNode points = ask("/api/v1/feature", "model", MODEL, "version", VERSION, "feature", "age")
                .at("/points");

        assertThat(points).hasSize(HOURS);
        assertThat(points.at("/7/measures/p50").asDouble()).isBetween(79.0, 81.0);
        assertThat(points.at("/0/measures/missing").asDouble()).isZero();
    }

    @Test
    void shouldShowSegmentsOfAWindow() {
        JsonNode segments = ask(
                        "/api/v1/segments", "model", MODEL, "version", VERSION, "window", "2001-01-01T07:00:00Z")
                .at("/segments");

        assertThat(segments.findValuesAsText("segment")).contains("all", "region=north", "region=south");
    }

    @Test
    void shouldShowWhatBecameOfEveryRecord() {
        await().atMost(PATIENCE).untilAsserted(() -> {
            long records = 0;
            JsonNode ledger = ask("/api/v1/ledger");
            for (JsonNode partition : ledger.at("/partitions")) {
                records += partition.at("/step").asText().equals("profile")
                        ? partition.at("/records").asLong()
                        : 0;
            }
            assertThat(records).isEqualTo(HOURS * ROWS + 1);
            assertThat(ledger.at("/lags").findValuesAsText("lag")).isNotEmpty().containsOnly("0");
        });
        JsonNode letters = ask("/api/v1/dead-letters");
        assertThat(letters.at("/recentByReason/not-wire-format").asInt()).isEqualTo(1);
        assertThat(letters.at("/recent").findValuesAsText("key")).contains(HOSTILE);
    }

    @Test
    void shouldTellPrometheusWhatBecameOfRecords() {
        await().atMost(PATIENCE).untilAsserted(() -> {
            String metrics = browser.get("/metrics").body();
            double profiled = metrics.lines()
                    .filter(line -> line.startsWith("tidemark_records_total") && line.contains("outcome=\"profiled\""))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .sum();
            assertThat(profiled).isEqualTo(HOURS * ROWS);
            assertThat(metrics)
                    .contains("tidemark_ready 1", "tidemark_open_episodes{", "kafka_stream", "jvm_memory_used");
        });
    }

    @Test
    void shouldAnswerAsTheDocumentSays() {
        JsonNode document = ask("/openapi.json");
        Map<String, String[]> questions = Map.ofEntries(
                Map.entry("/api/v1/status", new String[] {}),
                Map.entry("/api/v1/models", new String[] {}),
                Map.entry("/api/v1/model", new String[] {"model", MODEL}),
                Map.entry("/api/v1/windows", new String[] {"model", MODEL, "version", VERSION}),
                Map.entry("/api/v1/feature", new String[] {"model", MODEL, "version", VERSION, "feature", "age"}),
                Map.entry("/api/v1/distribution", new String[] {
                    "model", MODEL, "version", VERSION, "feature", "age", "window", "2001-01-01T07:00:00Z"
                }),
                Map.entry(
                        "/api/v1/segments",
                        new String[] {"model", MODEL, "version", VERSION, "window", "2001-01-01T07:00:00Z"}),
                Map.entry("/api/v1/episodes", new String[] {}),
                Map.entry("/api/v1/performance", new String[] {"model", MODEL, "version", VERSION}),
                Map.entry("/api/v1/jobs", new String[] {}),
                Map.entry("/api/v1/versions", new String[] {}),
                Map.entry("/api/v1/serving", new String[] {}),
                Map.entry("/api/v1/ledger", new String[] {}),
                Map.entry("/api/v1/dead-letters", new String[] {}),
                Map.entry("/health/live", new String[] {}),
                Map.entry("/health/ready", new String[] {}),
                Map.entry("/health/started", new String[] {}));
        questions.forEach((path, parameters) -> {
            assertThat(document.at("/paths").has(path)).as(path).isTrue();
            assertThat(violations(document, path, "200", browser.get(path, parameters)))
                    .as(path)
                    .isEmpty();
        });
        assertThat(violations(document, "/api/v1/model", "default", browser.get("/api/v1/model")))
                .isEmpty();
    }

    /** The answer's schema, which stands under a response that the path refers to. */
    private static List<String> violations(
            JsonNode document, String path, String status, HttpResponse<String> response) {
        String reference = document.at("/paths")
                .get(path)
                .at("/get/responses/" + status + "/$ref")
                .asText();
        String name = reference.substring(reference.lastIndexOf('/') + 1);
        ObjectNode root = document.deepCopy();
        root.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        root.put("$ref", "#/components/schemas/" + name);
        Schema schema = com.networknt.schema.SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(root.toString());
        return schema.validate(response.body(), InputFormat.JSON).stream()
                .map(String::valueOf)
                .toList();
    }

    @Test
    void shouldTellOfChangesAsTheyCome() throws Exception {
        HttpResponse<Stream<String>> events = browser.client()
                .send(
                        browser.request(CHANGES)
                                .header("Accept", "text/event-stream")
                                .build(),
                        BodyHandlers.ofLines());
        CompletableFuture<String> heard = CompletableFuture.supplyAsync(() -> events.body()
                .filter(line -> line.startsWith("data:") && line.contains("DEAD_LETTERS"))
                .findFirst()
                .orElse(""));
        assertThat(events.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/event-stream"));

        try (Producer<String, byte[]> producer =
                cluster.producer(new StringSerializer(), new ByteArraySerializer(), Map.of())) {
            producer.send(new ProducerRecord<>(cluster.topics().deadLetters().name(), "key", new byte[] {1}))
                    .get();
        }

        assertThat(heard.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).contains("DEAD_LETTERS");
        events.body().close();
    }

    @Test
    void shouldSayHowToFollowChanges() {
        HttpResponse<String> response = browser.get(CHANGES);

        assertThat(response.statusCode()).isEqualTo(406);
        assertThat(Browser.json(response).at("/error/message").asText()).contains("Accept: text/event-stream");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/windows",
                "/api/v1/windows?model=a&version=b&columns=1",
                "/api/v1/windows?model=a&version=b&columns=many",
                "/api/v1/windows?model=a&version=b&from=yesterday",
                "/api/v1/windows?model=a&version=b&from=2001-01-02T00:00:00Z&to=2001-01-01T00:00:00Z",
                "/api/v1/episodes?state=closed",
                "/api/v1/dead-letters?limit=100000",
                "/api/v1/distribution?model=a&version=b&feature=c"
            })
    void shouldSayWhatIsWrongWithAQuestion(String question) {
        HttpResponse<String> response = browser.get(question);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(Browser.json(response).at("/error/message").asText()).contains("parameter");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/nothing",
                "/api/v1/model?model=unknown",
                "/api/v1/windows?model=unknown&version=1",
                "/nothing.html",
                "/vendor/echarts/nothing.js"
            })
    void shouldSayThatThereIsNoSuchThing(String question) {
        HttpResponse<String> response = browser.get(question);

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(Browser.json(response).at("/error/code").asText()).isNotEmpty();
    }

    /** As bytes, since a client that is decent would mend them. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/../../../../etc/passwd",
                "/%2e%2e/%2e%2e/logback.xml",
                "/..%2f..%2flogback.xml",
                "/vendor/echarts/../../../../../logback.xml",
                "/vendor/echarts/%2e%2e/%2e%2e/%2e%2e/%2e%2e/MANIFEST.MF",
                "/..\\..\\logback.xml",
                "//etc/passwd",
                "/logback.xml",
                "/io/tidemark/stream/http/openapi.yaml"
            })
    void shouldServeNoFileButItsOwn(String path) throws IOException {
        String answer = raw("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

        assertThat(answer)
                .matches("(?s)HTTP/1.1 40[04].*")
                .doesNotContain("root:", "<configuration", "Manifest-Version");
    }

    @Test
    void shouldRefuseWhatIsTooLarge() throws IOException {
        assertThat(raw("GET /?" + "x".repeat(100_000) + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
                .matches("(?s)HTTP/1.1 4(14|31).*");
        assertThat(browser.send(browser.request("/api/v1/models")
                                .POST(HttpRequest.BodyPublishers.ofString("x".repeat(200_000))))
                        .statusCode())
                .isIn(405, 413);
    }

    @Test
    void shouldAnswerUnderTheNamesOfThisMachineAlone() throws IOException {
        assertThat(raw("GET /api/v1/models HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 403")
                .contains("localhost");
        assertThat(raw("GET /health/live HTTP/1.1\r\nHost: 10.0.0.7\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 200");
    }

    @Test
    void shouldLetABrowserRunNothingFromElsewhere() {
        var headers = browser.get("/").headers();

        assertThat(headers.firstValue("Content-Security-Policy"))
                .hasValueSatisfying(policy -> assertThat(policy)
                        .contains("default-src 'none'", "script-src 'self';", "frame-ancestors 'none'")
                        .doesNotContain("unsafe"));
        assertThat(headers.firstValue("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(headers.firstValue("Server")).isEmpty();
        assertThat(browser.get("/vendor/echarts/echarts.min.js").statusCode()).isEqualTo(200);
    }

    private static String raw(String request) throws IOException {
        URI address = URI.create(monitor.dashboardAddress().orElseThrow());
        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            InputStream in = socket.getInputStream();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
