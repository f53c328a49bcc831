package io.tidemark.retrain.policy;

import io.tidemark.schemas.avro.DiagnosisType;
import io.tidemark.schemas.avro.DriftEvent;
import io.tidemark.schemas.avro.EpisodeState;
import io.tidemark.schemas.avro.JobTrigger;
import io.tidemark.schemas.avro.RetrainSpec;
import io.tidemark.schemas.avro.Severity;
import io.tidemark.schemas.avro.TriggerKind;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which drift asks for a new model. Only that of the version that answers, of all its requests, beside its baseline: a segment's drift is in the
 * whole where it matters to it, and a window that differs from the one before may be the return to what was trained.
 */
final class Triggers {
    private static final String ALL = "all";
    private static final String BASELINE = "baseline";

    private Triggers() {}

    /** Whether an episode may ever ask, whatever the spec says. */
    static boolean mayAsk(DriftEvent event) {
        return event.getSegment().equals(ALL) && event.getReference().equals(BASELINE);
    }

    /** What the latest event of an open episode asks for; empty where it asks for nothing. */
    static Optional<JobTrigger> of(DriftEvent event, RetrainSpec spec, Answering answering) {
        boolean counts =
                event.getState() != EpisodeState.RESOLVED && mayAsk(event) && answering.mayBe(event.getModelVersion());
        return counts ? kindOf(event, spec).map(kind -> trigger(event, kind)) : Optional.empty();
    }

    private static Optional<TriggerKind> kindOf(DriftEvent event, RetrainSpec spec) {
        Severity severity = event.getSeverity();
        DiagnosisType type = event.getDiagnosis() == null
                ? DiagnosisType.UNKNOWN
                : event.getDiagnosis().getType();
        return switch (event.getKind()) {
            case UNKNOWN, VOLUME, LIMIT -> Optional.empty();
            case DATA_QUALITY -> when(TriggerKind.DATA_QUALITY, severity, spec.getDataQuality());
            case PERFORMANCE -> {
                Optional<TriggerKind> concept = type == DiagnosisType.CONCEPT
                        ? when(TriggerKind.CONCEPT, severity, spec.getConcept())
                        : Optional.empty();
                yield concept.or(() -> when(TriggerKind.PERFORMANCE, severity, spec.getPerformance()));
            }
            case FEATURE, PREDICTION, LABEL, MULTIVARIATE, DATASET ->
                switch (type) {
                    case DATA_QUALITY -> when(TriggerKind.DATA_QUALITY, severity, spec.getDataQuality());
                    case CONCEPT ->
                        when(TriggerKind.CONCEPT, severity, spec.getConcept())
                                .or(() -> when(TriggerKind.DRIFT, severity, spec.getDrift()));
                    default -> when(TriggerKind.DRIFT, severity, spec.getDrift());
                };
        };
    }

    private static Optional<TriggerKind> when(TriggerKind kind, Severity severity, @Nullable Severity level) {
        boolean enough = level != null && rank(level) > 0 && rank(severity) >= rank(level);
        return enough ? Optional.of(kind) : Optional.empty();
    }

    private static int rank(Severity severity) {
        return switch (severity) {
            case NONE, INSUFFICIENT -> 0;
            case MINOR -> 1;
            case MAJOR -> 2;
        };
    }

    private static JobTrigger trigger(DriftEvent event, TriggerKind kind) {
        return JobTrigger.newBuilder()
                .setKind(kind)
                .setTriggerId(event.getEventId())
                .setEpisodeId(event.getEpisodeId())
                .setModelVersion(event.getModelVersion())
                .setAt(event.getDetectedAt())
                .setSince(event.getEpisodeStart())
                .setReason(event.getReason())
                .build();
    }
}
