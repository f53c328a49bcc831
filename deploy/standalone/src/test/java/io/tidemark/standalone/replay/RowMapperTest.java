package io.tidemark.standalone.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tidemark.profile.baseline.Baseline;
import io.tidemark.profile.baseline.FeatureBaseline;
import io.tidemark.profile.csv.BadRowException;
import io.tidemark.profile.csv.ColumnSelection;
import io.tidemark.profile.csv.CsvBaselineSettings;
import io.tidemark.profile.csv.CsvBaselines;
import io.tidemark.profile.csv.CsvException;
import io.tidemark.profile.csv.CsvProgress;
import io.tidemark.profile.csv.CsvRow;
import io.tidemark.profile.csv.CsvRows;
import io.tidemark.profile.csv.CsvSource;
import io.tidemark.profile.csv.Detail;
import io.tidemark.schemas.avro.InferenceEvent;
import io.tidemark.standalone.baseline.EventBaselines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RowMapperTest {
    private static final Instant NOW = Instant.parse("2024-05-01T00:00:00Z");

    @TempDir
    private Path directory = Path.of("");

    @Test
    void shouldLogWhatABaselineOfTheSameFileSees() throws IOException {
        StringBuilder text = new StringBuilder("amount,colour,flag,zip\n");
        text.append("1.5,red,true,01069\n2,blue,FALSE,80331\n-3e2, red ,True,10115\n".repeat(100));
        for (String nothing :
                List.of("", "  ", "NA", "N/A", "#N/A", "<NA>", "NaN", "nan", "null", "NULL", "None", " NA ")) {
            text.append((nothing + ",").repeat(3)).append(nothing).append('\n');
        }
        text.append("inf,none,maybe,-\nmany,0,,x\n");
        Path csv = Files.writeString(directory.resolve("a.csv"), text);

        Baseline fromFile = CsvBaselines.create(
                new CsvSource(csv),
                CsvBaselineSettings.of(ColumnSelection.all(), Detail.STREAM),
                NOW,
                CsvProgress.SILENT);
        Baseline fromEvents =
                EventBaselines.of(() -> events(csv, columns()).stream(), Duration.ofHours(1), "replay", NOW);

        assertThat(fromEvents.rows()).isEqualTo(fromFile.rows()).isEqualTo(314);
        for (FeatureBaseline expected : fromFile.features().values()) {
            FeatureBaseline actual = fromEvents.feature(expected.name()).orElseThrow();
            assertThat(actual.kind().hint())
                    .as(expected.name())
                    .isEqualTo(expected.kind().hint());
            assertThat(present(actual)).as(expected.name()).isEqualTo(present(expected));
            assertThat(actual.sketch().numbers()).isEqualTo(expected.sketch().numbers());
            assertThat(actual.sketch().infinities()).isEqualTo(expected.sketch().infinities());
            assertThat(actual.sketch().texts()).isEqualTo(expected.sketch().texts());
            assertThat(actual.sketch().booleans()).isEqualTo(expected.sketch().booleans());
        }
        assertThat(present(fromFile.feature("amount").orElseThrow())).isEqualTo(302);
        assertThat(present(fromFile.feature("flag").orElseThrow())).isEqualTo(301);
    }

    /** Rows that have the feature, whatever its type. */
    private static long present(FeatureBaseline feature) {
        return feature.sketch().present();
    }

    @Test
    void shouldNameFileLineColumnAndRemedyOfARowThatCannotBeUsed() throws IOException {
        Path csv = Files.writeString(directory.resolve("a.csv"), """
                t,x,p,paid
                2024-05-01,1,0.5,1
                soon,1,0.5,1
                2024-05-01,1,high,1
                2024-05-01,1,inf,1
                2024-05-01,1,NA,NA
                """);
        ReplayColumns columns = new ReplayColumns(
                Optional.of("t"),
                Optional.empty(),
                Optional.empty(),
                Optional.of("p"),
                Optional.of("paid"),
                Optional.empty(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                true);
        try (CsvRows rows = new CsvSource(csv).open()) {
            List<CsvRow> all = rowsOf(rows);
            RowMapper mapper = mapper(csv, rows, columns, all);

            assertThat(mapper.event(all.getFirst()).getPrediction().getScore()).isEqualTo(0.5);
            assertThatExceptionOfType(BadRowException.class)
                    .isThrownBy(() -> mapper.event(all.get(1)))
                    .withMessageContaining("a.csv, line 3: column 't': 'soon' is no time, write it like one of 2001-");
            assertThatExceptionOfType(BadRowException.class)
                    .isThrownBy(() -> mapper.event(all.get(2)))
                    .withMessageContaining("a.csv, line 4: column 'p': 'high' is no finite number, correct it");
            assertThatExceptionOfType(BadRowException.class)
                    .isThrownBy(() -> mapper.event(all.get(3)))
                    .withMessageContaining("'inf' is no finite number");
            InferenceEvent unscored = mapper.event(all.get(4));
            assertThat(unscored.getPrediction()).isNull();
            assertThat(mapper.groundTruth(all.get(4), unscored)).isEmpty();
        }
    }

    @Test
    void shouldLogAColumnOfArraysAsSuch() throws IOException {
        Path csv = Files.writeString(directory.resolve("a.csv"), "x,emb\n1,\"[0.5, -1]\"\n2,\n3,\"[]\"\n");
        ReplayColumns plain = columns();
        ReplayColumns columns = new ReplayColumns(
                plain.time(),
                plain.id(),
                plain.prediction(),
                plain.score(),
                plain.label(),
                plain.labelTime(),
                plain.tags(),
                plain.features(),
                plain.ignored(),
                plain.categorical(),
                List.of("emb"),
                plain.regression());

        assertThat(events(csv, columns))
                .extracting(InferenceEvent::getFeatures)
                .containsExactly(
                        Map.of("x", 1L, "emb", List.of(0.5, -1.0)), Map.of("x", 2L), Map.of("x", 3L, "emb", List.of()));
        assertThat(EventBaselines.of(() -> events(csv, columns).stream(), Duration.ofHours(1), "replay", NOW)
                        .features()
                        .keySet())
                .contains("x", "emb#norm", "emb#length", "emb#p0", "emb#p7")
                .doesNotContain("emb");
    }

    @Test
    void shouldTakeTheTimeOfTheTruthFromItsColumn() throws IOException {
        Path csv = Files.writeString(directory.resolve("a.csv"), """
                t,x,paid,at
                2024-05-01,1,yes,2024-05-09T12:00:00Z
                2024-05-01,1,,
                2024-05-01,1,yes,
                2024-05-01,1,yes,soon
                """);
        ReplayColumns columns = new ReplayColumns(
                Optional.of("t"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of("paid"),
                Optional.of("at"),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                false);
        try (CsvRows rows = new CsvSource(csv).open()) {
            List<CsvRow> all = rowsOf(rows);
            RowMapper mapper = mapper(csv, rows, columns, all);
            InferenceEvent event = mapper.event(all.getFirst());

            assertThat(mapper.featureTypes()).containsOnlyKeys("x");
            assertThat(mapper.groundTruth(all.get(0), event).orElseThrow().getEventTime())
                    .isEqualTo(Instant.parse("2024-05-09T12:00:00Z"));
            assertThat(mapper.groundTruth(all.get(1), event)).isEmpty();
            assertThatExceptionOfType(BadRowException.class)
                    .isThrownBy(() -> mapper.groundTruth(all.get(2), event))
                    .withMessageContaining(
                            "a.csv, line 4: column 'at': is empty, though the row has a label: fill in when");
            assertThatExceptionOfType(BadRowException.class)
                    .isThrownBy(() -> mapper.groundTruth(all.get(3), event))
                    .withMessageContaining("a.csv, line 5: column 'at': 'soon' is no time, write it like one of");
        }
    }

    @Test
    void shouldNameAColumnThatTheFileLacks() throws IOException {
        Path csv = Files.writeString(directory.resolve("a.csv"), "x,y\n1,2\n");
        ReplayColumns columns = new ReplayColumns(
                Optional.of("when"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                false);
        assertThatExceptionOfType(CsvException.class)
                .isThrownBy(() -> events(csv, columns))
                .withMessageContaining("a.csv has no column 'when', its columns are x, y: correct the name");
    }

    private static ReplayColumns columns() {
        return new ReplayColumns(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                false);
    }

    private static List<InferenceEvent> events(Path csv, ReplayColumns columns) {
        try (CsvRows rows = new CsvSource(csv).open()) {
            List<CsvRow> all = rowsOf(rows);
            RowMapper mapper = mapper(csv, rows, columns, all);
            return all.stream().map(mapper::event).toList();
        }
    }

    private static List<CsvRow> rowsOf(CsvRows rows) {
        List<CsvRow> all = new ArrayList<>();
        while (rows.next()) {
            all.add(rows.row());
        }
        return all;
    }

    private static RowMapper mapper(Path csv, CsvRows rows, ReplayColumns columns, List<CsvRow> head) {
        return new RowMapper(csv, rows, columns, head, "m", "1", LabelDelay.NONE, InstantSource.fixed(NOW));
    }
}
