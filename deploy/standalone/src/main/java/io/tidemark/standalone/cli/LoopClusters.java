package io.tidemark.standalone.cli;

import io.tidemark.schemas.avro.ModelVersion;
import io.tidemark.schemas.registry.SchemaRegistry;
import io.tidemark.schemas.topic.Topic;
import io.tidemark.standalone.cluster.Cluster;
import io.tidemark.standalone.loop.LoopState;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Clusters with a loop, as commands use them. */
final class LoopClusters {
    private LoopClusters() {}

    /** The models of which something holds, for a message. */
    static String names(LoopState state, Predicate<String> holds) {
        String names = state.models().stream().filter(holds).collect(Collectors.joining(", "));
        return names.isEmpty() ? "no model" : names;
    }

    /** What the topics of the loop say now. */
    static LoopState read(Cluster cluster) {
        requireTopics(cluster);
        try (SchemaRegistry registry = cluster.registry()) {
            registry.check();
            return LoopState.read(cluster, registry);
        }
    }

    /** Looks whether a cluster has the topics of the loop, before a command waits for them in vain. */
    static void requireTopics(Cluster cluster) {
        Set<String> present = cluster.check();
        List<String> missing = cluster.topics().all().stream()
                .map(Topic::name)
                .filter(name -> !present.contains(name))
                .toList();
        if (!missing.isEmpty()) {
            throw CliException.usage(
                    "The cluster at " + cluster.bootstrapServers() + " has no topic " + String.join(", ", missing)
                            + ". Is --prefix right? Create the topics with: tidemark topics create");
        }
    }

    /** A version that has to be there. */
    static ModelVersion version(LoopState state, String model, String version) {
        Collection<ModelVersion> versions = state.tables().versions(model);
        return versions.stream()
                .filter(known -> known.getVersion().equals(version))
                .findFirst()
                .orElseThrow(() -> CliException.usage(
                        "There is no version " + version + " of " + model + ". List them with: tidemark models list"));
    }
}
