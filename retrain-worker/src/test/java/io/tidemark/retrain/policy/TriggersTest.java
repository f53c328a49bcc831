package io.tidemark.retrain.policy;

import static io.tidemark.retrain.policy.Records.NOON;
import static io.tidemark.retrain.policy.Records.version;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.schemas.avro.DiagnosisType;
import io.tidemark.schemas.avro.DriftEvent;
import io.tidemark.schemas.avro.DriftKind;
import io.tidemark.schemas.avro.EpisodeState;
import io.tidemark.schemas.avro.JobTrigger;
import io.tidemark.schemas.avro.ModelStage;
import io.tidemark.schemas.avro.RetrainSpec;
import io.tidemark.schemas.avro.Severity;
import io.tidemark.schemas.avro.TriggerKind;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TriggersTest {
    private static final Answering ANY = Answering.of(List.of());

    private static DriftEvent.Builder major() {
        return Records.event("e", EpisodeState.OPENED, Severity.MAJOR, NOON);
    }

    /** The spec: drift and performance from major on, concept from minor on, data quality never. */
    @ParameterizedTest
    @CsvSource({
        "FEATURE, COVARIATE, MAJOR, DRIFT",
        "FEATURE, COVARIATE, MINOR, ",
        "PREDICTION, PREDICTION_ONLY, MAJOR, DRIFT",
        "LABEL, LABEL_SHIFT, MAJOR, DRIFT",
        "MULTIVARIATE, MULTIVARIATE, MAJOR, DRIFT",
        "DATASET, COVARIATE, MAJOR, DRIFT",
        "DATASET, DATA_QUALITY, MAJOR, ",
        "FEATURE, DATA_QUALITY, MAJOR, ",
        "DATA_QUALITY, DATA_QUALITY, MAJOR, ",
        "VOLUME, VOLUME, MAJOR, ",
        "UNKNOWN, COVARIATE, MAJOR, ",
        "PERFORMANCE, PERFORMANCE, MAJOR, PERFORMANCE",
        "PERFORMANCE, PERFORMANCE, MINOR, ",
        "PERFORMANCE, COVARIATE_WITH_LOSS, MAJOR, PERFORMANCE",
        "PERFORMANCE, CONCEPT, MINOR, CONCEPT",
        "PERFORMANCE, CONCEPT, MAJOR, CONCEPT",
        "LABEL, CONCEPT, MINOR, CONCEPT",
        "PERFORMANCE, CONCEPT, INSUFFICIENT, ",
        "FEATURE, COVARIATE, NONE, "
    })
    void shouldFollowTheRuleForTheKind(DriftKind kind, DiagnosisType type, Severity severity, TriggerKind expected) {
        DriftEvent event = major().setKind(kind)
                .setSeverity(severity)
                .setDiagnosis(Records.diagnosis(type))
                .build();

        assertThat(Triggers.of(event, Records.spec().build(), ANY).map(JobTrigger::getKind))
                .isEqualTo(Optional.ofNullable(expected));
    }

    @Test
    void shouldAskForDamagedDataWhereTheSpecSaysSo() {
        RetrainSpec spec = Records.spec().setDataQuality(Severity.MINOR).build();

        assertThat(Triggers.of(major().setKind(DriftKind.DATA_QUALITY).build(), spec, ANY))
                .get()
                .extracting(JobTrigger::getKind)
                .isEqualTo(TriggerKind.DATA_QUALITY);
    }

    @Test
    void shouldTakePerformanceWhereConceptIsOff() {
        RetrainSpec spec = Records.spec().setConcept(null).build();
        DriftEvent event = major().setKind(DriftKind.PERFORMANCE)
                .setDiagnosis(Records.diagnosis(DiagnosisType.CONCEPT))
                .build();

        assertThat(Triggers.of(event, spec, ANY))
                .get()
                .extracting(JobTrigger::getKind)
                .isEqualTo(TriggerKind.PERFORMANCE);
    }

    @Test
    void shouldNotAskForSegmentsNorForOtherReferencesNorForWhatIsOver() {
        RetrainSpec spec = Records.spec().build();

        assertThat(Triggers.of(major().build(), spec, ANY)).isPresent();
        assertThat(Triggers.of(major().setSegment("region=eu").build(), spec, ANY))
                .isEmpty();
        assertThat(Triggers.of(major().setReference("previous-window").build(), spec, ANY))
                .isEmpty();
        assertThat(Triggers.of(major().setState(EpisodeState.RESOLVED).build(), spec, ANY))
                .isEmpty();
    }

    @Test
    void shouldAskForTheVersionThatAnswersAlone() {
        Answering two = Answering.of(List.of(
                version("1", ModelStage.PRODUCTION, NOON.minusSeconds(60)),
                version("2", ModelStage.PRODUCTION, NOON),
                version("3", ModelStage.SHADOW, NOON.plusSeconds(60))));
        RetrainSpec spec = Records.spec().build();

        assertThat(two).isEqualTo(new Answering(Optional.of("2"), Set.of("1", "3")));
        assertThat(Triggers.of(major().setModelVersion("2").build(), spec, two)).isPresent();
        assertThat(Triggers.of(major().setModelVersion("1").build(), spec, two)).isEmpty();
        assertThat(Triggers.of(major().setModelVersion("3").build(), spec, two)).isEmpty();
        assertThat(Triggers.of(major().setModelVersion("own").build(), spec, two))
                .isEmpty();
    }

    @Test
    void shouldTakeAnyUnknownVersionForTheChampionWhereThereIsNone() {
        Answering shadowOnly = Answering.of(List.of(version("3", ModelStage.SHADOW, NOON)));
        RetrainSpec spec = Records.spec().build();

        assertThat(Triggers.of(major().setModelVersion("own").build(), spec, shadowOnly))
                .isPresent();
        assertThat(Triggers.of(major().setModelVersion("3").build(), spec, shadowOnly))
                .isEmpty();
    }

    @Test
    void shouldTellWhatLedToIt() {
        DriftEvent event = major().build();

        assertThat(Triggers.of(event, Records.spec().build(), ANY))
                .contains(JobTrigger.newBuilder()
                        .setKind(TriggerKind.DRIFT)
                        .setTriggerId(event.getEventId())
                        .setEpisodeId("e")
                        .setModelVersion("1")
                        .setAt(NOON)
                        .setSince(event.getEpisodeStart())
                        .setReason("distance moved")
                        .build());
    }
}
