package io.tidemark.standalone.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.http.server.HttpAccess;
import io.tidemark.http.server.WebServer;
import io.tidemark.retrain.track.TrackingSettings;
import io.tidemark.retrain.worker.RetrainWorker;
import io.tidemark.retrain.worker.WorkerConfig;
import io.tidemark.retrain.worker.WorkerHttp;
import io.tidemark.standalone.broker.EmbeddedBroker;
import io.tidemark.standalone.cluster.FreshCluster;
import io.tidemark.standalone.loop.EventVersionBaselines;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What probes and Prometheus are told of a worker on a real broker, and of one that has none. */
class WorkerHttpIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static EmbeddedBroker broker;

    private final HttpClient client = HttpClient.newHttpClient();

    @TempDir
    private Path directory;

    @BeforeAll
    static void startBroker() {
        broker = EmbeddedBroker.start();
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    private static Map<String, String> settings() throws Exception {
        Map<String, String> settings = new HashMap<>(FreshCluster.on(broker).settings());
        settings.put(HttpAccess.LISTEN, "127.0.0.1:0");
        return settings;
    }

    private static RetrainWorker start(WorkerConfig config) {
        return RetrainWorker.start(config, new EventVersionBaselines(InstantSource.system()));
    }

    private HttpResponse<String> get(WebServer server, String path) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create(server.address() + path)).build(), BodyHandlers.ofString());
    }

    @Test
    void shouldTellHowTheWorkerIs() throws Exception {
        Map<String, String> settings = settings();
        settings.put(TrackingSettings.MLFLOW_URL, "http://127.0.0.1:1");
        WorkerConfig config = new WorkerConfig(settings);
        RetrainWorker worker = start(config);
        try (WebServer server = WorkerHttp.start(config, worker).orElseThrow()) {
            await().atMost(PATIENCE).until(() -> get(server, "/health/ready").statusCode() == 200);
            assertThat(get(server, "/health/started").statusCode()).isEqualTo(200);
            assertThat(get(server, "/health/live").body())
                    .isEqualTo("{\"ok\":true,\"roles\":{\"worker\":\"RUNNING\"}}");
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(get(server, "/metrics").body())
                            .contains("tidemark_worker_ready 1.0")
                            .contains("tidemark_tracking_messages_total{outcome=\"delivered\",server=\"mlflow\"} 0.0")
                            .contains("jvm_memory_used_bytes")
                            .containsPattern(
                                    "kafka_consumer_fetch_manager_records_lag_max\\{client_id=\"[^\"]*track.mlflow"));
            assertThat(get(server, "/dashboard").statusCode()).isEqualTo(404);

            worker.close();
            assertThat(get(server, "/health/ready").statusCode()).isEqualTo(503);
            assertThat(get(server, "/health/live").statusCode()).isEqualTo(503);
        } finally {
            worker.close();
        }
    }

    /** Killing it would not bring the brokers back. */
    @Test
    void shouldBeAliveAndNotReadyWithoutBrokers() throws Exception {
        Map<String, String> settings = settings();
        settings.put("bootstrap.servers", "127.0.0.1:1");
        WorkerConfig config = new WorkerConfig(settings);
        try (RetrainWorker worker = start(config);
                WebServer server = WorkerHttp.start(config, worker).orElseThrow()) {
            assertThat(get(server, "/health/live").statusCode()).isEqualTo(200);
            assertThat(get(server, "/health/ready").statusCode()).isEqualTo(503);
            assertThat(get(server, "/health/started").statusCode()).isEqualTo(503);
            assertThat(get(server, "/metrics").body()).contains("tidemark_worker_ready 0.0");
        }
    }

    @Test
    void shouldGoOnWhereThePortIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Map<String, String> settings = settings();
            settings.put(HttpAccess.LISTEN, "127.0.0.1:" + taken.getLocalPort());
            WorkerConfig config = new WorkerConfig(settings);
            try (RetrainWorker worker = start(config)) {
                assertThat(WorkerHttp.start(config, worker)).isEmpty();
                await().atMost(PATIENCE).until(worker::isReady);
            }
        }
    }

    @Test
    void shouldAskWhoLooksAtMetricsAndTellHealthToAnybody() throws Exception {
        // Of the test vectors of OpenBSD's bcrypt: the password is "a".
        Path users = Files.writeString(
                directory.resolve("users"), "bob:$2a$06$m0CrhHm10qJ3lXRY.5zDGO3rS2KdeeWLuGmsfGlMfOxih58VYVfxe\n");
        Map<String, String> settings = settings();
        settings.put(HttpAccess.USERS_FILE, users.toString());
        WorkerConfig config = new WorkerConfig(settings);
        try (RetrainWorker worker = start(config);
                WebServer server = WorkerHttp.start(config, worker).orElseThrow()) {
            assertThat(get(server, "/metrics").statusCode()).isEqualTo(401);
            assertThat(get(server, "/health/live").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void shouldServeNothingWhereItIsOff() throws Exception {
        Map<String, String> settings = settings();
        settings.put(HttpAccess.LISTEN, "off");
        WorkerConfig config = new WorkerConfig(settings);
        try (RetrainWorker worker = start(config)) {
            assertThat(WorkerHttp.start(config, worker)).isEqualTo(Optional.empty());
        }
    }
}
