package io.tidemark.stream.notify;

import io.tidemark.schemas.avro.DriftEvent;
import io.tidemark.schemas.avro.DriftKind;
import io.tidemark.schemas.avro.EpisodeState;
import io.tidemark.schemas.avro.Finding;
import io.tidemark.schemas.avro.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Drift events for tests. */
final class Events {
    static final Instant T0 = Instant.parse("2026-03-01T10:00:00Z");
    /** What whoever writes inference logs may put into a name. */
    static final String HOSTILE =
            "<script>alert('x')</script> <!channel> *bold* _it_ ~no~ `code` <https://evil.example|click> @here &amp;\r\nBcc: victim@example.org";

    private Events() {}

    static DriftEvent event(String model, String feature, EpisodeState state, Severity severity) {
        return event(model, feature, state, severity, feature + " changed");
    }

    static DriftEvent event(String model, String feature, EpisodeState state, Severity severity, String reason) {
        return DriftEvent.newBuilder()
                .setEventId(model + "-" + feature + "-" + state + "-" + severity)
                .setEpisodeId(model + "-" + feature)
                .setState(state)
                .setModelId(model)
                .setModelVersion("1")
                .setSegment("all")
                .setFeature(feature)
                .setKind(DriftKind.FEATURE)
                .setResolution("")
                .setReference("baseline")
                .setSeverity(severity)
                .setWindowStart(T0)
                .setWindowEnd(T0.plus(Duration.ofHours(1)))
                .setEpisodeStart(T0)
                .setStatistics(Map.of("psi", 0.4, "ks", Double.NaN))
                .setFindings(List.of(new Finding("psi", 0.4, 0.01, 0.2, null)))
                .setBaselineId("b1")
                .setLearnedBaseline(false)
                .setBaselineRows(10_000)
                .setCurrentRows(500)
                .setSpecRevision("0123456789ab")
                .setReason(reason)
                .setDiagnosis(null)
                .setDetectedAt(T0.plus(Duration.ofMinutes(61)))
                .build();
    }

    static Told told(String model, String feature, EpisodeState state, Severity severity) {
        return new Told(event(model, feature, state, severity), false);
    }

    static Told opened(String model, String feature) {
        return told(model, feature, EpisodeState.OPENED, Severity.MINOR);
    }

    static Notification notification(Told... told) {
        return Notification.of("ops", List.of(told), false);
    }

    static Pacing pacing(int lines) {
        return new Pacing(Duration.ofSeconds(5), lines, 60, Duration.ofSeconds(2), Optional.empty());
    }

    static DashboardLinks noLinks() {
        return new DashboardLinks(Optional.empty());
    }

    static DashboardLinks links() {
        return new DashboardLinks(Optional.of("https://tidemark.example.org/"));
    }
}
