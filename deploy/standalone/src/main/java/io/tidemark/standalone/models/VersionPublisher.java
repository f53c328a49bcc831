package io.tidemark.standalone.models;

import io.tidemark.retrain.version.NewVersion;
import io.tidemark.schemas.avro.ModelStage;
import io.tidemark.schemas.avro.ModelVersion;
import io.tidemark.schemas.registry.SchemaRegistry;
import io.tidemark.serving.artifact.Sha256;
import io.tidemark.standalone.cluster.Cluster;
import io.tidemark.standalone.loop.LoopState;
import io.tidemark.standalone.loop.LoopWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;

/** Publishes versions that a person brings, and looks how they stand in the topic. The registry stays the caller's. */
public final class VersionPublisher {
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final Cluster cluster;
    private final SchemaRegistry registry;

    public VersionPublisher(Cluster cluster, SchemaRegistry registry) {
        this.cluster = cluster;
        this.registry = registry;
    }

    /**
     * Publishes a version under a name that no other has.
     *
     * @param by who brings it
     * @return its record as it is in the topic
     * @throws ImportException if another version took the name at the same moment, or this one does not show
     */
    public ModelVersion publish(String model, NewVersion version, ModelStage stage, String reason, String by)
            throws InterruptedException {
        try (LoopWriter writer = new LoopWriter(cluster, registry)) {
            String name = writer.publish(model, version, versions(model), stage, reason, by);
            return readBack(model, name, Sha256.hex(version.artifact()));
        }
    }

    /** A transaction shows a moment after its commit has returned. */
    private ModelVersion readBack(String model, String name, String hash) {
        Instant patience = Instant.now().plus(PATIENCE);
        while (true) {
            Optional<ModelVersion> found = versions(model).stream()
                    .filter(known -> known.getVersion().equals(name))
                    .findFirst();
            if (found.filter(known -> known.getArtifact().getSha256().equals(hash))
                    .isPresent()) {
                return found.get();
            }
            if (found.isPresent()) {
                throw new ImportException("Another version " + name + " of " + model
                        + " was published at the same moment: import the model again.");
            }
            if (Instant.now().isAfter(patience)) {
                throw new ImportException("Version " + name + " of " + model
                        + " was published, but does not show: look whether it does with tidemark models list " + model
                        + ".");
            }
        }
    }

    private Collection<ModelVersion> versions(String model) {
        return LoopState.read(cluster, registry).tables().versions(model);
    }
}
