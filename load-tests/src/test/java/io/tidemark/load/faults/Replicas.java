package io.tidemark.load.faults;

import io.tidemark.standalone.cluster.Cluster;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.common.errors.RetriableException;

/** How the copies of all topics stand, those of brokers and monitors included. */
final class Replicas implements AutoCloseable {
    private final Admin admin;

    Replicas(Cluster cluster) {
        admin = cluster.admin();
    }

    /** Whether every partition has so many copies, and all of them are up to date; not while brokers don't answer. */
    boolean areInSync(int copies) throws InterruptedException, ExecutionException {
        try {
            Set<String> topics = admin.listTopics(new ListTopicsOptions().listInternal(true))
                    .names()
                    .get();
            return admin.describeTopics(topics).allTopicNames().get().values().stream()
                    .flatMap(topic -> topic.partitions().stream())
                    .allMatch(partition -> partition.replicas().size() == copies
                            && partition.isr().size() == copies);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RetriableException) {
                return false;
            }
            throw e;
        }
    }

    @Override
    public void close() {
        admin.close();
    }
}
