package io.tidemark.stream.topology;

import io.tidemark.schemas.avro.Cause;
import io.tidemark.schemas.avro.Diagnosis;
import io.tidemark.schemas.avro.DiagnosisType;

/** What a window shows as a whole, as events have it. */
final class DiagnosisRecords {
    private DiagnosisRecords() {}

    static Diagnosis of(io.tidemark.profile.decision.Diagnosis diagnosis) {
        return Diagnosis.newBuilder()
                .setType(DiagnosisType.valueOf(diagnosis.type().name()))
                .setCauses(diagnosis.causes().stream()
                        .map(DiagnosisRecords::causeOf)
                        .toList())
                .setMoreCauses(diagnosis.moreCauses())
                .setWorstSegment(diagnosis.worstSegment().orElse(null))
                .setSummary(diagnosis.sentence())
                .build();
    }

    private static Cause causeOf(io.tidemark.profile.decision.Cause cause) {
        return Cause.newBuilder()
                .setSubject(cause.subject())
                .setSeverity(DriftEvents.severityOf(cause.severity()))
                .setStatistic(cause.statistic().key())
                .setTimesThreshold(cause.timesThreshold())
                .build();
    }
}
