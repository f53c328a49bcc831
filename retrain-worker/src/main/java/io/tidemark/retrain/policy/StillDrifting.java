package io.tidemark.retrain.policy;

import io.tidemark.retrain.data.DataChecks;
import io.tidemark.schemas.avro.GateVerdict;
import io.tidemark.schemas.avro.JobReport;
import io.tidemark.schemas.avro.JobState;
import io.tidemark.schemas.avro.ModelStage;
import io.tidemark.schemas.avro.ModelVersion;
import io.tidemark.schemas.avro.RetrainJob;
import io.tidemark.schemas.avro.RetrainSpec;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;

/**
 * Whether an open episode that has asked before asks again: where the last job that it asked for has ended and left no version that stands. One that had
 * unfit data asks again when a tenth of the rows that the spec asks for have come as new labels, or as many as it lacked: before, it would end the same way. The id of
 * the new job follows from that of the ended one, so each ended job has one successor at most.
 */
final class StillDrifting {
    private StillDrifting() {}

    static Optional<Ask.Again> after(
            RetrainJob last,
            String episodeId,
            Collection<ModelVersion> versions,
            LabelVolume labels,
            RetrainSpec spec) {
        return Jobs.hasEnded(last) && leftNothing(last, versions) && !waitsForLabels(last, labels, spec)
                ? Optional.of(new Ask.Again(last.getJobId(), episodeId))
                : Optional.empty();
    }

    private static boolean leftNothing(RetrainJob last, Collection<ModelVersion> versions) {
        return last.getState() != JobState.PUBLISHED
                || versions.stream()
                        .filter(version -> version.getVersion().equals(last.getVersion()))
                        .anyMatch(version ->
                                CircuitBreaker.isTakenBack(version) || version.getStage() == ModelStage.ARCHIVED);
    }

    private static boolean waitsForLabels(RetrainJob last, LabelVolume labels, RetrainSpec spec) {
        Optional<Instant> begin = Jobs.beginOf(last);
        return last.getState() == JobState.SKIPPED
                && begin.isPresent()
                && labels.after(begin.get()) < Math.max(lacking(last), Math.max(1, spec.getMinRows() / 10));
    }

    /** Rows that it lacked, by the check of the data that said so; 0 where it did not lack any. */
    private static long lacking(RetrainJob last) {
        JobReport report = last.getReport();
        return report == null
                ? 0
                : report.getChecks().stream()
                        .filter(check ->
                                check.getGate().equals(DataChecks.MIN_ROWS) && check.getVerdict() == GateVerdict.FAILED)
                        .filter(check -> check.getLimit() != null && check.getValue() != null)
                        .mapToLong(check -> Math.round(check.getLimit() - check.getValue()))
                        .max()
                        .orElse(0);
    }
}
