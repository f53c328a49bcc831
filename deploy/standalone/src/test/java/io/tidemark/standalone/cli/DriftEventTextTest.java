package io.tidemark.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.schemas.avro.Cause;
import io.tidemark.schemas.avro.Diagnosis;
import io.tidemark.schemas.avro.DiagnosisType;
import io.tidemark.schemas.avro.DriftEvent;
import io.tidemark.schemas.avro.DriftKind;
import io.tidemark.schemas.avro.EpisodeState;
import io.tidemark.schemas.avro.Severity;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DriftEventTextTest {
    private final Console console =
            new Console(new PrintWriter(new StringWriter()), new PrintWriter(new StringWriter()), false, false);

    private String text(EpisodeState state, @Nullable String feature, @Nullable Diagnosis diagnosis) {
        return text(DriftKind.FEATURE, state, feature, diagnosis);
    }

    private String text(DriftKind kind, EpisodeState state, @Nullable String feature, @Nullable Diagnosis diagnosis) {
        DriftEvent event = DriftEvent.newBuilder()
                .setEventId("e")
                .setEpisodeId("p")
                .setState(state)
                .setModelId("m")
                .setModelVersion("1")
                .setFeature(feature)
                .setKind(kind)
                .setSeverity(Severity.MAJOR)
                .setWindowStart(Instant.EPOCH)
                .setWindowEnd(Instant.EPOCH)
                .setEpisodeStart(Instant.EPOCH)
                .setStatistics(Map.of())
                .setFindings(List.of())
                .setBaselineId("b")
                .setBaselineRows(10)
                .setCurrentRows(10)
                .setReason("It drifted.")
                .setDiagnosis(diagnosis)
                .setDetectedAt(Instant.EPOCH)
                .build();
        return new DriftEventText(console, false).of(event);
    }

    @Test
    void shouldSayWhyAModelIsWorse() {
        Diagnosis concept = diagnosis(DiagnosisType.CONCEPT, 1, 0, null);
        Diagnosis covariate = diagnosis(DiagnosisType.COVARIATE_WITH_LOSS, 3, 0, "country=DE");
        Diagnosis unknown = diagnosis(DiagnosisType.PERFORMANCE, 1, 0, null);

        assertThat(text(DriftKind.PERFORMANCE, EpisodeState.OPENED, "f0", concept))
                .endsWith("It drifted.  (concept)");
        assertThat(text(DriftKind.PERFORMANCE, EpisodeState.OPENED, "f0", covariate))
                .endsWith("It drifted.  (covariate with loss, cause 1 of 3; worst in country=DE)");
        assertThat(text(DriftKind.PERFORMANCE, EpisodeState.OPENED, "f0", unknown))
                .endsWith("It drifted.");
    }

    /** Causes f0, f1 and so on. */
    private static Diagnosis diagnosis(int causes, int more, @Nullable String worstSegment) {
        return diagnosis(DiagnosisType.DATA_QUALITY, causes, more, worstSegment);
    }

    private static Diagnosis diagnosis(DiagnosisType type, int causes, int more, @Nullable String worstSegment) {
        return Diagnosis.newBuilder()
                .setType(type)
                .setCauses(IntStream.range(0, causes)
                        .mapToObj(i -> new Cause("f" + i, Severity.MAJOR, "psi", 2.0))
                        .toList())
                .setMoreCauses(more)
                .setWorstSegment(worstSegment)
                .setSummary("")
                .build();
    }

    @Test
    void shouldSayWhereAnEventStandsAmongAllOfItsWindow() {
        assertThat(text(EpisodeState.OPENED, "f2", diagnosis(10, 2, "country=DE")))
                .endsWith("It drifted.  (data quality, cause 3 of 12; worst in country=DE)");
        assertThat(text(EpisodeState.OPENED, null, diagnosis(2, 0, null)))
                .endsWith("It drifted.  (data quality, causes: 2)");
        assertThat(text(EpisodeState.OPENED, "z", diagnosis(10, 2, null)))
                .endsWith("It drifted.  (data quality, causes: 12)");
    }

    @Test
    void shouldSayNoMoreThanTheEventItselfSays() {
        assertThat(text(EpisodeState.OPENED, "f0", diagnosis(1, 0, null))).endsWith("It drifted.");
        assertThat(text(EpisodeState.OPENED, "f0", null)).endsWith("It drifted.");
        assertThat(text(EpisodeState.RESOLVED, "f0", diagnosis(5, 0, "country=DE")))
                .endsWith("It drifted.");
        assertThat(text(EpisodeState.OPENED, "f0", diagnosis(1, 0, "country=DE")))
                .endsWith("It drifted.  (worst in country=DE)");
    }
}
