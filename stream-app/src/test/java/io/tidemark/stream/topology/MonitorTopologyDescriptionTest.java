package io.tidemark.stream.topology;

import io.tidemark.schemas.registry.RegistryConfig;
import io.tidemark.schemas.registry.SchemaRegistry;
import io.tidemark.stream.GoldenFile;
import io.tidemark.stream.config.MonitorConfig;
import io.tidemark.stream.window.InputLag;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A changed name of a node, store or internal topic would orphan the state of every running monitor. */
class MonitorTopologyDescriptionTest {
    private static final Path GOLDEN = Path.of("src/test/resources/topology.golden");

    @Test
    void shouldHaveTheNodesStoresAndTopicsThatRunningMonitorsHave() throws IOException {
        String address = "embedded:" + UUID.randomUUID();
        MonitorConfig config = new MonitorConfig(Map.of(RegistryConfig.URL, address));
        try (SchemaRegistry registry = SchemaRegistry.connect(config.registry())) {
            String description = MonitorTopology.build(config, registry, 4, InputLag.UNKNOWN)
                    .describe()
                    .toString();
            GoldenFile.assertThatFileIs(GOLDEN, description, MonitorTopologyDescriptionTest.class);
        }
    }
}
