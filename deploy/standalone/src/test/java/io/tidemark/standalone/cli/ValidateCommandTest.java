package io.tidemark.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidemark.stream.spec.SpecYaml;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ValidateCommandTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String GOOD = """
            model: flights
            window: 1d
            hop: 6h
            rollups: [7d]
            segments: {by: region}
            thresholds: {psi: 0.2}
            features: {hour: {kind: categorical, importance: 2}, id: {ignore: true}}
            """;

    @TempDir
    private Path directory = Path.of("");

    private String write(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text).toString();
    }

    @Test
    void shouldSayWhatASpecAmountsTo() throws IOException {
        String file = write("good.yaml", GOOD);
        CliRun run = CliRun.of("validate", "-f", file);

        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).isEqualTo("""
                        %s: flights, revision %s
                          windows: 1d, judged every 6h, 1m grace; rollups 1w
                          compared with: baseline
                          judged from 200 rows; a baseline is learned where there is none, from 10,000 rows and 5d at least
                          false alarms: 1 per 1w; the model drifts with 50 %% of its features; dependence between features is \
                        watched
                          episodes: opened after 1 window with drift, closed after 2 windows without
                          segments: by region, 200 at most
                          thresholds other than by default: psi
                          feature hour: categorical, importance 2
                          feature id: ignored
                        """.formatted(file, SpecYaml.read(GOOD).revision()));
    }

    @Test
    void shouldSayWhereRecordsInOtherSchemasAre() throws IOException {
        CliRun run = CliRun.of("validate", "-f", write("source.yaml", """
                model: m
                labels: {}
                source:
                  predictions:
                    topic: shop.scores
                    id: $.id
                    version: 1
                    features: {age: $.customer.age, '*': $.features}
                    where: {$.model: [a, b]}
                  truths: {topic: shop.outcomes, format: avro, id: $.id, label: $.y, time: {at: $.at, unit: seconds}}
                """));

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out().lines().map(String::strip))
                .contains(
                        "predictions: from shop.scores (json) where $.model is a or b, by $.id, at the record's timestamp;"
                                + " features age, all of $.features",
                        "truths: from shop.outcomes (avro), by $.id, at $.at (seconds)");
    }

    @Test
    void shouldSayWhatLabelsAmountTo() throws IOException {
        String file = write(
                "labels.yaml",
                "{model: m, labels: {positive: late}, performance: {recall: 0.7, accuracy: off}, features: {id: {ignore: true}}}");

        assertThat(CliRun.of("validate", "-f", file).out()).endsWith("""
                          labels: performance is judged once 95 % of a window's are there, at the latest 1w after its end; \
                        scores are of late
                          limits of performance other than by default: accuracy, recall
                          feature id: ignored
                        """);
    }

    @Test
    void shouldNameAllThatIsWrongWithAllFiles() throws IOException {
        String good = write("good.yaml", GOOD);
        String bad = write("bad.yaml", "model: m\nwindow: soon\nhop: 1d\nreferences: [baselin]\n");
        CliRun run = CliRun.of("validate", "-f", bad, "-f", good, "-f", "/no/such.yaml");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err().lines())
                .containsExactly(
                        bad + ", line 2, window: \"soon\" is no duration; write 30s, 5m, 1h, 1d or 2w",
                        bad + ", line 4, references: \"baselin\" is no reference; did you mean baseline?",
                        "There is no file /no/such.yaml.",
                        "tidemark: 2 of 3 files are no valid monitor specs.");
        assertThat(run.out()).startsWith(good + ": flights, revision ");
        assertThat(CliRun.of("validate", "-f", bad).err()).endsWith("bad.yaml is no valid monitor spec.\n");
    }

    @Test
    void shouldPrintResultsAsJson() throws IOException {
        String good = write("good.yaml", GOOD);
        String bad = write("bad.yaml", "model: m\nhop: 7m\n");
        CliRun run = CliRun.of("validate", "--json", "-f", good, "-f", bad, "-f", "/no/such.yaml");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).isEqualTo("tidemark: 2 of 3 files are no valid monitor specs.\n");
        List<String> lines = run.out().lines().toList();
        assertThat(lines).hasSize(3);
        JsonNode first = JSON.readTree(lines.getFirst());
        assertThat(first.path("valid").asBoolean()).isTrue();
        assertThat(first.path("spec").path("hopMs").asLong()).isEqualTo(21_600_000);
        assertThat(first.path("spec").path("revision").asText())
                .isEqualTo(SpecYaml.read(GOOD).revision());
        assertThat(first.path("spec").has("appliedAt")).isFalse();
        assertThat(JSON.readTree(lines.get(1))).isEqualTo(JSON.readTree("""
                        {"file": "%s", "valid": false, "problems": [{"line": 2, "key": "hop",
                          "what": "7m does not divide the window of 1h", "remedy": "use the window or a whole part of it"}]}
                        """.formatted(bad)));
        assertThat(lines.get(2)).contains("\"valid\":false", "There is no file /no/such.yaml.");
    }

    @Test
    void shouldReadStdin() {
        assertThat(withStdin(GOOD, "validate", "-f", "-").out()).startsWith("stdin: flights, revision ");
        assertThat(withStdin("model:", "validate", "-f", "-").err())
                .startsWith("stdin, line 1, model: has no value")
                .endsWith("stdin is no valid monitor spec.\n");
        assertThat(withStdin(GOOD, "apply", "--dry-run", "-f", "-").out()).startsWith("Valid: flights");
    }

    private static CliRun withStdin(String text, String... args) {
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
        try {
            return CliRun.of(args);
        } finally {
            System.setIn(before);
        }
    }

    @Test
    void shouldPrintTheSchema() throws IOException {
        CliRun run = CliRun.of("validate", "--schema");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).isEqualTo(Files.readString(Path.of("../../docs/monitor-spec.schema.json")));
        assertThat(CliRun.of("validate").exitCode()).isEqualTo(2);
        assertThat(CliRun.of("validate", "--schema", "-f", "x").exitCode()).isEqualTo(2);
    }
}
