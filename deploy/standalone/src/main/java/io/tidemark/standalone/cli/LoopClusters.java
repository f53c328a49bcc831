package io.tidemark.standalone.cli;

import io.tidemark.schemas.topic.Topic;
import io.tidemark.standalone.cluster.Cluster;
import java.util.List;
import java.util.Set;

/** Looks whether a cluster has the topics of the loop, before a command waits for them in vain. */
final class LoopClusters {
    private LoopClusters() {}

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
}
