package io.tidemark.load.labels;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.tidemark.profile.baseline.Baseline;
import io.tidemark.profile.performance.PerformanceBaseline;
import io.tidemark.schemas.avro.ConfusionCount;
import io.tidemark.schemas.avro.MetricValue;
import io.tidemark.schemas.avro.MonitorSpec;
import io.tidemark.schemas.avro.WindowPerformance;
import io.tidemark.schemas.registry.SchemaRegistry;
import io.tidemark.schemas.topic.Topic;
import io.tidemark.standalone.baseline.BaselinePublisher;
import io.tidemark.standalone.broker.EmbeddedBroker;
import io.tidemark.standalone.cluster.Cluster;
import io.tidemark.standalone.registry.EmbeddedRegistryServer;
import io.tidemark.stream.app.MonitorApp;
import io.tidemark.stream.config.MonitorConfig;
import io.tidemark.stream.config.Role;
import io.tidemark.stream.control.ControlPlane.BaselineTarget;
import io.tidemark.stream.spec.AppliedSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.core.ThrowingRunnable;

/** A cluster with a planned load of predictions and labels on it, and what has to hold once they are joined. */
final class LabelTrial implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(90);

    private static final int PARTITIONS = 4;
    private static final String GROUP = "tidemark.monitor-labels";

    final Cluster cluster;
    final LabelPlan plan;
    final LabelReadings readings;
    private final EmbeddedBroker broker;
    private final EmbeddedRegistryServer registryServer;
    private final SchemaRegistry registry;
    private final Producer<byte[], byte[]> producer;
    private final LabelGenerator generator;

    LabelTrial(LabelPlan plan, int numbers) throws Exception {
        this.plan = plan;
        broker = EmbeddedBroker.builder()
                // Of members and transactions of a process that was killed, the default times would be most of the
                // test.
                .property("group.min.session.timeout.ms", "1000")
                .property("transaction.abort.timed.out.transaction.cleanup.interval.ms", "500")
                .start();
        registryServer = EmbeddedRegistryServer.start(UUID.randomUUID().toString(), 0);
        cluster = new Cluster(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "schema.registry.url", registryServer.url()));
        registry = cluster.registry();
        producer = cluster.producer(new ByteArraySerializer(), new ByteArraySerializer(), Map.of());
        generator = new LabelGenerator(cluster.topics(), registry, PARTITIONS, numbers, plan);
        readings = new LabelReadings(cluster);
        cluster.createTopics((short) 1);
        askForLabels();
    }

    private void askForLabels() throws Exception {
        Topic<String, MonitorSpec> topic = cluster.topics().monitors();
        MonitorSpec spec =
                AppliedSpec.of(plan.spec(), "", Instant.now(), "test").toRecord();
        byte[] value = topic.valueSerde(registry).serializer().serialize(topic.name(), spec);
        assertThat(producer.send(new ProducerRecord<>(topic.name(), LabelPlan.MODEL.getBytes(UTF_8), value))
                        .get())
                .isNotNull();
    }

    /** Windows are compared with those of another plan, all rows with all rows, once the monitor has read of it. */
    void publishPerformanceOf(LabelPlan reference) throws Exception {
        Baseline baseline = Baseline.of(0, Map.of(), false, "test", Instant.EPOCH)
                .withPerformance(PerformanceBaseline.of(PlannedProfiles.of(reference)));
        BaselinePublisher.publish(
                cluster, registry, new BaselineTarget(LabelPlan.MODEL, LabelPlan.VERSION, LabelPlan.ALL), baseline);
    }

    /** What there is to read by now. */
    LabelReadings readOn() {
        readings.readOn();
        return readings;
    }

    /** Writes the next records of the plan. */
    void write(int records) {
        generator.write(producer, records);
    }

    /** How many records of the plan have been written. */
    int written() {
        return generator.written();
    }

    /** Writes what is left of the plan, {@code portion} records at a time, each once the monitor has read those before. */
    void writeAll(int portion) {
        while (!generator.isDone()) {
            write(portion);
            await().atMost(PATIENCE).until(() -> lag() == 0);
        }
    }

    /** The role of labels in this process. */
    MonitorApp startLabels(Path stateDir, Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(cluster.settings());
        settings.put(MonitorConfig.ROLES, Role.LABELS.key());
        settings.put("state.dir", stateDir.toString());
        settings.put("tidemark.performance.revise.ms", "500");
        settings.put("tidemark.idle.timeout.ms", "60000");
        settings.putAll(more);
        return MonitorApp.start(new MonitorConfig(settings));
    }

    /** When all that was written has been joined, ends the wait for labels and waits until all windows are final. */
    void finish() {
        int examples = plan.labels().size();
        awaitReadings(() -> {
            assertThat(readings.examples().size())
                    .as("examples, where dead letters are %s", readings.deadLetters())
                    .isEqualTo(examples - LabelPlan.CLOSING_ROWS);
            assertThat(lag()).as("records left to read").isZero();
        });
        int windows = exactPerformance().size();
        generator.writeClosing(producer);
        awaitReadings(() -> {
            assertThat(readings.examples().size()).as("examples").isEqualTo(examples);
            assertThat(readings.finalWindows()).as("final windows").isEqualTo(windows);
        });
    }

    private void awaitReadings(ThrowingRunnable assertion) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(500)).untilAsserted(() -> {
            readOn();
            assertion.run();
        });
    }

    /** How many records of the inputs, and of those sent home, are not committed as read. */
    long lag() throws Exception {
        try (Admin admin = cluster.admin()) {
            Map<TopicPartition, Long> committed = committed(admin);
            Map<TopicPartition, OffsetSpec> request = new HashMap<>();
            inputs().forEach(partition -> request.put(partition, OffsetSpec.latest()));
            return admin.listOffsets(request).all().get().entrySet().stream()
                    .mapToLong(end -> end.getValue().offset() - committed.getOrDefault(end.getKey(), 0L))
                    .sum();
        }
    }

    /** Bytes of what the broker keeps of a store. */
    long changelogBytes(String store) throws Exception {
        try (Admin admin = cluster.admin()) {
            int node = admin.describeCluster().nodes().get().iterator().next().id();
            return admin.describeLogDirs(List.of(node)).allDescriptions().get().values().stream()
                    .flatMap(folders -> folders.values().stream())
                    .flatMap(folder -> folder.replicaInfos().entrySet().stream())
                    .filter(replica -> replica.getKey().topic().equals(GROUP + "-" + store + "-changelog"))
                    .mapToLong(replica -> replica.getValue().size())
                    .sum();
        }
    }

    /** How many records of the two inputs are committed as read. */
    long committed() throws Exception {
        try (Admin admin = cluster.admin()) {
            Map<TopicPartition, Long> committed = committed(admin);
            return inputs().stream()
                    .mapToLong(partition -> committed.getOrDefault(partition, 0L))
                    .sum();
        }
    }

    private List<TopicPartition> inputs() {
        List<TopicPartition> inputs = new ArrayList<>();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            inputs.add(new TopicPartition(cluster.topics().inferenceLogs().name(), partition));
            inputs.add(new TopicPartition(cluster.topics().groundTruth().name(), partition));
        }
        return inputs;
    }

    private static Map<TopicPartition, Long> committed(Admin admin) throws Exception {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        admin.listConsumerGroupOffsets(GROUP)
                .partitionsToOffsetAndMetadata()
                .get()
                .forEach((partition, offset) -> {
                    if (offset != null) {
                        offsets.put(partition, offset.offset());
                    }
                });
        return offsets;
    }

    /**
     * Every label that matches is an example once, and once more where it was taken back; the last label of each id holds.
     *
     * @param apart records after which a prediction has certainly been read
     */
    void assertEveryExampleOnce(int apart) {
        assertThat(readings.labels()).isEqualTo(plan.labels());
        assertThat(readings.examples()).hasSameSizeAs(plan.labels());
        assertThat(readings.examples().values()).as("examples of one id").containsOnly(1);
        assertThat(plan.corrected()).containsAll(readings.corrections().keySet());
        Set<String> certain = CertainCorrections.of(plan, apart);
        assertThat(certain)
                .as("corrections that are certain")
                .hasSizeGreaterThan(plan.corrected().size() / 2);
        assertThat(readings.corrections().keySet()).containsAll(certain);
        assertThat(readings.corrections().values()).as("corrections of one id").containsOnly(1);
    }

    /** What can't be used is there to the last, with why. */
    void assertDeadLetters() {
        LabelPlan.Tally planned = plan.tally();
        assertThat(readings.deadLetters())
                .isEqualTo(Map.of("label-not-wire-format", planned.badLabels(), "label-late", planned.late()));
    }

    /** The last revision of every window says what follows from the rows by definition. */
    void assertPerformance() {
        exactPerformance().forEach((name, exact) -> {
            List<WindowPerformance> revisions = readings.revisions(name);
            assertThat(revisions).as("revisions of %s", name).isNotEmpty();
            assertThat(revisions)
                    .extracting(WindowPerformance::getRevision)
                    .as("revisions of %s", name)
                    .doesNotHaveDuplicates()
                    .isSorted();
            assertThat(revisions.stream().filter(WindowPerformance::getFinal$))
                    .as("final revisions of %s", name)
                    .hasSize(1);
            assertWindow(name, revisions.getLast(), exact);
        });
    }

    private Map<WindowName, ExactPerformance> exactPerformance() {
        return plan.performance(readings.corrections().keySet());
    }

    private static void assertWindow(WindowName name, WindowPerformance last, ExactPerformance exact) {
        assertThat(last.getFinal$()).as("%s", name).isTrue();
        assertThat(last.getPredictions()).as("predictions of %s", name).isEqualTo(exact.predictions());
        assertThat(last.getLabelled()).as("labelled of %s", name).isEqualTo(exact.labelled());
        assertThat(last.getCorrected()).as("corrected of %s", name).isEqualTo(exact.corrected());
        assertThat(last.getLatency().getCount()).as("latencies of %s", name).isEqualTo(exact.predictions());
        assertThat(last.getConfusion().stream()
                        .filter(count -> count.getLabel().equals(count.getPrediction()))
                        .mapToLong(ConfusionCount::getCount)
                        .sum())
                .as("right answers of %s", name)
                .isEqualTo(exact.right());
        assertMetric(name, last, "accuracy", exact.accuracy(), 1e-12);
        assertMetric(name, last, "logLoss", exact.logLoss(), 1e-6);
        assertMetric(name, last, "brier", exact.brier(), 1e-6);
        assertMetric(name, last, "rocAuc", exact.rocAuc(), 0.002);
    }

    private static void assertMetric(
            WindowName name, WindowPerformance last, String metric, double exact, double tolerance) {
        MetricValue found = last.getRealised().stream()
                .filter(value -> value.getMetric().equals(metric))
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " has no " + metric));
        assertThat(found.getValue()).as("%s of %s", metric, name).isCloseTo(exact, within(tolerance));
    }

    /** The monitor's own counters add up to what was read, and say what was planned. */
    void assertLedger(MonitorApp monitor) {
        LabelPlan.Tally planned = plan.tally();
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            assertThat(counts(monitor, "tidemark_labels_total"))
                    .isEqualTo(Map.of(
                            "matched", planned.matched(),
                            "duplicate", planned.duplicate(),
                            "corrected", planned.corrected(),
                            "unmatched", planned.unmatched(),
                            "late", planned.late(),
                            "undecodable", planned.badLabels()));
            assertThat(counts(monitor, "tidemark_predictions_total"))
                    .isEqualTo(Map.of(
                            "kept", planned.kept(),
                            "duplicate", planned.repeated(),
                            "undecodable", planned.badPredictions()));
        });
    }

    /** By outcome, over all partitions; those that are 0 are left out. */
    private static Map<String, Long> counts(MonitorApp monitor, String metric) {
        Map<String, Long> counts = new HashMap<>();
        monitor.streams(Role.LABELS).metrics().forEach((name, value) -> {
            String outcome = name.tags().get("outcome");
            if (name.name().equals(metric) && outcome != null && value.metricValue() instanceof Double count) {
                counts.merge(outcome, Math.round(count), Long::sum);
            }
        });
        counts.values().removeIf(count -> count == 0);
        return counts;
    }

    @Override
    public void close() {
        producer.close();
        registry.close();
        registryServer.close();
        broker.close();
    }
}
