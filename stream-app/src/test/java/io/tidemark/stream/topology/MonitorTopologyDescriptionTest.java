package io.tidemark.stream.topology;

import io.tidemark.schemas.registry.RegistryConfig;
import io.tidemark.schemas.registry.SchemaRegistry;
import io.tidemark.stream.GoldenFile;
import io.tidemark.stream.config.MonitorConfig;
import io.tidemark.stream.topology.LabelTopology.InputLags;
import io.tidemark.stream.topology.LabelTopology.InputPartitions;
import io.tidemark.stream.window.InputLag;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiFunction;
import org.apache.kafka.streams.Topology;
import org.junit.jupiter.api.Test;

/** A changed name of a node, store or internal topic would orphan the state of every running monitor. */
class MonitorTopologyDescriptionTest {
    private static final Path RESOURCES = Path.of("src/test/resources");

    @Test
    void shouldHaveTheNodesStoresAndTopicsThatRunningMonitorsHave() throws IOException {
        assertDescription(
                "topology.golden", (config, registry) -> MonitorTopology.build(config, registry, 4, InputLag.UNKNOWN));
    }

    @Test
    void shouldHaveTheNodesStoresAndTopicsThatRunningJoinsOfLabelsHave() throws IOException {
        assertDescription(
                "label-topology.golden",
                (config, registry) ->
                        LabelTopology.build(config, registry, new InputPartitions(4, 4), InputLags.UNKNOWN));
    }

    private static void assertDescription(String golden, BiFunction<MonitorConfig, SchemaRegistry, Topology> build)
            throws IOException {
        String address = "embedded:" + UUID.randomUUID();
        MonitorConfig config = new MonitorConfig(Map.of(RegistryConfig.URL, address));
        try (SchemaRegistry registry = SchemaRegistry.connect(config.registry())) {
            String description = build.apply(config, registry).describe().toString();
            GoldenFile.assertThatFileIs(RESOURCES.resolve(golden), description, MonitorTopologyDescriptionTest.class);
        }
    }
}
