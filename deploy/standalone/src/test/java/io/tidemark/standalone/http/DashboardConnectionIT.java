package io.tidemark.standalone.http;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.HttpCredentials;
import io.tidemark.schemas.avro.Severity;
import io.tidemark.schemas.avro.WindowProfile;
import io.tidemark.schemas.registry.SchemaRegistry;
import io.tidemark.schemas.topic.Topic;
import io.tidemark.standalone.broker.EmbeddedBroker;
import io.tidemark.standalone.cluster.Cluster;
import io.tidemark.standalone.cluster.FreshCluster;
import io.tidemark.stream.app.MonitorApp;
import io.tidemark.stream.config.HttpSettings;
import io.tidemark.stream.config.MonitorConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The dashboard as most people have it: behind a proxy, under a path of its own, with a login, over a network that breaks. */
class DashboardConnectionIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final double PATIENCE_MS = 60_000;

    private static final String MODEL = "churn";
    /** Of the test vectors of OpenBSD's bcrypt: the password is {@code a}. */
    private static final String USERS = "ann:$2a$06$m0CrhHm10qJ3lXRY.5zDGO3rS2KdeeWLuGmsfGlMfOxih58VYVfxe\n";

    private static final Pattern LOST =
            Pattern.compile("Connection lost at \\d\\d:\\d\\d UTC. What is shown is older; trying again.");

    @TempDir
    private static Path directory;

    private static EmbeddedBroker broker;
    private static Cluster cluster;
    private static SchemaRegistry registry;
    private static MonitorApp monitor;
    private static Chromium chromium;

    private PrefixProxy proxy;
    private int hours;

    @BeforeAll
    static void start() throws Exception {
        chromium = Chromium.start();
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MS);
        broker = EmbeddedBroker.start();
        cluster = FreshCluster.on(broker);
        registry = cluster.registry();
        Path users = Files.writeString(directory.resolve("users"), USERS);
        Map<String, String> settings = new HashMap<>(cluster.settings());
        settings.put("state.dir", directory.resolve("state").toString());
        settings.put(HttpSettings.LISTEN, "127.0.0.1:0");
        settings.put(HttpSettings.USERS_FILE, users.toString());
        monitor = MonitorApp.start(new MonitorConfig(settings));
    }

    @AfterAll
    static void stop() {
        chromium.close();
        monitor.close();
        registry.close();
        broker.close();
    }

    @BeforeEach
    void standBetween() throws IOException {
        proxy = new PrefixProxy(monitor.dashboardAddress().orElseThrow());
    }

    @AfterEach
    void goAway() {
        proxy.close();
    }

    /** Publishes the next window of a model. */
    private void publishAWindow(String model) throws Exception {
        WindowProfile window = ShownRecords.window(model, hours++, List.of(ShownRecords.feature("x", Severity.MAJOR)));
        Topic<String, WindowProfile> topic = cluster.topics().windowProfiles();
        try (var producer = cluster.producer(
                new StringSerializer(), topic.valueSerde(registry).serializer(), Map.of())) {
            producer.send(new ProducerRecord<>(topic.name(), model, window)).get();
        }
        try (Browser api = new Browser(monitor.dashboardAddress().orElseThrow())) {
            await().atMost(PATIENCE)
                    .until(() -> Browser.json(api.getAs("ann", "a", "/api/v1/windows?version=1&model=" + model))
                                    .at("/windows")
                                    .size()
                            == hours);
        }
    }

    private Visit visit() {
        return visit(1300, ColorScheme.LIGHT);
    }

    private Visit visit(int width, ColorScheme colours) {
        Visit visit = new Visit(
                chromium.browser(),
                proxy.address(),
                Visit.options(width, 844, colours).setHttpCredentials(new HttpCredentials("ann", "a")));
        visit.page().setDefaultTimeout(PATIENCE_MS);
        return visit;
    }

    private static Locator trouble(Page page) {
        return page.locator("#trouble");
    }

    private static Locator windows(Page page) {
        return page.locator(".map-tools [role=status]");
    }

    @Test
    void shouldSayThatTheConnectionIsLostAndComeBackByItself() throws Exception {
        String model = "restarted";
        publishAWindow(model);
        try (Visit visit = visit().open("#/models/" + model)) {
            Page page = visit.page();
            assertThat(page.locator("#live")).hasText("live");
            assertThat(trouble(page)).isEmpty();

            proxy.stop();
            assertThat(trouble(page)).hasText(LOST);
            assertThat(page.locator("#live")).hasText("offline");
            assertThat(page.getByRole(AriaRole.STATUS)
                            .filter(new Locator.FilterOptions().setHasText("Connection lost")))
                    .hasCount(1);
            // What was there stays.
            assertThat(windows(page)).hasText("1 feature, 1 window");

            publishAWindow(model);
            proxy.restart();
            assertThat(windows(page)).hasText("1 feature, 2 windows");
            assertThat(page.locator("#live")).hasText("live");
            assertThat(trouble(page)).isEmpty();
            visit.forgive("ERR_");
        }
    }

    /** After a machine slept, or a network went away, no connection ends: nothing comes any more, that is all. */
    @Test
    void shouldNoticeThatNothingComesAnyMore() throws Exception {
        String model = "asleep";
        publishAWindow(model);
        try (Visit visit = visit()) {
            Page page = visit.page();
            page.clock().install();
            visit.open("#/models/" + model);
            assertThat(page.locator("#live")).hasText("live");

            proxy.hang();
            page.clock().fastForward(39_000);
            assertThat(page.locator("#live")).hasText("live");
            page.clock().fastForward(5_000);
            assertThat(trouble(page)).hasText(LOST);

            publishAWindow(model);
            proxy.goOn();
            assertThat(windows(page)).hasText("1 feature, 2 windows");
            assertThat(trouble(page)).isEmpty();
            visit.forgive("ERR_");
        }
    }

    /** While it is asked for: what is shown must not go because something newer can't be had. */
    @Test
    void shouldKeepWhatIsShownWhereAQuestionFails() throws Exception {
        String model = "asked";
        publishAWindow(model);
        try (Visit visit = visit().open("#/models/" + model)) {
            Page page = visit.page();
            page.route(
                    "**/api/v1/windows*",
                    route -> route.fulfill(
                            new Route.FulfillOptions().setStatus(502).setBody("<h1>Bad gateway</h1>")));
            publishAWindow(model);
            assertThat(page.locator("#live")).hasText("reconnecting");
            assertThat(windows(page)).hasText("1 feature, 1 window");
            page.unroute("**/api/v1/windows*");
            assertThat(windows(page)).hasText("1 feature, 2 windows");
            visit.forgive("502");
        }
    }

    /** As where more browsers follow than can. */
    @Test
    void shouldGoOnAskingWhereItIsToldOfNothing() throws Exception {
        String model = "crowded";
        publishAWindow(model);
        try (Visit visit = visit()) {
            Page page = visit.page();
            page.route(
                    "**/api/v1/changes",
                    route -> route.fulfill(
                            new Route.FulfillOptions().setStatus(503).setBody("{}")));
            visit.open("#/models/" + model);
            assertThat(page.locator("#live")).hasText("asking");
            publishAWindow(model);
            assertThat(windows(page)).hasText("1 feature, 2 windows");
            assertThat(trouble(page)).isEmpty();
            visit.forgive("503");
        }
    }

    @Test
    void shouldSayThatNobodyIsLoggedInAnyMore() throws Exception {
        String model = "expelled";
        publishAWindow(model);
        try (Visit visit = visit().open("#/models/" + model)) {
            Page page = visit.page();
            assertThat(page.locator("#live")).hasText("live");
            proxy.impersonate("ann", "wrong");
            proxy.stop();
            proxy.restart();

            assertThat(trouble(page)).containsText("Nobody is logged in");
            assertThat(windows(page)).hasText("1 feature, 1 window");
            proxy.impersonateNobody();
            trouble(page)
                    .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Log in again"))
                    .click();
            visit.settle();
            assertThat(trouble(page)).isEmpty();
            assertThat(page.locator("#live")).hasText("live");
            visit.forgive("ERR_");
            visit.forgive("401");
        }
    }

    @Test
    void shouldSayWhoMayLook() {
        proxy.impersonate("eve", "a");
        try (Visit visit = visit()) {
            visit.page().navigate(proxy.address() + "/");
            assertThat(visit.page().locator("body")).containsText("basic authentication");
            visit.forgive("401");
        }
    }

    @Test
    void shouldWorkUnderAPathOfItsOwn() throws Exception {
        publishAWindow(MODEL);
        try (Visit visit = visit().open("")) {
            Page page = visit.page();
            page.getByRole(
                            AriaRole.LINK,
                            new Page.GetByRoleOptions().setName(MODEL).setExact(true))
                    .click();
            visit.settle();
            assertThat(windows(page)).hasText("1 feature, 1 window");
            page.locator(".map").focus();
            page.keyboard().press("ArrowDown");
            page.keyboard().press("Enter");
            assertThat(page).hasURL(Pattern.compile(".*/tidemark/#/models/churn/features/x.*"));
            visit.settle();
            assertThat(page.locator("canvas").first()).isVisible();
            page.locator("header").getByText("Operations").click();
            visit.settle();
            assertThat(page.locator("[aria-labelledby=h-instance]")).containsText("Running");
            page.locator(".brand").click();
            visit.settle();
            assertThat(page).hasTitle("Models · Tidemark");
            page.getByText("API", new Page.GetByTextOptions().setExact(true)).click();
            assertThat(page.locator("body")).containsText("\"openapi\"");
        }
    }

    @ParameterizedTest
    @EnumSource(Eyes.class)
    void shouldBarNobodyFromWhatIsWrong(Eyes eyes) throws Exception {
        String model = "seen" + eyes;
        publishAWindow(model);
        try (Visit visit = visit(eyes.width(), eyes.colours()).open("#/models/" + model)) {
            proxy.stop();
            assertThat(trouble(visit.page())).hasText(LOST);
            visit.screenshot("lost-" + eyes.word());
            assertThat(visit.overflow()).isNotPositive();
            assertThat(visit.barriers()).isEmpty();

            proxy.impersonate("ann", "wrong");
            proxy.restart();
            assertThat(trouble(visit.page())).containsText("Nobody is logged in");
            visit.screenshot("refused-" + eyes.word());
            assertThat(visit.overflow()).isNotPositive();
            assertThat(visit.barriers()).isEmpty();
            visit.forgive("ERR_");
            visit.forgive("401");
        }
    }
}
