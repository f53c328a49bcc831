package io.tidemark.standalone.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.profile.csv.CsvRow;
import io.tidemark.profile.csv.CsvRows;
import io.tidemark.profile.csv.CsvSource;
import io.tidemark.schemas.avro.GroundTruth;
import io.tidemark.schemas.avro.InferenceEvent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In which order, and how fast, a table is played. */
class CsvReplayTest {

    @TempDir
    private Path directory = Path.of("");

    /** Notes what is sent, and when. */
    private static final class Notes implements ReplaySink {
        private final List<String> sent = new ArrayList<>();
        private final List<Long> atMs = new ArrayList<>();
        private final long startNanos = System.nanoTime();

        @Override
        public void send(InferenceEvent event) {
            note("answer " + event.getInferenceId());
        }

        @Override
        public void send(GroundTruth truth) {
            note("truth " + truth.getInferenceId());
        }

        private void note(String what) {
            sent.add(what);
            atMs.add((System.nanoTime() - startNanos) / 1_000_000);
        }

        @Override
        public void flush() {
            note("end");
        }
    }

    private Notes play(String text, LabelDelay delay, ReplaySpeed speed, long limit) throws Exception {
        Path csv = Files.writeString(directory.resolve("a.csv"), text);
        boolean timed = text.startsWith("id,t,x,y,at");
        ReplayColumns columns = new ReplayColumns(
                Optional.of("t"),
                Optional.of("id"),
                Optional.empty(),
                Optional.empty(),
                Optional.of("y"),
                timed ? Optional.of("at") : Optional.empty(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                false);
        Notes notes = new Notes();
        try (CsvRows file = new CsvSource(csv).open()) {
            CsvReplay replay =
                    new CsvReplay(file, false, limit, InstantSource.fixed(Instant.parse("2024-05-02T12:00:00Z")));
            List<CsvRow> head = replay.head();
            RowMapper mapper = new RowMapper(csv, file, columns, head, "m", "1", delay, InstantSource.system());
            replay.play(head, mapper, new Pacer(speed), notes, () -> {});
            notes.sent.add(replay.rowsWithoutTruth() + " without");
            notes.sent.add(replay.truthsAhead() + " ahead");
        }
        return notes;
    }

    @Test
    void shouldSendTruthsInTheOrderInWhichTheyBecameKnown() throws Exception {
        Notes notes = play("""
                id,t,x,y,at
                a,2024-05-01T10:00:00Z,1,yes,2024-05-01T13:00:00Z
                b,2024-05-01T11:00:00Z,1,no,2024-05-01T11:30:00Z
                c,2024-05-01T12:00:00Z,1,,
                d,2024-05-01T13:00:00Z,1,yes,2024-05-03T00:00:00Z
                e,2024-05-01T14:00:00Z,1,yes,2024-05-02T00:00:00Z
                f,2024-05-01T15:00:00Z,1,yes,2024-05-02T00:00:00Z
                """, LabelDelay.NONE, ReplaySpeed.MAX, Long.MAX_VALUE);

        assertThat(notes.sent)
                .containsExactly(
                        "answer a",
                        "answer b",
                        "truth b",
                        "answer c",
                        "truth a",
                        "answer d",
                        "answer e",
                        "answer f",
                        "truth e",
                        "truth f",
                        "truth d",
                        "end",
                        "1 without",
                        "1 ahead");
    }

    @Test
    void shouldSendTheTruthsOfTheRowsThatItPlays() throws Exception {
        String text = """
                id,t,x,y
                a,2024-05-01T10:00:00Z,1,yes
                b,2024-05-01T11:00:00Z,1,no
                c,2024-05-01T12:00:00Z,1,no
                """;

        assertThat(play(text, LabelDelay.always(Duration.ofDays(1)), ReplaySpeed.MAX, 2).sent)
                .containsExactly("answer a", "answer b", "truth a", "truth b", "end", "0 without", "0 ahead");
        assertThat(play(text, LabelDelay.NONE, ReplaySpeed.MAX, Long.MAX_VALUE).sent)
                .containsExactly(
                        "answer a",
                        "truth a",
                        "answer b",
                        "truth b",
                        "answer c",
                        "truth c",
                        "end",
                        "0 without",
                        "0 ahead");
    }

    /** An hour in 2 s: the truth of half an hour later comes after 1 s, and not with the next row. */
    @Test
    void shouldSendATruthWhenTheClockPassesItsTime() throws Exception {
        Notes notes = play("""
                id,t,x,y
                a,2024-05-01T10:00:00Z,1,yes
                b,2024-05-01T11:00:00Z,1,no
                """, LabelDelay.always(Duration.ofMinutes(30)), ReplaySpeed.parse("1800x"), Long.MAX_VALUE);

        assertThat(notes.sent)
                .containsExactly("answer a", "truth a", "answer b", "truth b", "end", "0 without", "0 ahead");
        assertThat(notes.atMs.get(1) - notes.atMs.get(0)).isBetween(990L, 1_900L);
        assertThat(notes.atMs.get(2) - notes.atMs.get(0)).isGreaterThanOrEqualTo(1_990);
    }
}
