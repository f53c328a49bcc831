package io.tidemark.standalone.cli;

import io.tidemark.schemas.access.Refusal;
import io.tidemark.schemas.access.TopicRights;
import io.tidemark.schemas.avro.ModelVersion;
import io.tidemark.schemas.registry.SchemaRegistry;
import io.tidemark.schemas.topic.Part;
import io.tidemark.schemas.topic.Topic;
import io.tidemark.standalone.cluster.Cluster;
import io.tidemark.standalone.cluster.ClusterUnreachableException;
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
            throw missing(cluster, missing);
        }
    }

    /** Looks whether a cluster has the topics of a part, and lets it work on them, before it waits for that in vain. */
    static void requireRights(Cluster cluster, Part part) {
        TopicRights rights = cluster.rights(part);
        if (!rights.missing().isEmpty()) {
            throw missing(cluster, rights.missing());
        }
        if (!rights.denied().isEmpty()) {
            throw new CliException(
                    ExitCode.UNREACHABLE,
                    "The cluster at " + cluster.bootstrapServers() + " does not allow this login " + rights.deniedText()
                            + ". Grant what tidemark acls prints for " + part.key() + ".");
        }
    }

    /**
     * Why a service ended by itself. Where brokers refused it something, they are asked what of its work they allow, since their refusal names no operation.
     *
     * @param what begins the message
     */
    static CliException stopped(Cluster cluster, List<Part> parts, String what, Throwable fault) {
        if (!Refusal.isFinal(fault)) {
            return new CliException(ExitCode.FAILURE, what + fault + ". The log above says where.", fault);
        }
        String denied;
        try {
            denied = parts.stream()
                    .map(part -> cluster.rights(part).deniedText())
                    .filter(text -> !text.isEmpty())
                    .collect(Collectors.joining(", "));
        } catch (ClusterUnreachableException e) {
            return new CliException(ExitCode.UNREACHABLE, what + e.getMessage(), e);
        }
        String refused =
                denied.isEmpty() ? String.valueOf(innermost(fault).getMessage()) : "this login lacks " + denied;
        return new CliException(
                ExitCode.UNREACHABLE,
                what + "the cluster at " + cluster.bootstrapServers() + " does not allow it (" + refused
                        + "). Grant what tidemark acls prints for "
                        + parts.stream().map(Part::key).collect(Collectors.joining(", ")) + ".",
                fault);
    }

    private static Throwable innermost(Throwable fault) {
        Throwable cause = fault;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    private static CliException missing(Cluster cluster, List<String> topics) {
        return CliException.usage("The cluster at " + cluster.bootstrapServers() + " has no topic "
                + String.join(", ", topics)
                + ". Is --prefix right? Create the topics with: tidemark topics create");
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
