package io.tidemark.stream.app;

import io.tidemark.schemas.registry.RegistryConfig;
import io.tidemark.schemas.registry.SchemaRegistry;
import io.tidemark.schemas.topic.Topic;
import io.tidemark.schemas.topic.TopicCatalogue;
import io.tidemark.stream.config.MonitorConfig;
import io.tidemark.stream.config.Role;
import io.tidemark.stream.topology.LabelTopology;
import io.tidemark.stream.topology.LabelTopology.InputLags;
import io.tidemark.stream.topology.LabelTopology.InputPartitions;
import io.tidemark.stream.topology.MonitorTopology;
import io.tidemark.stream.window.InputLag;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyDescription;

/**
 * What a role has on a cluster for itself, as its topology says: the consumer group is called as the application, transactional ids and internal topics begin
 * with its name and a hyphen.
 *
 * @param applicationId Kafka Streams' name of the role
 * @param internalTopics repartition topics and changelogs, which Kafka Streams creates
 * @param sources those of Tidemark's topics that are read
 * @param sinks those of Tidemark's topics that are written
 */
public record StreamsResources(
        String applicationId, SortedSet<String> internalTopics, SortedSet<String> sources, SortedSet<String> sinks) {

    /** No broker and no registry is asked. */
    public static StreamsResources of(MonitorConfig config, Role role) {
        String applicationId = config.applicationId(role);
        Set<String> ours = new TopicCatalogue(config.topicPrefix())
                .all().stream().map(Topic::name).collect(Collectors.toSet());
        StreamsResources resources =
                new StreamsResources(applicationId, new TreeSet<>(), new TreeSet<>(), new TreeSet<>());
        try (SchemaRegistry none = SchemaRegistry.connect(RegistryConfig.of("embedded:topologies"))) {
            TopologyDescription description = topology(config, role, none).describe();
            description
                    .globalStores()
                    .forEach(store -> resources.sources.addAll(store.source().topicSet()));
            description.subtopologies().stream()
                    .flatMap(part -> part.nodes().stream())
                    .forEach(resources::add);
        }
        Set<String> repartitioned = new TreeSet<>(resources.sources);
        repartitioned.removeAll(ours);
        repartitioned.forEach(topic -> resources.internalTopics.add(applicationId + "-" + topic));
        resources.sources.retainAll(ours);
        resources.sinks.retainAll(ours);
        return resources;
    }

    private void add(TopologyDescription.Node node) {
        switch (node) {
            case TopologyDescription.Source source -> sources.addAll(source.topicSet());
            case TopologyDescription.Sink sink -> sinks.add(sink.topic());
            case TopologyDescription.Processor processor ->
                processor.stores().forEach(store -> internalTopics.add(applicationId + "-" + store + "-changelog"));
            default -> throw new IllegalStateException("a node of another kind: " + node);
        }
    }

    private static Topology topology(MonitorConfig config, Role role, SchemaRegistry registry) {
        return switch (role) {
            case DRIFT -> MonitorTopology.build(config, registry, 1, InputLag.UNKNOWN);
            case LABELS -> LabelTopology.build(config, registry, new InputPartitions(1, 1), InputLags.UNKNOWN);
            case INGEST -> throw new IllegalArgumentException("ingest has no topology");
        };
    }
}
