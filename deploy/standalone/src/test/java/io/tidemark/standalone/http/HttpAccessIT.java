package io.tidemark.standalone.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tidemark.standalone.broker.EmbeddedBroker;
import io.tidemark.standalone.cluster.Cluster;
import io.tidemark.standalone.cluster.FreshCluster;
import io.tidemark.stream.app.MonitorApp;
import io.tidemark.stream.app.StartException;
import io.tidemark.stream.config.HttpSettings;
import io.tidemark.stream.config.MonitorConfig;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is let in, and what becomes of a monitor whose port somebody else has. */
class HttpAccessIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    /** Of the test vectors of OpenBSD's bcrypt: the password is {@code a}. */
    private static final String USERS = "ann:$2a$06$m0CrhHm10qJ3lXRY.5zDGO3rS2KdeeWLuGmsfGlMfOxih58VYVfxe\n";

    private static final int GUESSERS = 30;

    @TempDir
    private static Path directory;

    private static EmbeddedBroker broker;
    private static Cluster cluster;
    private static MonitorApp monitor;
    private static Browser browser;

    @BeforeAll
    static void start() throws Exception {
        broker = EmbeddedBroker.start();
        cluster = FreshCluster.on(broker);
        Path users = Files.writeString(directory.resolve("users"), USERS);
        monitor = MonitorApp.start(
                config(Map.of(HttpSettings.LISTEN, "127.0.0.1:0", HttpSettings.USERS_FILE, users.toString())));
        browser = new Browser(monitor.dashboardAddress().orElseThrow());
    }

    private static MonitorConfig config(Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(cluster.settings());
        settings.put("state.dir", directory.resolve("state").toString());
        settings.putAll(more);
        return new MonitorConfig(settings);
    }

    @AfterAll
    static void stop() {
        browser.close();
        monitor.close();
        broker.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/index.html",
                "/vendor/echarts/echarts.min.js",
                "/api/v1/models",
                "/api/v1/changes",
                "/metrics",
                "/openapi.json",
                "/nothing",
                "/health/../api/v1/models",
                "/health/%2e%2e/api/v1/models",
                "/health/..;/api/v1/models"
            })
    void shouldLetNobodyInWhoIsNotKnown(String path) {
        assertThat(browser.get(path).statusCode()).as("nobody").isIn(400, 401, 404);
        assertThat(browser.get(path).body()).doesNotContain("<!doctype", "models\"", "echarts", "jvm_", "openapi");
        assertThat(browser.getAs("ann", "wrong", path).statusCode()).as("wrong").isIn(400, 401, 404);
        assertThat(browser.getAs("eve", "a", path).statusCode()).as("unknown").isIn(400, 401, 404);
    }

    @Test
    void shouldAskWhoIsThere() {
        var refused = browser.get("/api/v1/models");

        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.headers().firstValue("WWW-Authenticate"))
                .hasValueSatisfying(asked -> assertThat(asked).startsWith("Basic"));
        assertThat(browser.getAs("ann", "a", "/api/v1/models").statusCode()).isEqualTo(200);
        assertThat(browser.getAs("ann", "a", "/").statusCode()).isEqualTo(200);
        assertThat(browser.getAs("ann", "a", "/metrics").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Basic", "Basic !!!", "Basic YW5u", "Bearer x", "Basic OmE="})
    void shouldLetNobodyInWithACredentialThatIsNone(String header) {
        assertThat(browser.send(browser.request("/api/v1/models").header("Authorization", header))
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void shouldLetInWhoIsKnownWhileOthersGuess() {
        assertThat(browser.getAs("ann", "a", "/api/v1/models").statusCode()).isEqualTo(200);
        Set<Integer> answers = ConcurrentHashMap.newKeySet();
        AtomicBoolean stopped = new AtomicBoolean();
        AtomicInteger guesses = new AtomicInteger();
        try (ExecutorService guessers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < GUESSERS; i++) {
                guessers.execute(() -> {
                    while (!stopped.get()) {
                        String guess = "guess-" + guesses.incrementAndGet();
                        answers.add(
                                browser.getAs("ann", guess, "/api/v1/models").statusCode());
                    }
                });
            }
            try {
                await().atMost(PATIENCE).until(() -> answers.contains(429));
                for (int again = 0; again < 50; again++) {
                    assertThat(browser.getAs("ann", "a", "/api/v1/models").statusCode())
                            .isEqualTo(200);
                    assertThat(browser.get("/health/live").statusCode()).isEqualTo(200);
                }
            } finally {
                stopped.set(true);
            }
        }
        assertThat(answers).containsExactlyInAnyOrder(401, 429);
    }

    @Test
    void shouldTellProbesWithoutAPassword() {
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(browser.get("/health/ready").statusCode()).isEqualTo(200);
            assertThat(browser.get("/health/started").statusCode()).isEqualTo(200);
        });
        assertThat(browser.get("/health/live").statusCode()).isEqualTo(200);
    }

    @Test
    void shouldNotStartWhereItsPortIsTaken() {
        String taken = URI.create(monitor.dashboardAddress().orElseThrow()).getAuthority();

        assertThatThrownBy(
                        () -> MonitorApp.start(config(Map.of(HttpSettings.LISTEN, taken, "application.id", "other"))))
                .isInstanceOf(StartException.class)
                .hasMessageContaining(taken)
                .hasMessageContaining(HttpSettings.LISTEN);
    }

    /** The second monitor on a machine, where nobody has chosen ports. */
    @Test
    void shouldRunWithoutADashboardWhereTheDefaultPortIsTaken() throws Exception {
        try (ServerSocket _ = occupyTheDefaultPort();
                MonitorApp other = MonitorApp.start(config(Map.of(
                        "application.id",
                        "another",
                        "state.dir",
                        directory.resolve("other").toString())))) {
            assertThat(other.dashboardAddress()).isEmpty();
            await().atMost(PATIENCE).until(other::isReady);
        }
    }

    /** Nothing to close where somebody else has it already. */
    private static ServerSocket occupyTheDefaultPort() throws IOException {
        try {
            return new ServerSocket(7070, 1, InetAddress.getLoopbackAddress());
        } catch (BindException e) {
            return new ServerSocket();
        }
    }
}
