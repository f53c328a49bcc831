package io.tidemark.retrain.track;

import static io.tidemark.retrain.track.TrackedJobs.tracked;
import static io.tidemark.retrain.track.TrackedJobs.trackedWithVersion;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.retrain.job.JobRecords;
import io.tidemark.schemas.avro.ComparedMetric;
import io.tidemark.schemas.avro.JobReport;
import io.tidemark.schemas.avro.RetrainJob;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against JSON written by hand from MLflow's REST API 2.0 and the limits that it states. */
class MlflowRunTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static JsonNode read(String json) throws IOException {
        return JSON.readTree(json);
    }

    private static JsonNode read(ObjectNode node) throws IOException {
        return read(node.toString());
    }

    @Test
    void shouldMakeARunThatItsTagIsFoundBy() throws IOException {
        assertThat(read(MlflowRun.create("12", tracked(TrackedJobs.begun())))).isEqualTo(read("""
                {
                  "experiment_id": "12",
                  "start_time": 1772352060000,
                  "run_name": "flights-3f9a12cd07",
                  "tags": [
                    {"key": "mlflow.source.name", "value": "Tidemark"},
                    {"key": "mlflow.source.type", "value": "JOB"},
                    {"key": "tidemark.episodes", "value": "episode-7"},
                    {"key": "tidemark.job_id", "value": "flights-3f9a12cd07"},
                    {"key": "tidemark.model", "value": "flights"},
                    {"key": "tidemark.run_id", "value": "81716381-5caf-3b69-9a79-e3ac35f85e33"},
                    {"key": "tidemark.trigger", "value": "drift"}
                  ]
                }
                """));
    }

    @Test
    void shouldLogHowAJobEnded() throws IOException {
        List<ObjectNode> batches = MlflowRun.batches("r9", trackedWithVersion(TrackedJobs.published()));

        assertThat(batches).hasSize(3);
        assertThat(read(batches.get(0))).isEqualTo(read("""
                {
                  "run_id": "r9",
                  "params": [
                    {"key": "algorithm", "value": "XGBOOST"},
                    {"key": "holdoutRows", "value": "200"},
                    {"key": "hyperParameters.depth", "value": "6"},
                    {"key": "seed", "value": "1"},
                    {"key": "specRevision", "value": "r1"},
                    {"key": "trainingRows", "value": "800"},
                    {"key": "trigger", "value": "drift"}
                  ]
                }
                """));
        // f31a4a63: CRC-32 of challenger/accuracy/carrier=A_B
        assertThat(read(batches.get(1))).isEqualTo(read("""
                {
                  "run_id": "r9",
                  "metrics": [
                    {"key": "challenger/accuracy/carrier_A_B-f31a4a63", "value": 0.9, "timestamp": 1772352300250, "step": 0},
                    {"key": "challenger/logLoss", "value": 0.3, "timestamp": 1772352300250, "step": 0},
                    {"key": "champion/logLoss", "value": 0.4, "timestamp": 1772352300250, "step": 0},
                    {"key": "gate/improvement", "value": 0.25, "timestamp": 1772352300250, "step": 0}
                  ]
                }
                """));
        assertThat(read(batches.get(2))).isEqualTo(read("""
                {
                  "run_id": "r9",
                  "tags": [
                    {"key": "mlflow.note.content", "value": "passed all gates"},
                    {"key": "tidemark.attempts", "value": "1"},
                    {"key": "tidemark.champion", "value": "1"},
                    {"key": "tidemark.code", "value": "0.1.0 (abc)"},
                    {"key": "tidemark.data_sha256", "value": "c0ffee"},
                    {"key": "tidemark.gate.fairness", "value": "not_judged"},
                    {"key": "tidemark.gate.improvement", "value": "passed"},
                    {"key": "tidemark.reason", "value": "passed all gates"},
                    {"key": "tidemark.verdict", "value": "published"},
                    {"key": "tidemark.version", "value": "2"},
                    {"key": "tidemark.worker", "value": "w1"}
                  ]
                }
                """));
    }

    @Test
    void shouldEndARunAsItsJobEnded() throws IOException {
        assertThat(read(MlflowRun.end("r9", tracked(TrackedJobs.published())))).isEqualTo(read("""
                {"run_id": "r9", "status": "FINISHED", "end_time": 1772352300250}
                """));
        assertThat(MlflowRun.end("r", tracked(TrackedJobs.rejected()))
                        .path("status")
                        .asText())
                .isEqualTo("FINISHED");
        assertThat(MlflowRun.end("r", tracked(TrackedJobs.failed()))
                        .path("status")
                        .asText())
                .isEqualTo("FAILED");
        assertThat(MlflowRun.end("r", tracked(TrackedJobs.skipped()))
                        .path("status")
                        .asText())
                .isEqualTo("KILLED");
    }

    private static RetrainJob with(JobReport report) {
        RetrainJob job = JobRecords.copyOf(TrackedJobs.published());
        job.put("report", report);
        return job;
    }

    /** A request holds up to 1,000 metrics or 100 params, and a param 6,000 bytes. */
    @Test
    void shouldSendNoMoreAtOnceThanIsTaken() throws IOException {
        JobReport report = TrackedJobs.report();
        report.put(
                "training",
                IntStream.range(0, 150)
                        .boxed()
                        .collect(Collectors.toMap(i -> "p%03d".formatted(i), _ -> "ä".repeat(4_000))));
        report.put(
                "metrics",
                IntStream.range(0, 1_500)
                        .mapToObj(i -> new ComparedMetric("mae", "s=" + i, 1L, 0.5, null))
                        .toList());

        List<ObjectNode> batches = MlflowRun.batches("r9", tracked(with(report)));

        assertThat(batches.stream().map(batch -> batch.path("params").size())).containsSubsequence(100, 54);
        assertThat(batches.stream().map(batch -> batch.path("metrics").size())).containsSubsequence(1_000, 501);
        for (ObjectNode batch : batches) {
            assertThat(batch.toString().getBytes(UTF_8)).hasSizeLessThan(1_000_000);
            for (JsonNode param : batch.path("params")) {
                assertThat(param.path("value").asText().getBytes(UTF_8)).hasSizeLessThanOrEqualTo(6_000);
            }
        }
        assertThat(batches.stream()
                        .flatMap(batch -> batch.path("metrics").findValuesAsText("key").stream())
                        .distinct())
                .hasSize(1_501);
    }

    @Test
    void shouldLeaveOutWhatIsNoNumber() throws IOException {
        JobReport report = TrackedJobs.report();
        report.put(
                "metrics",
                List.of(
                        new ComparedMetric("rmse", "all", 1L, Double.NaN, Double.POSITIVE_INFINITY),
                        new ComparedMetric("mae", "all", 1L, 0.5, null)));

        assertThat(MlflowRun.batches("r9", tracked(with(report))).get(1).findValuesAsText("key"))
                .containsExactly("challenger/mae", "gate/improvement");
    }

    @Test
    void shouldLogTheSameWhenAJobIsToldAgain() {
        TrackedJob job = trackedWithVersion(TrackedJobs.published());

        assertThat(MlflowRun.batches("r9", job)).isEqualTo(MlflowRun.batches("r9", job));
    }

    @ParameterizedTest
    @CsvSource({
        "challenger/logLoss, challenger/logLoss",
        "hyperParameters.depth, hyperParameters.depth",
        "a=b, a_b-",
        "a//b, a/b-",
        "../b, _/b-",
        "/b, _b-",
        "ümlaut, _mlaut-"
    })
    void shouldWriteNamesAsMlflowTakesThem(String name, String expected) {
        String written = MlflowName.of(name);

        if (expected.endsWith("-")) {
            assertThat(written).startsWith(expected).matches(".*-[0-9a-f]{8}");
        } else {
            assertThat(written).isEqualTo(expected);
        }
        assertThat(MlflowName.of("x".repeat(400))).hasSize(250).isNotEqualTo(MlflowName.of("x".repeat(401)));
    }

    @Test
    void shouldCutBetweenCharacters() {
        assertThat(MlflowName.cut("ääää", 8)).isEqualTo("ääää");
        assertThat(MlflowName.cut("ääää", 7)).isEqualTo("ää…");
        assertThat(MlflowName.cut("😀😀", 7)).isEqualTo("😀…");
    }
}
