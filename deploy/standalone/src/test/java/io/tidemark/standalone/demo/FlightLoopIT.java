package io.tidemark.standalone.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.schemas.avro.GateResult;
import io.tidemark.schemas.avro.GateVerdict;
import io.tidemark.schemas.avro.JobReport;
import io.tidemark.schemas.avro.JobState;
import io.tidemark.schemas.avro.ModelLineage;
import io.tidemark.schemas.avro.ModelStage;
import io.tidemark.schemas.avro.ModelVersion;
import io.tidemark.schemas.avro.RetrainJob;
import io.tidemark.standalone.cli.CliRun;
import io.tidemark.standalone.flights.Incident;
import io.tidemark.standalone.replay.ReplaySpeed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The loop from the incident to a version that answers well again, and what the command line says of it. */
class FlightLoopIT {
    private static final Incident INCIDENT = Incident.standard();
    private static final RecordedOutput RECORDER = new RecordedOutput();
    private static Optional<DemoSummary> summary = Optional.empty();
    private static String models = "";
    private static String lineage = "";
    private static String report = "";
    private static String rolledBack = "";

    @TempDir
    private static Path folder = Path.of("");

    @BeforeAll
    static void play() throws Exception {
        try (DemoCluster cluster = DemoCluster.start(0, 0)) {
            summary = Optional.of(new FlightDemo(
                            cluster.cluster(), RECORDER, ReplaySpeed.MAX, Optional.of(INCIDENT), FlightDemo.Scope.LOOP)
                    .run(folder.resolve("state"), () -> ask(cluster)));
        }
    }

    private static void ask(DemoCluster cluster) {
        String[] where = {"-b", cluster.bootstrapServers(), "-r", cluster.registryUrl()};
        models = run(where, "models", "list");
        lineage = run(where, "models", "lineage", "flights", "2");
        report = run(where, "jobs", "report", published().getJobId());
        String page = folder.resolve("report.html").toString();
        assertThat(run(where, "jobs", "report", published().getJobId(), "--html", page))
                .isEmpty();
        rolledBack = run(where, "models", "rollback", "flights", "--reason", "only a test");
    }

    private static String run(String[] where, String... command) {
        CliRun run = CliRun.of(
                Stream.concat(Arrays.stream(command), Arrays.stream(where)).toArray(String[]::new));
        assertThat(run.exitCode()).as(run.err()).isZero();
        return run.out();
    }

    private static DemoSummary.Loop loop() {
        return summary.flatMap(DemoSummary::loop).orElseThrow();
    }

    private static RetrainJob published() {
        return RECORDER.jobs.stream()
                .filter(job -> job.getState() == JobState.PUBLISHED)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void shouldEndWithAVersionInProductionThatTheLoopMade() {
        assertThat(summary.orElseThrow().complete()).isTrue();
        assertThat(RECORDER.swaps.getFirst().version()).isEqualTo("2");
        assertThat(RECORDER.swaps)
                .as("no version of before the incident, and none taken back")
                .allSatisfy(swap -> assertThat(swap.at()).isAfter(INCIDENT.from()))
                .extracting(RecordedOutput.Swap::version)
                .doesNotHaveDuplicates()
                .isSorted();
        assertThat(loop().promoted()).contains(RECORDER.swaps.getLast().version());
        assertThat(loop().swappedAt()).contains(RECORDER.swaps.getLast().at());
    }

    @Test
    void shouldComeToProductionStepByStep() {
        for (RecordedOutput.Swap swap : RECORDER.swaps) {
            assertThat(RECORDER.versions)
                    .filteredOn(version -> version.getVersion().equals(swap.version()))
                    .extracting(ModelVersion::getStage)
                    .startsWith(ModelStage.CANDIDATE, ModelStage.SHADOW, ModelStage.CANARY)
                    .endsWith(ModelStage.PRODUCTION)
                    .doesNotContain(ModelStage.ROLLED_BACK, ModelStage.REJECTED);
        }
    }

    /** Bad weather is no reason for another model: it is over before there is enough to learn from, or what is learned is no better. */
    @Test
    void shouldKeepTheChampionThroughBadWeather() {
        List<RetrainJob> rejected = RECORDER.jobs.stream()
                .filter(job -> job.getState() == JobState.REJECTED)
                .toList();

        for (RetrainJob job : rejected) {
            assertThat(job.getVersion()).isNull();
            assertThat(job.getReason()).contains("log loss");
            assertThat(Objects.requireNonNull(job.getReport()).getGates())
                    .extracting(GateResult::getVerdict)
                    .contains(GateVerdict.FAILED);
        }
        assertThat(RECORDER.jobs)
                .filteredOn(job -> job.getState() == JobState.SKIPPED)
                .isNotEmpty()
                .allSatisfy(job -> assertThat(job.getReason()).isNotBlank());
    }

    /** An earlier version may have been asked for by bad weather just before the incident; the one that answers in the end was not. */
    @Test
    void shouldLearnFromTheDaysSinceTheDriftOnly() {
        String promoted = loop().promoted().orElseThrow();
        RetrainJob job = RECORDER.jobs.stream()
                .filter(ended -> promoted.equals(ended.getVersion()))
                .findFirst()
                .orElseThrow();
        JobReport judged = Objects.requireNonNull(job.getReport());

        assertThat(Objects.requireNonNull(job.getDataSince())).isAfterOrEqualTo(INCIDENT.from());
        assertThat(judged.getTrainingFrom()).isAfterOrEqualTo(job.getDataSince());
        assertThat(judged.getHoldoutFrom()).isAfter(judged.getTrainingFrom());
        assertThat(judged.getGates()).extracting(GateResult::getVerdict).doesNotContain(GateVerdict.FAILED);
        assertThat(job.getData()).hasSize(1);
    }

    /** README of the data: in seconds instead of minutes accuracy falls to about 0.55 to 0.66, and what is learned anew makes up for it. */
    @Test
    void shouldPredictAsWellAsBeforeTheIncident() {
        DemoSummary.Quality before = loop().before().orElseThrow();
        DemoSummary.Quality during = loop().during().orElseThrow();
        DemoSummary.Quality after = loop().after().orElseThrow();

        assertThat(during.accuracy()).isLessThan(before.accuracy() - 0.05);
        assertThat(after.accuracy()).isGreaterThan(during.accuracy() + 0.05).isGreaterThan(before.accuracy() - 0.02);
        assertThat(after.rocAuc()).isGreaterThan(during.rocAuc()).isGreaterThan(before.rocAuc() - 0.02);
    }

    @Test
    void shouldShowWhatHappenedOnTheCommandLine() throws Exception {
        ModelVersion version = RECORDER.versions.stream()
                .filter(known -> known.getVersion().equals("2"))
                .findFirst()
                .orElseThrow();
        ModelLineage made = Objects.requireNonNull(version.getLineage());

        assertThat(models).contains("production, answers").contains("production, ready");
        assertThat(lineage)
                .contains(made.getDataHash())
                .contains(published().getJobId())
                .contains("XGBOOST");
        assertThat(report).contains("improvement").contains("logLoss");
        assertThat(Files.readString(folder.resolve("report.html")))
                .contains("<!doctype html>")
                .contains("improvement");
        assertThat(rolledBack).matches("flights version \\d+: rolled back; version \\d+ answers\\.\\n");
    }
}
