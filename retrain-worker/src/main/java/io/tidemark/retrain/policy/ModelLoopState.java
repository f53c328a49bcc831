package io.tidemark.retrain.policy;

import io.tidemark.schemas.avro.ModelVersion;
import io.tidemark.schemas.avro.MonitorSpec;
import io.tidemark.schemas.avro.RetrainJob;
import io.tidemark.schemas.avro.RetrainSpec;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;

/**
 * What the topics say of one model.
 *
 * @param spec its monitor spec; empty where it has none
 * @param jobs all its retrain jobs, ended ones too
 * @param versions all its versions
 * @param episodes fed with its drift events up to the end of the topic; read, not changed
 * @param labels fed with its records of {@code performance}; read, not changed
 */
public record ModelLoopState(
        String model,
        Optional<MonitorSpec> spec,
        Collection<RetrainJob> jobs,
        Collection<ModelVersion> versions,
        OpenEpisodes episodes,
        LabelVolume labels) {

    /** The section {@code retrain}; empty where no models are made. */
    Optional<RetrainSpec> retrain() {
        return spec.flatMap(applied -> Optional.ofNullable(applied.getRetrain()));
    }

    Instant specAppliedAt() {
        return spec.map(MonitorSpec::getAppliedAt).orElse(Instant.MAX);
    }

    Jobs allJobs() {
        return Jobs.of(model, jobs);
    }

    Answering answering() {
        return Answering.of(versions);
    }
}
