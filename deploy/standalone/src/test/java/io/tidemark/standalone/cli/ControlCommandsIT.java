package io.tidemark.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidemark.profile.baseline.FeatureBaseline;
import io.tidemark.profile.performance.Metric;
import io.tidemark.profile.performance.MetricReference;
import io.tidemark.profile.performance.PerformanceBaseline;
import io.tidemark.profile.sketch.FeatureSketch;
import io.tidemark.profile.sketch.SketchConfig;
import io.tidemark.profile.stats.WindowVariation.Aspect;
import io.tidemark.schemas.avro.BaselineEntry;
import io.tidemark.schemas.avro.BaselineFeature;
import io.tidemark.schemas.avro.BaselineManifest;
import io.tidemark.schemas.avro.MonitorSpec;
import io.tidemark.standalone.cluster.Cluster;
import io.tidemark.stream.spec.SpecYaml;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** {@code apply} and {@code baseline create} against a real broker and a registry over HTTP. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ControlCommandsIT {

    @AutoClose
    private final CommandCluster tidemark = new CommandCluster("control-commands");

    @TempDir
    private Path directory = Path.of("");

    @BeforeAll
    void createTopics() {
        tidemark.createTopics("timed.", "performance.", "apply.", "get.", "broken.", "baseline.", "wrong.");
    }

    @Test
    void shouldPublishASpecUnderItsModel() throws Exception {
        String yaml = write("flights.yaml", "model: flights # ours\nwindow: 1d\nsegments: {by: origin}\n");
        CliRun run = tidemark.run("apply.", "apply", "-f", yaml);

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).startsWith("Applied: flights, revision ").hasLineCount(1);
        assertThat(run.err()).isEmpty();
        Cluster cluster = tidemark.cluster("apply.");
        List<MonitorSpec> specs = TopicReader.read(cluster, cluster.topics().monitors(), 1);
        assertThat(specs).hasSize(1);
        assertThat(specs.getFirst().getModel()).isEqualTo("flights");
        assertThat(specs.getFirst().getWindowMs()).isEqualTo(86_400_000);
        assertThat(specs.getFirst().getSegmentBy()).containsExactly("origin");
        assertThat(specs.getFirst().getSource()).contains("# ours");
        assertThat(run.out()).contains(specs.getFirst().getRevision());
    }

    @Test
    void shouldNameEverythingThatIsWrongWithASpecAndPublishNothing() throws Exception {
        String yaml = write("bad.yaml", "model: m\nwindow: soon\nwindws: 1h\n");
        CliRun bad = tidemark.run("wrong.", "apply", "-f", yaml);
        assertThat(bad.exitCode()).isEqualTo(2);
        assertThat(bad.err())
                .contains("bad.yaml, line 2, window: ")
                .contains("bad.yaml, line 3, windws: ")
                .contains("bad.yaml is no valid monitor spec: 2 problems, listed above.")
                .hasLineCount(3);
        assertThat(bad.out()).isEmpty();

        CliRun noYaml = tidemark.run("wrong.", "apply", "-f", write("no.yaml", "model: a: b"));
        assertThat(noYaml.exitCode()).isEqualTo(2);
        assertThat(noYaml.err()).contains("no.yaml, line 1").contains("check indentation, quotes and colons");
        assertFails(2, "There is no file", tidemark.run("wrong.", "apply", "-f", "/no/such.yaml"));
        assertFails(2, "is a directory", tidemark.run("wrong.", "apply", "-f", directory.toString()));

        Cluster cluster = tidemark.cluster("wrong.");
        assertThat(TopicReader.read(cluster, cluster.topics().monitors(), 0)).isEmpty();
    }

    @Test
    void shouldValidateWithoutAClusterWhereAskedTo() throws Exception {
        CliRun run =
                CliRun.of("apply", "--dry-run", "-b", "127.0.0.1:1", "-f", write("dry.yaml", "model: m\nwindow: 1h\n"));
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).startsWith("Valid: m, revision ");
    }

    @Test
    void shouldListAndPrintTheSpecsThatAreInForce() throws Exception {
        assertThat(tidemark.run("get.", "get").out())
                .isEqualTo("MODEL  REVISION      APPLIED AT                APPLIED BY\n");
        assertFails(2, "There are specs for: no model.", tidemark.run("get.", "get", "flights"));
        String first = "model: flights\nwindow: 2h\n";
        String second = "# ours\nmodel: flights\nwindow: 1d\nthresholds: {psi: 0.3, ks: off}";
        for (String yaml : List.of(first, "model: a/b\n", second)) {
            assertThat(tidemark.run("get.", "apply", "-f", write("get.yaml", yaml))
                            .exitCode())
                    .isZero();
        }

        List<String> lines = tidemark.run("get.", "get").out().lines().toList();
        assertThat(lines).hasSize(3);
        assertThat(lines.get(1)).startsWith("a/b      ");
        assertThat(lines.get(2))
                .startsWith("flights  " + SpecYaml.read(second).revision() + "  20")
                .endsWith("Z  " + System.getProperty("user.name"));
        assertThat(tidemark.run("get.", "get", "flights").out()).isEqualTo(second + "\n");
        assertFails(2, "There are specs for: a/b, flights.", tidemark.run("get.", "get", "flihgts"));

        JsonNode record = new ObjectMapper()
                .readTree(tidemark.run("get.", "get", "flights", "--json").out());
        assertThat(record.path("windowMs").asLong()).isEqualTo(86_400_000);
        assertThat(record.path("source").asText()).isEqualTo(second);
        assertThat(tidemark.run("get.", "get", "--json").out()).hasLineCount(2);

        String all = tidemark.run("get.", "get", "flights", "--defaults").out();
        assertThat(all).contains("psi: {minor: 0.3, major: 0.6}\n", "ks: off\n", "minRows: 200\n");
        assertThat(SpecYaml.read(all).window()).isEqualTo(Duration.ofDays(1));
        assertThat(SpecYaml.read(
                        tidemark.run("get.", "get", "never", "--defaults").out()))
                .isEqualTo(io.tidemark.stream.spec.MonitorSpec.defaults("never").explicit());
        assertFails(2, "--defaults is about one model", tidemark.run("get.", "get", "--defaults"));
    }

    @Test
    void shouldShowSpecsBesideARecordThatIsNone() throws Exception {
        Cluster cluster = tidemark.cluster("broken.");
        try (Producer<String, byte[]> producer =
                cluster.producer(new StringSerializer(), new ByteArraySerializer(), Map.of())) {
            producer.send(new ProducerRecord<>(cluster.topics().monitors().name(), "broken", new byte[] {1, 2, 3}))
                    .get();
        }
        CliRun run = tidemark.run("broken.", "get");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).startsWith("MODEL");
        assertThat(run.err()).contains("Passed over broken.monitors-0@", "which is no spec: ");
    }

    @Test
    void shouldTellWhichServerOrTopicIsNotThere() throws Exception {
        String yaml = write("ok.yaml", "model: m\n");
        String csv = write("ok.csv", "x\n1\n2\n");
        List<String[]> commands = List.of(
                new String[] {"apply", "-f", yaml}, new String[] {"get"}, baseline("--csv", csv, "--features", "x"));
        for (String[] command : commands) {
            assertFails(
                    3,
                    "No Kafka broker answers at 127.0.0.1:1",
                    tidemark.run("apply.", with(command, "-b", "127.0.0.1:1")));
            CliRun noRegistry = tidemark.run("apply.", with(command, "-r", "http://127.0.0.1:1"));
            assertFails(3, "schema registry http://127.0.0.1:1", noRegistry);
            CliRun noTopic = tidemark.run("nowhere.", command);
            assertFails(2, "no topic nowhere.", noTopic);
            assertThat(noTopic.err()).contains("tidemark topics create");
        }
    }

    @Test
    void shouldPublishABaselineWithExactCountsForFeaturesAndPredictions() throws Exception {
        Random random = new Random(7);
        List<Double> probabilities = new ArrayList<>();
        StringBuilder csv = new StringBuilder("id,amount,answer,probability\n");
        for (int i = 0; i < 20_000; i++) {
            double probability = random.nextDouble();
            csv.append(i).append(',').append(i % 10 == 0 ? "NA" : String.valueOf(i % 97));
            csv.append(probability < 0.25 ? ",no," : ",yes,");
            csv.append(probability).append('\n');
            probabilities.add(probability);
        }
        String path = write("scored.csv", csv.toString());
        CliRun run = tidemark.run(
                "baseline.",
                baseline(
                        "--csv", path, "--ignore", "id", "--prediction", "answer", "--score", "probability", "--json"));

        assertThat(run.exitCode()).isZero();
        JsonNode printed = new ObjectMapper().readTree(run.out());
        assertThat(printed.path("rows").asLong()).isEqualTo(20_000);
        assertThat(printed.path("features").findValuesAsText("name"))
                .containsExactly("amount", "$prediction", "$score");
        assertThat(printed.path("features").path(0).path("missing").asLong()).isEqualTo(2_000);

        Cluster cluster = tidemark.cluster("baseline.");
        Map<String, FeatureBaseline> features = new HashMap<>();
        List<BaselineManifest> manifests = new ArrayList<>();
        for (BaselineEntry entry : TopicReader.read(cluster, cluster.topics().baselines(), 4)) {
            switch (entry.getEntry()) {
                case BaselineFeature feature ->
                    features.put(feature.getFeature(), FeatureBaseline.fromBytes(bytes(feature.getProfile())));
                case BaselineManifest manifest -> manifests.add(manifest);
                case Object other -> throw new AssertionError(other);
            }
        }
        assertThat(manifests).hasSize(1);
        assertThat(manifests.getFirst().getBaselineId())
                .isEqualTo(printed.path("baselineId").asText());
        assertThat(manifests.getFirst().getFeatures()).containsExactlyInAnyOrderElementsOf(features.keySet());
        assertThat(features.values()).allMatch(FeatureBaseline::exactCounts);
        FeatureBaseline score = Objects.requireNonNull(features.get("$score"));
        FeatureSketch counted = score.newSketch(SketchConfig.window());
        probabilities.forEach(counted::updateNumber);
        assertThat(score.name()).isEqualTo("$score");
        assertThat(score.cellCounts()).isEqualTo(counted.bins().orElseThrow().cells());
        assertThat(Arrays.stream(score.binCounts()).sum()).isEqualTo(20_000);
    }

    /** 200 rows an hour; every tenth is answered wrongly, in the last hour every fifth. */
    @Test
    void shouldPublishHowWellTheModelPredicts() throws Exception {
        StringBuilder csv = new StringBuilder("at,x,answer,p,truth\n");
        for (int row = 0; row < 1_200; row++) {
            boolean yes = row % 2 == 0;
            boolean wrong = row % 10 == 9 || (row >= 1_000 && row % 10 == 5);
            csv.append("2024-05-01T%02d:%02d:00Z,%d,%d,%.2f,%s\n"
                    .formatted(
                            row / 200,
                            row % 200 * 60 / 200,
                            row % 50,
                            yes ? 1 : 0,
                            yes ? 0.7 : 0.4,
                            row == 7 ? "" : yes != wrong ? "1" : "0"));
        }
        String path = write("holdout.csv", csv.toString());
        String[] args = baseline(
                "--csv",
                path,
                "--time",
                "at",
                "--window",
                "1h",
                "--prediction",
                "answer",
                "--score",
                "p",
                "--label",
                "truth");

        CliRun text = tidemark.run("performance.", args);
        CliRun json = tidemark.run("performance.", with(args, "--json"));

        assertThat(text.exitCode()).as(text.err()).isZero();
        // 100 wrong in five hours and 40 in the last one, of 1,199 with a label.
        assertThat(text.out())
                .contains("$prediction  categorical")
                .contains("Performance is compared with accuracy 88.3 % (86.4 % to 90.0 %), AUC ")
                .contains(" of 1,199 labelled rows.");
        assertThat(text.out()).doesNotContain("truth");
        assertThat(new ObjectMapper()
                        .readTree(json.out())
                        .path("performance")
                        .path("accuracy")
                        .asDouble())
                .isEqualTo(1_059.0 / 1_199);
        Cluster cluster = tidemark.cluster("performance.");
        List<PerformanceBaseline> published = new ArrayList<>();
        for (BaselineEntry entry : TopicReader.read(cluster, cluster.topics().baselines(), 8)) {
            if (entry.getEntry() instanceof BaselineManifest manifest && manifest.getPerformance() != null) {
                published.add(PerformanceBaseline.fromBytes(bytes(manifest.getPerformance())));
            }
        }
        assertThat(published).hasSize(2).allSatisfy(performance -> {
            MetricReference accuracy = performance.metric(Metric.ACCURACY).orElseThrow();
            assertThat(accuracy.value()).isEqualTo(1_059.0 / 1_199);
            assertThat(accuracy.windows()).isEqualTo(6);
            assertThat(performance.trueClasses()).containsEntry("0", 459L).containsEntry("1", 740L);
        });
    }

    @Test
    void shouldLearnHowMuchWindowsDifferFromRowsWithTimes() throws Exception {
        StringBuilder csv = new StringBuilder("at,x,y\n");
        Random random = new Random(5);
        for (int hour = 0; hour < 24; hour++) {
            double level = random.nextGaussian();
            for (int i = 0; i < 100; i++) {
                csv.append("2024-05-01T%02d:%02d:00Z,".formatted(hour, i % 60))
                        .append(level + random.nextGaussian())
                        .append(',')
                        .append(random.nextGaussian())
                        .append('\n');
            }
        }
        String path = write("timed.csv", csv.toString());

        CliRun run = tidemark.run("timed.", baseline("--csv", path, "--time", "at"));

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out())
                .contains("2 features of 2,400 rows")
                .contains("It knows from 24 windows of its own how much windows differ without drift.");
        Cluster cluster = tidemark.cluster("timed.");
        Map<String, FeatureBaseline> features = new HashMap<>();
        for (BaselineEntry entry : TopicReader.read(cluster, cluster.topics().baselines(), 3)) {
            if (entry.getEntry() instanceof BaselineFeature feature) {
                features.put(feature.getFeature(), FeatureBaseline.fromBytes(bytes(feature.getProfile())));
            }
        }
        assertThat(features).containsOnlyKeys("x", "y");
        assertThat(Objects.requireNonNull(features.get("x")).variation().of(Aspect.LOCATION))
                .isBetween(0.2, 0.8);
        assertThat(Objects.requireNonNull(features.get("y")).variation().of(Aspect.LOCATION))
                .isLessThan(0.02);
    }

    @Test
    void shouldRefuseAFileThatMakesNoBaselineAndPublishNothing() throws Exception {
        String good = write("good.csv", "x,y\n1,2\n3,4\n");
        assertWrong("good.csv has no column 'z', its columns are x, y", "--csv", good, "--features", "x,z");
        assertWrong("good.csv has no column 'answer'", "--csv", good, "--prediction", "answer");
        assertWrong("both name column 'x'", "--csv", good, "--prediction", "x", "--score", "x");
        assertWrong("no column is left", "--csv", good, "--ignore", "x,y");
        assertWrong(
                "two features would be named '$score'",
                "--csv",
                write("dollar.csv", "x,$score\n1,2\n"),
                "--score",
                "x");
        assertWrong("the column '$joint' begins with $", "--csv", write("joint.csv", "x,$joint\n1,2\n"));
        assertWrong("--label needs --prediction", "--csv", good, "--label", "y");
        assertWrong("--positive names one of the classes in --label", "--csv", good, "--positive", "y");
        assertWrong("good.csv has no column 'truth'", "--csv", good, "--prediction", "x", "--label", "truth");
        assertWrong(
                "no row that counts has both an answer in column 'y' and a label in column 'z'",
                "--csv",
                write("bare.csv", "x,y,z\n1,1,\n2,,0\n"),
                "--prediction",
                "y",
                "--label",
                "z");
        assertWrong(
                "words.csv, line 2: column 'y': 'high' is no finite number",
                "--csv",
                write("words.csv", "x,y,z\n1,high,2\n"),
                "--prediction",
                "y",
                "--label",
                "z",
                "--regression");
        assertWrong("--window needs --time", "--csv", good, "--window", "1h");
        assertWrong("--window is 0", "--csv", good, "--time", "x", "--window", "0s");
        assertWrong("good.csv has no column 'at'", "--csv", good, "--time", "at");
        assertWrong("empty.csv is empty", "--csv", write("empty.csv", ""));
        assertWrong("has a header but no rows", "--csv", write("header.csv", "x,y\n"));
        assertWrong("ragged.csv, line 3: the row has 3 values", "--csv", write("ragged.csv", "x,y\n1,2\n1,2,3\n"));
        assertWrong("such.csv: there is no such file", "--csv", "/no/such.csv");
        CliRun noModel = tidemark.run("wrong.", "baseline", "create", "--csv", good);
        assertThat(noModel.exitCode()).isEqualTo(2);
        assertThat(noModel.err()).contains("--model").contains("--version");

        Cluster cluster = tidemark.cluster("wrong.");
        assertThat(TopicReader.read(cluster, cluster.topics().baselines(), 0)).isEmpty();
    }

    private void assertWrong(String words, String... args) {
        assertFails(2, words, tidemark.run("wrong.", baseline(args)));
    }

    private static void assertFails(int exitCode, String words, CliRun run) {
        assertThat(run.err()).contains(words).hasLineCount(1);
        assertThat(run.exitCode()).isEqualTo(exitCode);
        assertThat(run.out()).isEmpty();
    }

    private static String[] baseline(String... args) {
        return with(new String[] {"baseline", "create", "--model", "loans", "--version", "7"}, args);
    }

    private static String[] with(String[] command, String... more) {
        List<String> all = new ArrayList<>(List.of(command));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    private String write(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text).toString();
    }
}
