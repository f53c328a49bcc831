package io.tidemark.standalone.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidemark.retrain.version.NewVersion;
import io.tidemark.schemas.avro.InferenceEvent;
import io.tidemark.schemas.avro.ModelStage;
import io.tidemark.schemas.avro.ModelVersion;
import io.tidemark.schemas.avro.Prediction;
import io.tidemark.schemas.registry.SchemaRegistry;
import io.tidemark.serving.model.FeatureEncodings;
import io.tidemark.serving.model.ModelArtifact;
import io.tidemark.serving.model.ModelOutput;
import io.tidemark.serving.model.NumberEncoding;
import io.tidemark.standalone.cluster.Cluster;
import io.tidemark.standalone.loop.LoopState;
import io.tidemark.standalone.loop.LoopWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The commands of the loop, and what they say to wrong input, on a broker and a registry over HTTP. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LoopCommandsIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant ASKED = Instant.parse("2026-03-02T12:00:00Z");

    @AutoClose
    private final CommandCluster tidemark = new CommandCluster("loop-commands");

    private final Cluster cluster = tidemark.cluster("loop.");

    @TempDir
    private Path directory = Path.of("");

    /** Of two models: one moves in a test, the other stays as it is. */
    @BeforeAll
    void fill() throws Exception {
        tidemark.createTopics("empty.", "loop.");
        Path spec = Files.writeString(directory.resolve("flights.yaml"), """
                model: flights
                window: 1h
                labels: {positive: late}
                retrain:
                  when: {drift: major}
                """);
        assertThat(tidemark.runWithOptions("loop.", "apply", "-f", spec.toString())
                        .err())
                .isEmpty();
        publish("flights", ModelStage.PRODUCTION);
        publish("moving", ModelStage.PRODUCTION);
        publish("moving", ModelStage.CANDIDATE);
        log("asked-1", "1", "late", 0.71);
        log("asked-1", "9", "on_time", 0.44);
    }

    private void publish(String model, ModelStage stage) throws Exception {
        ModelArtifact artifact = new ModelArtifact(
                new ModelOutput.Value(),
                new FeatureEncodings(List.of(new NumberEncoding("distance", 0, 0, 1))),
                "constant",
                "1".getBytes(UTF_8),
                Map.of());
        try (SchemaRegistry schemas = cluster.registry();
                LoopWriter writer = new LoopWriter(cluster, schemas)) {
            Collection<ModelVersion> versions =
                    LoopState.read(cluster, schemas).tables().versions(model);
            writer.publish(
                    model,
                    NewVersion.brought(artifact, List.of(), Optional.empty(), Optional.empty()),
                    versions,
                    stage,
                    "brought",
                    "a person");
        }
    }

    private void log(String id, String version, String label, double score) throws Exception {
        var topic = cluster.topics().inferenceLogs();
        try (SchemaRegistry schemas = cluster.registry();
                Producer<String, InferenceEvent> producer = cluster.producer(
                        new StringSerializer(), topic.valueSerde(schemas).serializer(), Map.of())) {
            InferenceEvent event = InferenceEvent.newBuilder()
                    .setInferenceId(id)
                    .setModelId("flights")
                    .setModelVersion(version)
                    .setEventTime(ASKED)
                    .setFeatures(Map.of("distance", 733.0))
                    .setPrediction(Prediction.newBuilder()
                            .setLabel(label)
                            .setScore(score)
                            .setScores(Map.of())
                            .build())
                    .build();
            producer.send(new ProducerRecord<>(topic.name(), id, event)).get();
        }
    }

    private CliRun run(String command) {
        return tidemark.runWithOptions("loop.", command.split(" "));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            models                                    | List, show
            models list nothing                       | There are no versions of a model nothing. Versions exist of: flights, moving.
            models show flights 9                     | There is no version 9 of flights. List them with: tidemark models list
            models show nothing 1                     | There is no version 1 of nothing.
            models promote flights 9                  | There is no version 9 of flights; there are 1.
            models promote flights 1                  | Version 1 of flights answers already.
            models promote nothing 1                  | There are no versions of a model nothing.
            models rollback flights                   | No version of flights was in production before version 1
            models archive flights 1                  | Version 1 of flights answers; promote another one
            models lineage flights                    | Give a VERSION, or the id of an answer with --inference.
            models lineage flights 1 --inference a    | Give a VERSION, or the id of an answer with --inference.
            models lineage flights 9                  | There is no version 9 of flights.
            models lineage flights --inference nobody | No answer of flights to an inference nobody is in loop.inference-logs.
            models lineage moving --inference asked-1 | No answer of moving to an inference asked-1
            models lineage flights --inference asked-1 --since noon | "noon" is no time
            jobs                                      | List, show or report?
            jobs list nothing                         | There are no jobs of a model nothing.
            jobs show nothing                         | There is no job nothing. List them with: tidemark jobs list
            jobs report nothing                       | There is no job nothing.
            retrain nothing                           | The spec of nothing says nothing of retraining
            retrain moving                            | The spec of moving says nothing of retraining
            retrain                                   | Missing required parameter: 'MODEL'
            """)
    void shouldSayInASentenceWhatIsWrong(String command, String said) {
        CliRun run = command.indexOf(' ') < 0 && !command.equals("retrain") ? CliRun.of(command) : run(command);

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains(said).doesNotContain("Exception").doesNotContain("\tat ");
        assertThat(run.out()).isEmpty();
    }

    @Test
    void shouldSayThatTopicsAreMissing() {
        for (String command : List.of("models list", "jobs list", "retrain flights", "models rollback flights")) {
            CliRun run = tidemark.runWithOptions("none.", command.split(" "));

            assertThat(run.exitCode()).as(command).isEqualTo(2);
            assertThat(run.err()).contains("has no topic none.").contains("tidemark topics create");
        }
    }

    @Test
    void shouldShowThatThereIsNothingYet() {
        assertThat(tidemark.runWithOptions("empty.", "models", "list").exitCode())
                .isZero();
        assertThat(tidemark.runWithOptions("empty.", "models", "list").out().lines())
                .hasSize(1);
        assertThat(tidemark.runWithOptions("empty.", "jobs", "list").out().lines())
                .hasSize(1);
        assertThat(tidemark.runWithOptions("empty.", "models", "list", "--json").out())
                .isEmpty();
    }

    @Test
    void shouldMoveVersionsAndTakeThemBack() {
        assertThat(run("models promote moving 2 --reason campaign").out())
                .isEqualTo("moving version 2: production; version 2 answers.\n");
        assertThat(run("models list moving").out())
                .containsPattern("moving +2 +production, answers +.*campaign")
                .containsPattern("moving +1 +production, ready");
        assertThat(run("models rollback moving --reason complaints").out())
                .isEqualTo("moving version 2: rolled back; version 1 answers.\n");
        assertThat(run("models archive moving 2").out()).isEqualTo("moving version 2: archived; version 1 answers.\n");
        assertThat(run("models archive moving 2").err()).contains("Version 2 of moving is archived already.");
        assertThat(run("models show moving 1").out())
                .contains("moving version 1: production, answers")
                .contains("no instance that tells");
    }

    @Test
    void shouldAskForAJobThatWaitsForAWorker() throws Exception {
        CliRun asked = run("retrain flights --reason tariff");
        assertThat(asked.exitCode()).isZero();
        String id = asked.out().strip();

        assertThat(run("jobs list flights").out())
                .contains(id)
                .contains("requested")
                .contains("tariff");
        assertThat(run("jobs show " + id).out()).contains("manual").contains("tariff");
        JsonNode job = JSON.readTree(run("jobs show " + id + " --json").out());
        assertThat(job.path("state").asText()).isEqualTo("REQUESTED");
        CliRun report = run("jobs report " + id);
        assertThat(report.exitCode()).isEqualTo(2);
        assertThat(report.err()).contains("has no report: it has not judged a model yet.");
    }

    @Test
    void shouldLeadFromAnAnswerBackToItsVersion() throws Exception {
        CliRun lineage = run("models lineage flights --inference asked-1");

        assertThat(lineage.exitCode()).isZero();
        assertThat(lineage.out())
                .contains("asked-1: late (0.71), answered 2026-03-02T12:00:00Z by version 1")
                .contains("It is not known what version 1 of flights was made of: a person brought it.")
                .contains("asked-1: on_time (0.44), answered 2026-03-02T12:00:00Z by version 9")
                .contains("Version 9 of flights is none that was published here");
        List<String> lines = run("models lineage flights --inference asked-1 --since 2020-01-01T00:00:00Z --json")
                .out()
                .lines()
                .toList();
        assertThat(lines).hasSize(2);
        assertThat(JSON.readTree(lines.getFirst())
                        .path("answer")
                        .path("modelVersion")
                        .asText())
                .isEqualTo("1");
        assertThat(JSON.readTree(lines.getFirst()).path("lineage").isNull()).isTrue();
        assertThat(run("models lineage flights 1 --json").out()).isEqualTo("null\n");
    }

    @Test
    void shouldRefuseToStartAWorkerWithSettingsThatAreWrong() throws Exception {
        Path config = Files.writeString(directory.resolve("w.properties"), "tidemark.retrain.tick=5\n");

        CliRun unknown = run("worker --config " + config);
        assertThat(unknown.exitCode()).isEqualTo(2);
        assertThat(unknown.err()).contains("tidemark.retrain.tick is no setting of the retrain worker");

        CliRun missing = run("worker --config " + directory.resolve("nowhere.properties"));
        assertThat(missing.exitCode()).isEqualTo(2);
        assertThat(missing.err()).contains("nowhere.properties");
    }
}
