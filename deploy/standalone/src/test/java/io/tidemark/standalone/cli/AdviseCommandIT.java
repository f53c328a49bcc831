package io.tidemark.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidemark.stream.spec.SpecYaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Advice on a topic against advice on the file that was written to it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AdviseCommandIT {
    private static final Instant BEGIN = Instant.parse("2024-05-01T00:00:00Z");
    private static final int DAYS = 6;
    private static final int ROWS_A_DAY = 6_000;
    private static final Instant INCIDENT = BEGIN.plus(Duration.ofDays(4));
    private static final List<String> SETTINGS =
            List.of("--windows", "6h", "--thresholds", "1", "--open-after", "1,2", "--json");

    @AutoClose
    private final CommandCluster tidemark = new CommandCluster("advise-command");

    @TempDir
    private Path directory = Path.of("");

    @Test
    void shouldSayTheSameOfATopicAsOfTheFileThatWasWrittenToIt() throws Exception {
        tidemark.createTopics("advise.");
        Path csv = Files.writeString(directory.resolve("stream.csv"), stream());
        CliRun replayed = tidemark.run(
                "advise.", "replay", "--csv", csv.toString(), "--model", "m", "--version", "1", "--time", "time");
        assertThat(replayed.exitCode()).as(replayed.err()).isZero();

        List<String> ofFile = new ArrayList<>(List.of("advise", "--stream", csv.toString(), "--time", "time"));
        ofFile.addAll(SETTINGS);
        CliRun file = CliRun.of(ofFile.toArray(String[]::new));
        assertThat(file.exitCode()).as(file.err()).isZero();

        Path spec = directory.resolve("m.yaml");
        List<String> ofTopic = new ArrayList<>(List.of("advise", "--model", "m", "--save", spec.toString()));
        ofTopic.addAll(SETTINGS);
        CliRun topic = tidemark.run("advise.", ofTopic.toArray(String[]::new));
        assertThat(topic.exitCode()).as(topic.err()).isZero();

        JsonNode told = new ObjectMapper().readTree(topic.out());
        JsonNode expected = new ObjectMapper().readTree(file.out());
        assertThat(told.path("settings")).as("own setting, and two").hasSize(3);
        assertThat(alarms(told)).isEqualTo(alarms(expected));
        assertThat(alarms(told).toString()).contains(INCIDENT.toString());
        assertThat(SpecYaml.read(Files.readString(spec)).model()).isEqualTo("m");
    }

    /** What the settings judged, and the windows that they would have told of. */
    private static List<String> alarms(JsonNode advice) {
        List<String> alarms = new ArrayList<>();
        advice.path("settings")
                .forEach(setting -> alarms.add("%s × %s, %s: %s of %s"
                        .formatted(
                                setting.path("window").asText(),
                                setting.path("thresholds"),
                                setting.path("openAfter"),
                                setting.path("alarms").findValuesAsText("windowStart"),
                                setting.path("judgedWindows"))));
        return alarms;
    }

    @Test
    void shouldSayWhatIsWrongWithTheQuestion() {
        assertThat(CliRun.of("advise").err()).contains("a file with --stream, or a model with --model");
        assertThat(CliRun.of("advise", "--stream", "a.csv").err()).contains("--stream needs --time");
        assertThat(CliRun.of("advise", "--model", "m", "--time", "t").err())
                .contains("--baseline and --time are of files");
        assertThat(CliRun.of("advise", "--stream", "a.csv", "--time", "t", "--known", "monday")
                        .err())
                .contains("--known is 'monday'", "FROM..TO");
        assertThat(CliRun.of("advise", "--stream", "a.csv", "--time", "t", "--accept", "few")
                        .err())
                .contains("--accept is 'few'", "1 per 7d");
        assertThat(CliRun.of("advise", "--stream", "a.csv", "--time", "t", "--thresholds", "0")
                        .err())
                .contains("--thresholds are factors above 0");
        assertThat(CliRun.of("advise", "--stream", "a.csv", "--time", "t", "--open-after", "0")
                        .err())
                .contains("openAfter");
    }

    @Test
    void shouldSayWhereThereIsNoSuchModel() throws IOException {
        tidemark.createTopics("none.");

        CliRun run = tidemark.run("none.", "advise", "--model", "nobody");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("no event of model 'nobody' in none.inference-logs");
    }

    private static String stream() {
        Random random = new Random(3);
        StringBuilder csv = new StringBuilder("time,amount,colour\n");
        long everyMs = Duration.ofDays(1).toMillis() / ROWS_A_DAY;
        for (long row = 0; row < (long) DAYS * ROWS_A_DAY; row++) {
            Instant time = BEGIN.plusMillis(row * everyMs);
            boolean wrong = !time.isBefore(INCIDENT) && time.isBefore(INCIDENT.plus(Duration.ofHours(12)));
            csv.append("%s,%s,%s\n"
                    .formatted(
                            time,
                            random.nextGaussian() + (wrong ? 3 : 0),
                            List.of("red", "green", "blue").get(random.nextInt(3))));
        }
        return csv.toString();
    }
}
