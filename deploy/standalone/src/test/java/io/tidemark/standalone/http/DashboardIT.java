package io.tidemark.standalone.http;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.tidemark.standalone.http.ShownRecords.T0;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.tidemark.schemas.avro.DriftEvent;
import io.tidemark.schemas.avro.EpisodeState;
import io.tidemark.schemas.avro.InferenceEvent;
import io.tidemark.schemas.avro.ModelStage;
import io.tidemark.schemas.avro.Prediction;
import io.tidemark.schemas.avro.Severity;
import io.tidemark.schemas.registry.SchemaRegistry;
import io.tidemark.schemas.topic.RecordKeys;
import io.tidemark.schemas.topic.Topic;
import io.tidemark.schemas.topic.TopicCatalogue;
import io.tidemark.standalone.broker.EmbeddedBroker;
import io.tidemark.standalone.cluster.Cluster;
import io.tidemark.standalone.cluster.FreshCluster;
import io.tidemark.stream.app.MonitorApp;
import io.tidemark.stream.config.HttpSettings;
import io.tidemark.stream.config.MonitorConfig;
import io.tidemark.stream.spec.AppliedSpec;
import io.tidemark.stream.spec.SpecYaml;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The dashboard in a browser, with what a person does there. Its pages are kept as pictures in target/screenshots. */
class DashboardIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final double PATIENCE_MS = 60_000;

    private static final String MODEL = "credit";
    private static final int ROWS = 2_000;
    private static final int HOURS = 8;
    private static final int DRIFTED_FROM = 6;
    private static final String LAST_HOUR = "2001-01-01T07:00:00Z";

    private static final String WIDE = "wide";
    private static final int FEATURES = 1_000;
    private static final int WINDOWS = 300;

    /** Markup, and a mark that turns the text behind it around. */
    private static final String HOSTILE = "<img src=x onerror=alert(1)>\u202Egnp.exe";

    private static final String LONG = "long_".repeat(100);

    @TempDir
    private static Path directory;

    private static EmbeddedBroker broker;
    private static Cluster cluster;
    private static SchemaRegistry registry;
    private static MonitorApp monitor;
    private static String address;
    private static Browser api;
    private static Chromium chromium;

    @BeforeAll
    static void judgeSomething() throws Exception {
        chromium = Chromium.start();
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MS);
        broker = EmbeddedBroker.start();
        cluster = FreshCluster.on(broker);
        registry = cluster.registry();
        publish();
        Map<String, String> settings = new HashMap<>(cluster.settings());
        settings.put("state.dir", directory.toString());
        settings.put("commit.interval.ms", "200");
        settings.put("tidemark.idle.timeout.ms", "2000");
        settings.put(HttpSettings.LISTEN, "127.0.0.1:0");
        monitor = MonitorApp.start(new MonitorConfig(settings));
        address = monitor.dashboardAddress().orElseThrow();
        api = new Browser(address);
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(ask("/api/v1/windows", "model", MODEL, "version", "1").at("/windows"))
                    .hasSize(HOURS);
            assertThat(ask("/api/v1/windows", "model", WIDE, "version", "1").at("/windows"))
                    .hasSize(WINDOWS);
            assertThat(ask("/api/v1/episodes").at("/openCount").asInt()).isPositive();
            assertThat(ask("/api/v1/ledger").at("/partitions")).isNotEmpty();
        });
    }

    @AfterAll
    static void stop() {
        chromium.close();
        api.close();
        monitor.close();
        registry.close();
        broker.close();
    }

    private static void publish() throws Exception {
        TopicCatalogue topics = cluster.topics();
        String yaml = "model: " + MODEL + """

                window: 1h
                grace: 0s
                learnRows: 4000
                learnFor: 2h
                segments: {by: [region]}
                labels: {}
                """;
        write(
                topics.monitors(),
                Map.of(
                        RecordKeys.model(MODEL),
                        AppliedSpec.of(SpecYaml.read(yaml), yaml, Instant.now(), "test")
                                .toRecord()));
        write(topics.inferenceLogs(), events());
        write(
                topics.modelVersions(),
                Map.of(
                        RecordKeys.modelVersion(MODEL, "1"),
                        ShownRecords.version(MODEL, "1", ModelStage.PRODUCTION, null),
                        RecordKeys.modelVersion(MODEL, "2"),
                        ShownRecords.version(MODEL, "2", ModelStage.CANARY, "1")));
        write(
                topics.servingStatus(),
                Map.of(
                        RecordKeys.modelInstance(MODEL, "app-1"),
                        ShownRecords.serving(MODEL, "app-1", "1", "2", HOSTILE)));
        write(topics.retrainJobs(), Map.of("job-1", ShownRecords.job(MODEL, "job-1", "2", HOSTILE)));
        write(
                topics.performance(),
                IntStream.range(0, HOURS)
                        .boxed()
                        .collect(Collectors.toMap(
                                hour -> MODEL + "/" + hour, hour -> ShownRecords.performance(MODEL, "1", hour))));
        for (int hour = 0; hour < WINDOWS; hour++) {
            writeWideWindow(hour);
        }
        write(
                topics.windowProfiles(),
                Map.of(
                        "hostile",
                        ShownRecords.window(
                                HOSTILE,
                                0,
                                List.of(
                                        ShownRecords.feature(HOSTILE, Severity.MAJOR),
                                        ShownRecords.feature(LONG, Severity.MINOR)))));
        try (Producer<String, byte[]> producer =
                cluster.producer(new StringSerializer(), new ByteArraySerializer(), Map.of())) {
            producer.send(new ProducerRecord<>(topics.inferenceLogs().name(), HOSTILE, new byte[] {1, 2, 3, 4, 5, 6}))
                    .get();
        }
    }

    private static void writeWideWindow(int hour) throws Exception {
        write(cluster.topics().windowProfiles(), Map.of(WIDE, ShownRecords.wideWindow(WIDE, hour, FEATURES)));
    }

    private static <V> void write(Topic<String, V> topic, Map<String, V> records) throws Exception {
        try (Producer<String, V> producer = cluster.producer(
                new StringSerializer(), topic.valueSerde(registry).serializer(), Map.of())) {
            List<Future<?>> sent = new ArrayList<>();
            records.forEach((key, value) -> sent.add(producer.send(new ProducerRecord<>(topic.name(), key, value))));
            for (Future<?> each : sent) {
                each.get();
            }
        }
    }

    private static Map<String, InferenceEvent> events() {
        Random random = new Random(7);
        Map<String, InferenceEvent> events = new LinkedHashMap<>();
        for (int row = 0; row < HOURS * ROWS; row++) {
            int hour = row / ROWS;
            boolean drifted = hour >= DRIFTED_FROM;
            Map<String, Object> features = new HashMap<>();
            features.put("age", random.nextGaussian() * 10 + (drifted ? 80 : 40));
            features.put("income", random.nextGaussian());
            features.put("colour", random.nextInt(4) == 0 ? "red" : drifted ? HOSTILE : "green");
            String id = "id-" + row;
            events.put(
                    id,
                    InferenceEvent.newBuilder()
                            .setInferenceId(id)
                            .setModelId(MODEL)
                            .setModelVersion("1")
                            .setEventTime(T0.plus(Duration.ofHours(hour)).plusMillis(row % ROWS * 1_700L))
                            .setFeatures(features)
                            .setPrediction(Prediction.newBuilder()
                                    .setLabel(random.nextBoolean() ? "yes" : "no")
                                    .setScores(Map.of())
                                    .build())
                            .setTags(Map.of("region", row % 2 == 0 ? "north" : "south"))
                            .build());
        }
        return events;
    }

    private static JsonNode ask(String path, String... parameters) {
        return Browser.json(api.get(path, parameters));
    }

    private static Visit visit() {
        return visit(1300, 900, ColorScheme.LIGHT);
    }

    private static Visit visit(int width, int height, ColorScheme colours) {
        Visit visit = new Visit(chromium.browser(), address, width, height, colours);
        visit.page().setDefaultTimeout(PATIENCE_MS);
        return visit;
    }

    private static Locator link(Page page, String name) {
        return page.getByRole(
                AriaRole.LINK, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    @Test
    void shouldLeadFromTheOverviewToTheCauseByKeyboard() {
        try (Visit visit = visit().open("")) {
            Page page = visit.page();
            assertThat(page.locator(".model").filter(new Locator.FilterOptions().setHasText(MODEL)))
                    .containsText("Major drift");
            link(page, MODEL).focus();
            page.keyboard().press("Enter");
            assertThat(page).hasTitle(MODEL + " · Tidemark");
            visit.settle();

            page.locator(".map").focus();
            page.keyboard().press("ArrowDown");
            assertThat(page.locator(".map + .hidden")).containsText("Major drift");
            String chosen = page.locator(".map + .hidden").textContent();
            page.keyboard().press("ArrowLeft");
            page.keyboard().press("ArrowRight");
            assertThat(page.locator(".map + .hidden")).hasText(chosen);
            assertThat(page.url()).contains("window=2001-01-01T07");
            assertThat(page.locator("[aria-labelledby=h-window]")).containsText("region=north");

            page.keyboard().press("Enter");
            assertThat(page).hasURL(Pattern.compile(".*/features/.*window=2001-01-01T07.*"));
            visit.settle();
            assertThat(page.locator("[aria-labelledby=h-distribution]")).containsText("population stability index");
            assertThat(page.locator("[aria-labelledby=h-distribution] canvas").first())
                    .isVisible();

            page.goBack();
            visit.settle();
            assertThat(page.locator(".readout").first()).containsText("Major drift");
        }
    }

    @Test
    void shouldShowADistributionBesideItsBaseline() {
        try (Visit visit = visit().open("#/models/credit/features/age?version=1&window=" + LAST_HOUR)) {
            Page page = visit.page();
            Locator shown = page.locator("[aria-labelledby=h-distribution]");
            assertThat(shown).containsText("learned from the first rows");
            assertThat(shown.locator(".chart canvas")).hasCount(2);
            JsonNode found =
                    ask("/api/v1/distribution", "model", MODEL, "version", "1", "feature", "age", "window", LAST_HOUR);
            shown.getByText("All bins as a table").click();
            assertThat(shown.getByRole(
                            AriaRole.ROW,
                            new Locator.GetByRoleOptions()
                                    .setName(found.at("/baseline/bins/0/label").asText())))
                    .isVisible();

            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("← Earlier"))
                    .click();
            assertThat(page).hasURL(Pattern.compile(".*window=2001-01-01T06.*"));
            assertThat(shown.locator("strong").first()).containsText("2001-01-01 06:00");
        }
    }

    @Test
    void shouldTellEpisodesInTheirSentences() {
        List<String> reasons =
                ask("/api/v1/episodes", "model", MODEL, "state", "open").at("/open").findValuesAsText("reason").stream()
                        .map(reason -> reason.replace("\u202E", "\\u202e"))
                        .toList();
        try (Visit visit = visit().open("#/models/credit?version=1")) {
            Locator episodes = visit.page().locator("[aria-labelledby=h-open] .episode");
            assertThat(episodes.first()).isVisible();
            assertThat(reasons).isNotEmpty();
            for (String reason : reasons) {
                assertThat(visit.page().locator("[aria-labelledby=h-open]")).containsText(reason);
            }
        }
    }

    @Test
    void shouldShowVersionsJobsAndWhoRefusesWhat() {
        try (Visit visit = visit().open("#/models/credit?tab=loop")) {
            Page page = visit.page();
            assertThat(page.locator(".version.answers")).containsText("Version 1");
            assertThat(page.locator(".version").filter(new Locator.FilterOptions().setHasText("Version 2")))
                    .containsText("20 %");
            assertThat(page.getByRole(AriaRole.ALERT)).containsText("app-1 refuses version 2");
            link(page, "job-1").click();
            visit.settle();
            assertThat(page.locator("[aria-labelledby=h-gates]")).containsText("10 % better");
            assertThat(page.locator("[aria-labelledby=h-gates] .passed")).hasText("passed");
            assertThat(page.locator("[aria-labelledby=h-metrics]")).containsText("0.8");
        }
    }

    @Test
    void shouldShowPerformanceAndTheSpecAsItWasApplied() {
        try (Visit visit = visit().open("#/models/credit?version=1&tab=performance")) {
            Page page = visit.page();
            assertThat(page.locator("[aria-labelledby=h-performance] canvas").first())
                    .isVisible();
            page.getByText("The last windows as a table").click();
            assertThat(page.locator("[aria-labelledby=h-performance] tbody tr").first())
                    .containsText("76 %");
            link(page, "Monitor spec").click();
            assertThat(page.locator("pre")).containsText("learnRows: 4000");
        }
    }

    @Test
    void shouldShowWhatBecameOfEveryRecord() {
        try (Visit visit = visit().open("#/operations")) {
            Page page = visit.page();
            assertThat(page.locator("[aria-labelledby=h-ledger] tbody tr").first())
                    .containsText("16,001");
            assertThat(page.locator("[aria-labelledby=h-dead-letters] .chips")).containsText("not wire format");
            assertThat(page.locator("[aria-labelledby=h-instance]")).containsText("Running");
        }
    }

    @Test
    void shouldShowHostileNamesAsTexts() {
        try (Visit visit = visit().open("")) {
            Page page = visit.page();
            String shown = HOSTILE.replace("\u202E", "\\u202e");
            link(page, shown).click();
            visit.settle();
            assertThat(page.locator("h1")).hasText(shown);
            page.getByText("As a table").click();
            assertThat(page.locator("details table")
                            .getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName(LONG)))
                    .hasCount(1);
            page.locator(".map").focus();
            page.keyboard().press("End");
            page.keyboard().press("ArrowDown");
            assertThat(page.locator(".readout")).containsText(LONG);
            assertThat(visit.overflow()).isNotPositive();
            link(page, shown).first().click();
            assertThat(page).hasTitle(Pattern.compile(".*onerror.*"));
            visit.settle();
            visit.open("#/models/credit/features/colour?version=1&window=" + LAST_HOUR);
            assertThat(page.locator("[aria-labelledby=h-distribution]")).containsText(shown);
            assertThat(page.locator("img")).hasCount(0);
        }
    }

    @Test
    void shouldFollowWhatIsPublishedAndKeepTheFocus() throws Exception {
        String model = "followed";
        write(
                cluster.topics().windowProfiles(),
                Map.of(model, ShownRecords.window(model, 0, List.of(ShownRecords.feature("x", Severity.NONE)))));
        await().atMost(PATIENCE).until(() -> ask("/api/v1/models").toString().contains(model));
        try (Visit visit = visit().open("#/models/followed")) {
            Page page = visit.page();
            assertThat(page.locator("#live")).hasText("live");
            Locator count = page.locator(".map-tools [role=status]");
            assertThat(count).hasText("1 feature, 1 window");
            page.getByLabel("Filter features by name").focus();
            write(
                    cluster.topics().windowProfiles(),
                    Map.of(model, ShownRecords.window(model, 1, List.of(ShownRecords.feature("x", Severity.MAJOR)))));
            assertThat(count).hasText("1 feature, 2 windows");
            assertThat(page.getByLabel("Filter features by name")).isFocused();
        }
    }

    /** What it ended with need not be a window: here its version stopped to answer. */
    @Test
    void shouldLeadFromAnEpisodeThatEndedToTheWindowThatItBeganWith() throws Exception {
        String model = "ended";
        Topic<String, DriftEvent> events = cluster.topics().driftEvents();
        write(
                cluster.topics().windowProfiles(),
                Map.of(model, ShownRecords.window(model, 0, List.of(ShownRecords.feature("x", Severity.MAJOR)))));
        write(events, Map.of(model, ShownRecords.drift(model, "x", EpisodeState.OPENED, 0)));
        write(events, Map.of(model, ShownRecords.drift(model, "x", EpisodeState.RESOLVED, 5)));
        await().atMost(PATIENCE)
                .until(() ->
                        ask("/api/v1/episodes", "model", model).at("/ended").size() == 1
                                && ask("/api/v1/models").toString().contains(model));
        try (Visit visit = visit().open("#/models/" + model)) {
            visit.page().getByText("Look at x").click();
            visit.settle();
            assertThat(visit.page()).hasURL(Pattern.compile(".*window=2001-01-01T00%3A00%3A00Z.*"));
            assertThat(visit.page().locator("[aria-labelledby=h-distribution]")).containsText("100 rows");
        }
    }

    @Test
    void shouldSayWhatIsWrongAndOfferToTryAgain() {
        try (Visit visit = visit().open("#/models/nobody-knows-it")) {
            assertThat(visit.page().getByRole(AriaRole.ALERT).first()).containsText("nothing is known of a model");
            assertThat(visit.page().getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Try again")))
                    .isVisible();
            visit.forgive("404");
        }
    }

    @Test
    void shouldSayWhatToDoFirstWhereThereIsNothing() {
        try (Visit visit = visit()) {
            visit.page().route("**/api/v1/models", route -> answer(route, 200, "{\"models\": []}"));
            visit.open("");
            assertThat(visit.page().locator(".empty")).containsText("./tidemark apply -f");
        }
    }

    @Test
    void shouldComeBackByItselfWhenKafkaAnswersAgain() {
        try (Visit visit = visit()) {
            Page page = visit.page();
            page.route(
                    "**/api/v1/models",
                    route -> answer(route, 503, "{\"error\": {\"code\": \"kafka\", \"message\": \"no answer\"}}"));
            visit.open("");
            assertThat(page.getByRole(AriaRole.ALERT)).containsText("no answer");
            page.unroute("**/api/v1/models");
            assertThat(link(page, MODEL)).isVisible();
            assertThat(page.getByRole(AriaRole.ALERT)).hasCount(0);
            visit.forgive("503");
        }
    }

    private static void answer(Route route, int status, String body) {
        route.fulfill(new Route.FulfillOptions()
                .setStatus(status)
                .setContentType("application/json")
                .setBody(body));
    }

    @Test
    void shouldKeepTheColoursAndTheZoneThatWereChosen() {
        try (Visit visit = visit().open("#/models/credit?version=1")) {
            Page page = visit.page();
            page.locator("#theme").click();
            page.locator("#zone").click();
            page.reload();
            visit.settle();
            assertThat(page.locator("html")).hasAttribute("data-theme", "dark");
            assertThat(page.locator("#zone")).hasText("Local time");
            assertThat(visit.barriers()).isEmpty();
        }
    }

    @Test
    void shouldKeepTheViewInItsAddressAndFindFeatures() {
        try (Visit visit = visit().open("#/models/wide?version=1&q=feature_01&drifted=1")) {
            Page page = visit.page();
            assertThat(page.locator(".map-tools [role=status]")).hasText("20 of 1,000 features");
            assertThat(page.getByLabel("Filter features by name")).hasValue("feature_01");
            page.getByLabel("only drifted").uncheck();
            assertThat(page.locator(".map-tools [role=status]")).hasText("100 of 1,000 features");
            page.reload();
            visit.settle();
            assertThat(page.locator(".map-tools [role=status]")).hasText("100 of 1,000 features");
        }
    }

    /** What is measured depends on the machine, so it is told, beside the pictures, and not judged. */
    @Test
    void shouldScrollAThousandFeaturesOfThreeHundredWindows() throws Exception {
        long begun = System.nanoTime();
        try (Visit visit = visit().open("#/models/wide?version=1")) {
            Page page = visit.page();
            assertThat(page.locator(".map-tools [role=status]"))
                    .hasText(Pattern.compile("1,000 features, 300 windows"));
            long shown = Duration.ofNanos(System.nanoTime() - begun).toMillis();
            Map<String, Object> frames = visit.measure("""
                    async () => {
                      const map = document.querySelector('.map');
                      const times = [];
                      for (let i = 0, last = performance.now(); i < 120; i++) {
                        map.scrollTop = i * 160;
                        map.scrollLeft = i * 8;
                        const box = map.getBoundingClientRect();
                        map.dispatchEvent(new MouseEvent('mousemove', {bubbles: true, clientX: box.left + 300 + i, clientY: box.top + 100 + i}));
                        await new Promise(requestAnimationFrame);
                        const now = performance.now();
                        times.push(now - last);
                        last = now;
                      }
                      times.sort((one, other) => one - other);
                      return {median: times[60], p95: times[114], worst: times[119], height: map.scrollHeight};
                    }""");
            Files.createDirectories(Visit.SCREENSHOTS);
            Files.writeString(
                    Visit.SCREENSHOTS.resolve("wide.txt"),
                    "%d features, %d windows: shown after %d ms; milliseconds between frames while it is scrolled: %s%n"
                            .formatted(FEATURES, WINDOWS, shown, frames));
            assertThat(frames.get("height"))
                    .asInstanceOf(InstanceOfAssertFactories.INTEGER)
                    .isGreaterThan(FEATURES * 15);
            page.locator(".map").focus();
            page.keyboard().press("End");
            page.keyboard().press("PageDown");
            assertThat(page.locator(".map + .hidden")).containsText("feature_");
        }
    }

    private static final Map<String, String> PAGES = pages();

    private static Map<String, String> pages() {
        Map<String, String> pages = new LinkedHashMap<>();
        pages.put("overview", "");
        pages.put("model", "#/models/credit?version=1&window=" + LAST_HOUR + "&feature=age");
        pages.put("wide", "#/models/wide");
        pages.put("feature", "#/models/credit/features/age?version=1&window=" + LAST_HOUR);
        pages.put("category", "#/models/credit/features/colour?version=1&window=" + LAST_HOUR);
        pages.put("performance", "#/models/credit?version=1&tab=performance");
        pages.put("loop", "#/models/credit?tab=loop");
        pages.put("spec", "#/models/credit?tab=spec");
        pages.put("job", "#/jobs/job-1");
        pages.put("operations", "#/operations");
        return pages;
    }

    @ParameterizedTest
    @EnumSource(Eyes.class)
    void shouldBarNobodyAndFitTheScreen(Eyes eyes) {
        PAGES.forEach((name, hash) -> {
            try (Visit visit = visit(eyes.width(), 844, eyes.colours()).open(hash)) {
                visit.screenshot(name + "-" + eyes.word());
                assertThat(visit.overflow()).as(name).isNotPositive();
                assertThat(visit.barriers()).as(name).isEmpty();
            }
        });
    }
}
