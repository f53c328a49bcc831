package io.tidemark.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.schemas.avro.Diagnosis;
import io.tidemark.schemas.avro.DiagnosisType;
import io.tidemark.schemas.avro.MetricValue;
import io.tidemark.schemas.avro.Severity;
import io.tidemark.schemas.avro.WindowPerformance;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

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
                .build();

        assertThat(text.of(window))
                .isEqualTo("2001-04-15   100 % labelled accuracy 63.0 % (61.0 to 66.0, estimated 84.9 %);"
                        + " log loss 0.767, estimated 0.391  $accuracy, $logLoss");
    }

    @Test
    void shouldSayWhatKindOfDriftAWorseDayIs() {
        WindowPerformance window = day().setRealised(List.of(metric("accuracy", 0.63, Severity.MAJOR)))
                .setDiagnosis(Diagnosis.newBuilder()
                        .setType(DiagnosisType.LABEL_SHIFT)
                        .setCauses(List.of())
                        .setSummary("labels are distributed differently")
                        .build())
                .build();

        assertThat(text.of(window)).endsWith("(61.0 to 66.0)  $accuracy  (label shift)");
    }

    @Test
    void shouldSayNothingOfEstimatesAndMetricsThatAreNotThere() {
        WindowPerformance window = day().setRealised(List.of(metric("accuracy", 0.63, Severity.NONE)))
                .build();

        assertThat(text.of(window)).isEqualTo("2001-04-15   100 % labelled accuracy 63.0 % (61.0 to 66.0)");
    }

    @Test
    void shouldNotRoundUpToAllLabels() {
        WindowPerformance window = day().setCoverage(0.9999).build();

        assertThat(text.of(window)).startsWith("2001-04-15  99.9 % labelled");
    }
}
