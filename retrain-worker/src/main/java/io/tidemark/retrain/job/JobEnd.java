package io.tidemark.retrain.job;

import io.tidemark.retrain.version.NewVersion;
import io.tidemark.schemas.avro.JobReport;
import java.util.Optional;

/** How an attempt at a job ended, before it is written down. */
public sealed interface JobEnd {

    /** With a model that passed all gates. */
    record Accepted(NewVersion version, JobReport report, String reason) implements JobEnd {}

    /** With a model that is not good enough. */
    record Rejected(JobReport report, String reason) implements JobEnd {}

    /** Without a model, as the data do not allow one. */
    record Skipped(Optional<JobReport> report, String reason) implements JobEnd {}

    /** With an error. */
    record Failed(String reason) implements JobEnd {}
}
