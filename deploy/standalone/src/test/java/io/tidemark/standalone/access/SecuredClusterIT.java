package io.tidemark.standalone.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.tidemark.retrain.worker.RetrainWorker;
import io.tidemark.retrain.worker.WorkerConfig;
import io.tidemark.schemas.avro.DriftEvent;
import io.tidemark.schemas.avro.JobState;
import io.tidemark.schemas.avro.ServingStatus;
import io.tidemark.schemas.avro.WindowProfile;
import io.tidemark.schemas.topic.Topic;
import io.tidemark.schemas.topic.TopicCatalogue;
import io.tidemark.serving.log.Inference;
import io.tidemark.serving.log.InferenceLogger;
import io.tidemark.serving.swap.HotSwapModel;
import io.tidemark.standalone.access.TestCertificates.Certificate;
import io.tidemark.standalone.cli.CliRun;
import io.tidemark.standalone.cli.TopicReader;
import io.tidemark.standalone.loop.EventVersionBaselines;
import io.tidemark.stream.app.MonitorApp;
import io.tidemark.stream.app.StreamsResources;
import io.tidemark.stream.config.MonitorConfig;
import io.tidemark.stream.config.Role;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.acl.AccessControlEntryFilter;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePatternFilter;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every part under a login of its own, on a cluster that denies what {@code acls} does not print. */
class SecuredClusterIT {
    private static final String MODEL = "loans";
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final TopicCatalogue TOPICS = TopicCatalogue.withDefaultPrefix();
    private static final String PROFILES = TOPICS.windowProfiles().name();

    @TempDir
    private static Path directory;

    private static SecuredCluster cluster;

    @BeforeAll
    static void start() throws Exception {
        cluster = new SecuredCluster(directory);
        cluster.prepare();
        Path spec = Files.writeString(
                directory.resolve("loans.yaml"),
                "model: " + MODEL + "\nwindow: 1m\ngrace: 0s\nminRows: 100\nlearnRows: 100\nlearnFor: 1m\n"
                        + "episodes: {openAfter: 1}\nlabels: {}\nretrain: {}\n");
        assertDone(cluster.runAs("operator", "apply", "-f", spec.toString()));
        Path rows = Files.writeString(
                directory.resolve("rows.csv"),
                IntStream.range(0, 2_000)
                        .mapToObj(i -> (i % 97) + "\n")
                        .collect(Collectors.joining("", "income\n", "")));
        assertDone(cluster.runAs(
                "operator", "baseline", "create", "--model", MODEL, "--version", "1", "--csv", rows.toString()));
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    private static void assertDone(CliRun run) {
        assertThat(run.exitCode()).as(run.err()).isZero();
    }

    private static MonitorApp monitor(String name) {
        return MonitorApp.start(new MonitorConfig(monitorSettings(name)));
    }

    private static Map<String, String> monitorSettings(String name) {
        Map<String, String> settings = new HashMap<>(cluster.settings("monitor"));
        settings.put("state.dir", directory.resolve(name).toString());
        settings.put("tidemark.idle.timeout.ms", "2000");
        return settings;
    }

    /** With a tracking server that nobody is at: who tries to tell it has been allowed to read the jobs. */
    private static Map<String, String> workerSettings() {
        Map<String, String> settings = new HashMap<>(cluster.settings("worker"));
        settings.put("tidemark.openlineage.url", "http://127.0.0.1:1/api/v1/lineage");
        return settings;
    }

    /** Windows of data that no baseline has seen. */
    private static void logDrifted(Instant from) {
        try (InferenceLogger log = InferenceLogger.connect(Map.copyOf(cluster.settings("scorer")))) {
            for (int i = 0; i < 3_000; i++) {
                assertThat(log.log(Inference.of(MODEL, "1", from.getEpochSecond() + "-" + i)
                                .at(from.plusMillis(100L * i))
                                .features(Map.of("income", 1_000.0 + i % 13))
                                .label("paid")
                                .build()))
                        .isTrue();
            }
            assertThat(log.close(Duration.ofSeconds(60))).isZero();
        }
    }

    @Test
    void shouldRunTheLoopWithNoMoreThanIsPrinted() throws Exception {
        try (MonitorApp monitor = monitor("loop");
                RetrainWorker worker = RetrainWorker.start(
                        new WorkerConfig(workerSettings()), new EventVersionBaselines(InstantSource.system()));
                HotSwapModel served = HotSwapModel.of(MODEL).follow(Map.copyOf(cluster.settings("scorer")))) {
            logDrifted(Instant.now().minus(20, ChronoUnit.MINUTES).truncatedTo(ChronoUnit.MINUTES));

            assertThat(read("consumer.alerts", TOPICS.driftEvents()))
                    .extracting(DriftEvent::getModelId)
                    .contains(MODEL);
            assertDone(cluster.runAs("operator", "retrain", MODEL, "--reason", "to see whether the worker may"));
            await().atMost(PATIENCE)
                    .until(() -> TopicReader.read(cluster.as("operator"), TOPICS.retrainJobs(), 1).stream()
                            .anyMatch(job -> job.getState() != JobState.REQUESTED));
            assertThat(TopicReader.read(cluster.as("operator"), TOPICS.servingStatus(), 1))
                    .extracting(ServingStatus::getModelId)
                    .contains(MODEL);
            assertThat(worker.isReady()).isTrue();
            await().atMost(PATIENCE)
                    .until(() -> worker.trackingMetrics().values().stream().allMatch(server -> server.retried() > 0));
            assertThat(monitor.isReady()).isTrue();
            assertThat(served.isReady()).isFalse();
        }
        assertThat(internalTopics()).isEqualTo(expectedInternalTopics());
        assertDone(cluster.runAs("operator", "jobs", "list"));
    }

    /** Where the rights are lacking, as those of the login of the other roles, nothing is read and nothing stops. */
    @Test
    void shouldIngestWithNoMoreThanIsPrinted() throws Exception {
        try (Admin admin = cluster.as(SecuredCluster.ADMIN).admin()) {
            admin.createTopics(List.of(new NewTopic(SecuredCluster.SOURCE, 1, (short) 1)))
                    .all()
                    .get();
        }
        Path spec = Files.writeString(
                directory.resolve("scores.yaml"),
                "model: scores\nsource: {predictions: {topic: " + SecuredCluster.SOURCE
                        + ", id: $.id, version: 1, features: {x: $.x}}}\n");
        assertDone(cluster.runAs("operator", "apply", "-f", spec.toString()));
        try (Producer<String, String> producer =
                cluster.as(SecuredCluster.ADMIN).producer(new StringSerializer(), new StringSerializer(), Map.of())) {
            producer.send(new ProducerRecord<>(SecuredCluster.SOURCE, "{\"id\": \"a\", \"x\": 1}"))
                    .get();
        }
        Map<String, String> settings = new HashMap<>(cluster.settings("ingester"));
        settings.put(MonitorConfig.ROLES, Role.INGEST.key());
        settings.put("tidemark.http.listen", "off");
        try (MonitorApp ingester = MonitorApp.start(new MonitorConfig(settings));
                MonitorApp others = monitor("others")) {
            await().atMost(PATIENCE)
                    .until(() -> TopicReader.read(cluster.as("operator"), TOPICS.inferenceLogs(), 1).stream()
                            .anyMatch(event -> event.getModelId().equals("scores")));
            await().atMost(PATIENCE).until(() -> ingester.isReady() && others.isReady());
        }
    }

    /** By a consumer with a group, as applications have. */
    private static List<DriftEvent> read(String group, Topic<String, DriftEvent> topic) {
        Map<String, Object> settings = new HashMap<>(cluster.settings("consumer"));
        settings.keySet().removeIf(key -> key.startsWith("schema.registry."));
        settings.put("group.id", "tidemark." + group);
        settings.put("auto.offset.reset", "earliest");
        settings.put("isolation.level", "read_committed");
        try (var registry = cluster.as("consumer").registry();
                Consumer<String, DriftEvent> consumer = new KafkaConsumer<>(
                        settings,
                        new StringDeserializer(),
                        topic.valueSerde(registry).deserializer())) {
            consumer.subscribe(List.of(topic.name()));
            List<DriftEvent> events = new ArrayList<>();
            await().atMost(PATIENCE).pollInSameThread().until(() -> {
                consumer.poll(Duration.ofMillis(500)).forEach(message -> events.add(message.value()));
                consumer.commitSync();
                return !events.isEmpty();
            });
            return events;
        }
    }

    private static Set<String> internalTopics() throws Exception {
        try (Admin admin = cluster.as(SecuredCluster.ADMIN).admin()) {
            return admin.listTopics().names().get().stream()
                    .filter(name -> name.startsWith("tidemark.monitor-"))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static Set<String> expectedInternalTopics() {
        MonitorConfig config = new MonitorConfig(Map.of());
        return Set.of(Role.values()).stream()
                .filter(Role::isStreams)
                .flatMap(role -> StreamsResources.of(config, role).internalTopics().stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void shouldNameTheRightThatIsMissingAtTheStart() throws Exception {
        AclBindingFilter right = right("User:monitor", PROFILES, AclOperation.WRITE);
        List<AclBinding> taken = take(right);
        try {
            CliRun run = cluster.run(monitorSettings("start"), "monitor");

            assertThat(run.exitCode()).isEqualTo(3);
            assertThat(run.err())
                    .contains("WRITE on the topic " + PROFILES)
                    .contains("tidemark acls")
                    .hasLineCount(1);
        } finally {
            give(taken);
        }
    }

    /** Nothing is passed over: the monitor stops, and what it could not write it writes when it may. */
    @Test
    void shouldStopWhereARightIsTakenAwayAndGoOnWhenItIsBack() throws Exception {
        Instant from = Instant.now().minus(10, ChronoUnit.MINUTES).truncatedTo(ChronoUnit.MINUTES);
        AclBindingFilter right = right("User:monitor", PROFILES, AclOperation.WRITE);
        CompletableFuture<CliRun> stopped = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> stopped.complete(cluster.run(monitorSettings("stopped"), "monitor")));
        awaitGroup("tidemark.monitor");
        List<AclBinding> taken = take(right);
        try {
            logDrifted(from);
            CliRun run = stopped.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);

            assertThat(run.exitCode()).as(run.err()).isEqualTo(3);
            assertThat(run.err()).contains("lacks WRITE on the topic " + PROFILES);
        } finally {
            give(taken);
        }
        try (MonitorApp monitor = monitor("stopped")) {
            await().atMost(PATIENCE).until(monitor::isReady);
            await().atMost(PATIENCE)
                    .until(() -> TopicReader.read(cluster.as("operator"), TOPICS.windowProfiles(), 1).stream()
                                    .filter(profile -> profile.getSegment().equals("all"))
                                    .filter(profile -> !profile.getWindowStart().isBefore(from))
                                    .mapToLong(WindowProfile::getRows)
                                    .sum()
                            >= 3_000);
        }
        assertThat(TopicReader.read(cluster.as("operator"), deadLetters(), 0)).isEmpty();
    }

    private static Topic<String, byte[]> deadLetters() {
        Topic<byte[], byte[]> topic = TOPICS.deadLetters();
        return new Topic<>(
                topic.name(),
                topic.purpose(),
                topic.key(),
                TOPICS.modelArtifacts().keySerde(),
                TOPICS.modelArtifacts()::valueSerde,
                topic.cleanup(),
                topic.partitions(),
                topic.configs(),
                topic.flow(),
                topic.schema());
    }

    private static void awaitGroup(String group) {
        try (Admin admin = cluster.as(SecuredCluster.ADMIN).admin()) {
            await().atMost(PATIENCE).ignoreExceptions().until(() -> {
                var described =
                        admin.describeConsumerGroups(List.of(group)).all().get();
                return described.values().stream()
                        .anyMatch(found -> !found.members().isEmpty());
            });
        }
    }

    private static AclBindingFilter right(String principal, String topic, AclOperation operation) {
        return new AclBindingFilter(
                new ResourcePatternFilter(ResourceType.TOPIC, topic, PatternType.LITERAL),
                new AccessControlEntryFilter(principal, "*", operation, AclPermissionType.ALLOW));
    }

    private static List<AclBinding> take(AclBindingFilter right) throws Exception {
        try (Admin admin = cluster.as(SecuredCluster.ADMIN).admin()) {
            List<AclBinding> taken =
                    List.copyOf(admin.deleteAcls(List.of(right)).all().get());
            assertThat(taken).hasSize(1);
            return taken;
        }
    }

    private static void give(List<AclBinding> rights) throws Exception {
        try (Admin admin = cluster.as(SecuredCluster.ADMIN).admin()) {
            admin.createAcls(rights).all().get();
        }
    }

    @Test
    void shouldSayWhatIsWrongWithALoginToTheBrokers() throws IOException {
        TestCertificates certificates = new TestCertificates(Files.createTempDirectory(directory, "other"));
        Certificate stranger = certificates.valid("stranger");
        Certificate expired = certificates.expired("expired");
        try (TlsEndpoint old = new TlsEndpoint(expired)) {
            assertRefused(
                    "user or the password is wrong",
                    "sasl.jaas.config",
                    Map.of("sasl.jaas.config", SecuredCluster.jaas("operator", "guessed-secret-77")));
            assertRefused(
                    "nobody who is trusted here",
                    "ssl.truststore.location",
                    Map.of("ssl.truststore.location", stranger.trustStore().toString()));
            assertRefused(
                    "is for another host",
                    "localhost",
                    Map.of("bootstrap.servers", cluster.bootstrapServers().replace("127.0.0.1", "localhost")));
            assertRefused(
                    "has expired",
                    "renew it",
                    Map.of(
                            "bootstrap.servers",
                            "127.0.0.1:" + old.port(),
                            "ssl.truststore.location",
                            expired.trustStore().toString()));
            assertRefused(
                    "password of a key or trust store is wrong",
                    "ssl.truststore.password",
                    Map.of("ssl.truststore.password", "guessed-secret-88"));
        }
    }

    private static void assertRefused(String what, String remedy, Map<String, String> wrong) {
        assertOneClearLine(what, remedy, wrong, "topics", "list");
    }

    @Test
    void shouldSayWhatIsWrongWithALoginToTheRegistry() throws IOException {
        TestCertificates certificates = new TestCertificates(Files.createTempDirectory(directory, "other"));
        Certificate stranger = certificates.valid("stranger");
        Certificate expired = certificates.expired("expired");
        try (TlsEndpoint old = new TlsEndpoint(expired)) {
            assertRegistryRefused(
                    "401",
                    "basic.auth.user.info",
                    Map.of("schema.registry.basic.auth.user.info", "operator:guessed-secret-99"));
            assertRegistryRefused(
                    "HTTP 403, User is denied",
                    "what this user may do",
                    Map.of(
                            "schema.registry.basic.auth.user.info",
                            SecuredRegistry.NOBODY + ":" + SecuredCluster.passwordOf(SecuredRegistry.NOBODY)));
            assertRegistryRefused(
                    "nobody who is trusted here",
                    "schema.registry.ssl.truststore.location",
                    Map.of(
                            "schema.registry.ssl.truststore.location",
                            stranger.trustStore().toString()));
            assertRegistryRefused(
                    "is for another host",
                    "localhost",
                    Map.of("schema.registry.url", "https://localhost:" + cluster.registryPort()));
            assertRegistryRefused(
                    "has expired",
                    "renew it",
                    Map.of(
                            "schema.registry.url",
                            "https://127.0.0.1:" + old.port(),
                            "schema.registry.ssl.truststore.location",
                            expired.trustStore().toString()));
        }
    }

    private static void assertRegistryRefused(String what, String remedy, Map<String, String> wrong) {
        assertOneClearLine(what, remedy, wrong, "jobs", "list");
    }

    private static void assertOneClearLine(String what, String remedy, Map<String, String> wrong, String... command) {
        Map<String, String> settings = new HashMap<>(cluster.settings("operator"));
        settings.putAll(wrong);
        CliRun run = cluster.run(settings, command);

        assertThat(run.err()).contains(what).contains(remedy).hasLineCount(1).doesNotContain("secret-");
        assertThat(run.exitCode()).isEqualTo(3);
    }

    /** What a client sees before anything is said over TLS. */
    private record TlsEndpoint(HttpsServer server) implements AutoCloseable {
        TlsEndpoint(Certificate certificate) throws IOException {
            this(HttpsServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0));
            server.setHttpsConfigurator(new HttpsConfigurator(certificate.serverContext()));
            server.start();
        }

        int port() {
            return server.getAddress().getPort();
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }
}
