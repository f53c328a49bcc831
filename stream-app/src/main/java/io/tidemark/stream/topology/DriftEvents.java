package io.tidemark.stream.topology;

import io.tidemark.profile.decision.Episode;
import io.tidemark.profile.decision.EpisodeTransition;
import io.tidemark.schemas.avro.DriftEvent;
import io.tidemark.schemas.avro.DriftKind;
import io.tidemark.schemas.avro.EpisodeState;
import io.tidemark.schemas.avro.Finding;
import io.tidemark.schemas.avro.Severity;
import io.tidemark.schemas.topic.RecordKeys;
import io.tidemark.stream.assess.Assessment.EpisodeChanged;
import io.tidemark.stream.assess.Assessment.FeatureAssessment;
import io.tidemark.stream.assess.WholeModel;
import io.tidemark.stream.assess.Yardstick;
import java.time.Instant;
import java.util.List;

/** Changes of episodes as records. */
public final class DriftEvents {
    private DriftEvents() {}

    static String keyOf(DriftEvent event) {
        return RecordKeys.model(event.getModelId());
    }

    /**
     * The event of a change. Its id depends on the episode, the window and the change alone, so a consumer that sees it
     * twice can tell.
     */
    public static DriftEvent of(EpisodeChanged changed, Instant detectedAt) {
        EpisodeTransition change = changed.change();
        Episode episode = change.episode();
        Yardstick yardstick = changed.yardstick();
        return DriftEvent.newBuilder()
                .setEventId(episode.id() + "-" + changed.window().endMs() + "-" + change.type())
                .setEpisodeId(episode.id())
                .setState(EpisodeState.valueOf(change.type().name()))
                .setModelId(changed.window().model())
                .setModelVersion(changed.window().version())
                .setSegment(changed.window().segment())
                .setFeature(WholeModel.isSubject(changed.subject()) ? null : changed.subject())
                .setKind(DriftKind.valueOf(episode.kind().name()))
                .setResolution(episode.subject().resolution())
                .setReference(episode.subject().reference())
                .setSeverity(severityOf(episode.severity()))
                .setWindowStart(Instant.ofEpochMilli(changed.window().startMs()))
                .setWindowEnd(Instant.ofEpochMilli(changed.window().endMs()))
                .setEpisodeStart(Instant.ofEpochMilli(episode.sinceMs()))
                .setStatistics(changed.evidence().statistics())
                .setFindings(findingsOf(changed))
                .setBaselineId(yardstick.id())
                .setLearnedBaseline(yardstick.learned())
                .setBaselineRows(changed.evidence().baselineRows())
                .setCurrentRows(changed.evidence().currentRows())
                .setSpecRevision(changed.specRevision())
                .setReason(changed.verdict().reason())
                .setDiagnosis(changed.diagnosis().map(DiagnosisRecords::of).orElse(null))
                .setDetectedAt(detectedAt)
                .build();
    }

    private static List<Finding> findingsOf(EpisodeChanged changed) {
        return changed.verdict().findings().stream()
                .map(finding -> new Finding(
                        finding.statistic().key(),
                        finding.measurement().value(),
                        finding.measurement().noiseFloor(),
                        finding.threshold(),
                        finding.measurement().pValue()))
                .toList();
    }

    static Severity severityOf(FeatureAssessment assessed) {
        return assessed.judgement()
                .map(judgement -> severityOf(judgement.verdict().severity()))
                .orElse(Severity.NONE);
    }

    static Severity severityOf(io.tidemark.profile.decision.Severity severity) {
        return Severity.valueOf(severity.name());
    }
}
