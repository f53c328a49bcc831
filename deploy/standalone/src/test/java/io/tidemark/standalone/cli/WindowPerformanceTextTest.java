package io.tidemark.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.schemas.avro.Cause;
import io.tidemark.schemas.avro.Diagnosis;
import io.tidemark.schemas.avro.DiagnosisType;
import io.tidemark.schemas.avro.MetricValue;
import io.tidemark.schemas.avro.Severity;
import io.tidemark.schemas.avro.WindowPerformance;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WindowPerformanceTextTest {
    private final PrintWriter nowhere = new PrintWriter(new StringWriter());
    private final WindowPerformanceText text = new WindowPerformanceText(new Console(nowhere, nowhere, false, false));

    private static WindowPerformance.Builder day() {
        return WindowPerformance.newBuilder()
                .setModelId("flights")
                .setModelVersion("1")
                .setSegment("all")
                .setWindowStart(Instant.parse("2001-04-15T00:00:00Z"))
                .setWindowEnd(Instant.parse("2001-04-16T00:00:00Z"))
                .setRevision(1)
                .setFinal$(true)
                .setPredictions(1_085)
                .setLabelled(1_085)
                .setCoverage(1)
                .setRealised(List.of())
                .setEstimated(List.of())
                .setConfusion(List.of())
                .setSeverity(Severity.NONE)
                .setAssessedAt(Instant.EPOCH);
    }

    private static MetricValue metric(String name, double value, Severity severity) {
        return new MetricValue(name, value, value - 0.02, value + 0.03, 1_085L, 0.5, severity);
    }

    @Test
    void shouldSetTheEstimateBesideWhatCameTrue() {
        WindowPerformance window = day().setRealised(List.of(
                        metric("accuracy", 0.63, Severity.MAJOR),
                        metric("precision", 0.2, Severity.NONE),
                        metric("logLoss", 0.767, Severity.MINOR)))
                .setEstimated(
                        List.of(metric("accuracy", 0.849, Severity.NONE), metric("logLoss", 0.391, Severity.NONE)))
                .setSeverity(Severity.MAJOR)
                .build();

        assertThat(text.of(window))
                .isEqualTo("2001-04-15   100 % labelled accuracy 63.0 % (61.0 to 66.0, estimated 84.9 %);"
                        + " log loss 0.767, estimated 0.391  $accuracy, $logLoss");
    }

    private static Diagnosis diagnosis(DiagnosisType type, String... causes) {
        return Diagnosis.newBuilder()
                .setType(type)
                .setCauses(Stream.of(causes)
                        .map(cause -> new Cause(cause, Severity.MAJOR, "psi", 2.0))
                        .toList())
                .setSummary("")
                .build();
    }

    @Test
    void shouldSayWhatKindOfDriftAWorseDayIs() {
        WindowPerformance window = day().setRealised(List.of(metric("accuracy", 0.63, Severity.MAJOR)))
                .setSeverity(Severity.MAJOR)
                .setDiagnosis(diagnosis(DiagnosisType.LABEL_SHIFT, "$label", "plan", "$accuracy"))
                .build();

        assertThat(text.of(window)).endsWith("(61.0 to 66.0)  $accuracy, $label  (label shift)");
    }

    @ParameterizedTest
    @EnumSource(names = {"MINOR", "MAJOR"})
    void shouldTellThatLabelsAloneChanged(Severity severity) {
        WindowPerformance.Builder window = day().setRealised(List.of(metric("accuracy", 0.84, Severity.NONE)))
                .setSeverity(severity);

        assertThat(text.of(window.setDiagnosis(diagnosis(DiagnosisType.LABEL_SHIFT, "$label"))
                        .build()))
                .endsWith("(82.0 to 87.0)  $label  (label shift)");
        assertThat(text.of(window.setDiagnosis(diagnosis(DiagnosisType.COVARIATE_WITHOUT_LOSS, "plan", "age"))
                        .build()))
                .as("more features changed than causes are named")
                .endsWith("(82.0 to 87.0)  $label  (covariate without loss)");
    }

    @Test
    void shouldTellOfOtherFeaturesThatTheModelIsAsGood() {
        WindowPerformance window = day().setRealised(List.of(metric("accuracy", 0.84, Severity.NONE)))
                .setDiagnosis(diagnosis(DiagnosisType.COVARIATE_WITHOUT_LOSS, "plan", "$score"))
                .build();

        assertThat(text.of(window)).endsWith("(82.0 to 87.0)  (covariate without loss)");
    }

    @Test
    void shouldSetOffWhatIsToBeSeen() {
        WindowPerformanceText styled = new WindowPerformanceText(new Console(nowhere, nowhere, true, false));
        WindowPerformance quiet = day().build();
        WindowPerformance labels = day().setSeverity(Severity.MINOR)
                .setDiagnosis(diagnosis(DiagnosisType.LABEL_SHIFT, "$label"))
                .build();

        assertThat(styled.of(quiet)).startsWith("\u001b[");
        assertThat(styled.of(labels)).startsWith("2001-04-15").contains("\u001b[33m$label");
    }

    @Test
    void shouldSayNothingOfEstimatesAndMetricsThatAreNotThere() {
        WindowPerformance window = day().setRealised(List.of(metric("accuracy", 0.63, Severity.NONE)))
                .build();

        assertThat(text.of(window)).isEqualTo("2001-04-15   100 % labelled accuracy 63.0 % (61.0 to 66.0)");
    }

    @Test
    void shouldNotRoundUpToAllLabels() {
        WindowPerformance window = day().setCoverage(2499 / 2500.0).build();

        assertThat(text.of(window)).startsWith("2001-04-15  99.9 % labelled");
    }
}
