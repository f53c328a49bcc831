package io.tidemark.schemas.topic;

import io.tidemark.schemas.registry.SchemaRegistry;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.avro.Schema;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.Serde;

/**
 * One of Tidemark's topics: its name and everything that readers, writers and whoever creates it must agree on.
 *
 * @param name the full name, prefix included
 * @param purpose one line for {@code topics list}
 * @param key what keys are, as in {@code model/version}
 * @param keySerde how keys are written
 * @param valueSerdeOf how values are written, given the registry
 * @param partitions how many to create it with; a topic that exists keeps its own number
 * @param configs Kafka's topic settings beside the cleanup policy
 * @param flow who writes and reads it
 * @param schema what values are written with by this release; empty where they are plain bytes
 */
public record Topic<K, V>(
        String name,
        String purpose,
        String key,
        Serde<K> keySerde,
        Function<SchemaRegistry, Serde<V>> valueSerdeOf,
        CleanupPolicy cleanup,
        int partitions,
        Map<String, String> configs,
        Flow flow,
        Optional<Schema> schema) {

    public Topic {
        configs = Map.copyOf(configs);
    }

    public Serde<V> valueSerde(SchemaRegistry registry) {
        return valueSerdeOf.apply(registry);
    }

    /** The registry's subject for values. */
    public String subject() {
        return name + "-value";
    }

    /** The request that creates it; without a replication factor the cluster's default holds. */
    public NewTopic toNewTopic(Optional<Short> replicationFactor) {
        Map<String, String> all = new TreeMap<>(configs);
        all.put(TopicConfig.CLEANUP_POLICY_CONFIG, cleanup.config());
        return new NewTopic(name, Optional.of(partitions), replicationFactor).configs(all);
    }
}
