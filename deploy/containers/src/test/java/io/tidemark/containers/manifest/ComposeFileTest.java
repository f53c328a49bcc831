package io.tidemark.containers.manifest;

import static io.tidemark.containers.manifest.DeployFiles.at;
import static io.tidemark.containers.manifest.DeployFiles.mapAt;
import static io.tidemark.containers.manifest.DeployFiles.textAt;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ComposeFileTest {
    private static final String FILE = "compose/compose.yaml";

    private Map<String, Object> services = Map.of();
    private Set<String> volumes = Set.of();

    @BeforeEach
    void read() throws IOException {
        Map<String, Object> file = DeployFiles.documents(FILE).getFirst();
        services = mapAt(file, "services");
        volumes = mapAt(file, "volumes").keySet();
    }

    private Stream<Map.Entry<String, Object>> named(Predicate<String> name) {
        return services.entrySet().stream().filter(service -> name.test(service.getKey()));
    }

    /** The texts of a list; none of one that is not there. */
    private static Stream<String> texts(Object service, String key) {
        return at(service, key) instanceof List<?> list ? list.stream().map(String::valueOf) : Stream.of();
    }

    private Stream<Map.Entry<String, Object>> tidemarks() {
        return services.entrySet().stream()
                .filter(service -> textAt(service.getValue(), "image").contains("tidemark:latest"));
    }

    @Test
    void shouldHaveAllThatTheIssueAsksFor() {
        assertThat(services.keySet())
                .contains("kafka-1", "kafka-2", "kafka-3", "registry", "monitor-1", "monitor-2", "worker", "scorer")
                .contains("kafka-ui", "prometheus", "grafana");
    }

    @Test
    void shouldRunTidemarkWithoutAnyPrivilege() {
        assertThat(tidemarks()).hasSizeGreaterThanOrEqualTo(5).allSatisfy(service -> {
            assertThat(at(service.getValue(), "read_only")).isEqualTo(true);
            assertThat(at(service.getValue(), "cap_drop")).isEqualTo(List.of("ALL"));
            assertThat(at(service.getValue(), "security_opt")).isEqualTo(List.of("no-new-privileges:true"));
            assertThat(textAt(service.getValue(), "tmpfs", "0")).startsWith("/tmp:exec");
            assertThat(mapAt(service.getValue())).containsKey("mem_limit");
        });
    }

    @Test
    void shouldOpenPortsOnThisMachineAlone() {
        assertThat(services.values().stream().flatMap(service -> texts(service, "ports")))
                .hasSizeGreaterThan(5)
                .allSatisfy(port -> assertThat(port).startsWith("127.0.0.1:"));
    }

    @Test
    void shouldDependOnServicesAndVolumesThatThereAre() {
        for (Map.Entry<String, Object> service : services.entrySet()) {
            Stream<String> needed = at(service.getValue(), "depends_on") instanceof Map<?, ?> conditions
                    ? conditions.keySet().stream().map(String::valueOf)
                    : texts(service.getValue(), "depends_on");
            assertThat(needed).as(service.getKey()).isSubsetOf(services.keySet());
            assertThat(texts(service.getValue(), "volumes").map(mount -> mount.split(":", 2)[0]))
                    .as(service.getKey())
                    .allSatisfy(source -> assertThat(volumes.contains(source)
                                    || Files.exists(DeployFiles.FOLDER
                                            .resolve("compose")
                                            .resolve(source)))
                            .as(source)
                            .isTrue());
        }
    }

    /** Every one names itself, and all the same voters. */
    @Test
    void shouldMakeOneClusterOfTheBrokers() {
        assertThat(named(name -> name.startsWith("kafka-") && !name.equals("kafka-ui")))
                .hasSize(3)
                .allSatisfy(broker -> {
                    String node = broker.getKey().substring("kafka-".length());
                    assertThat(textAt(broker.getValue(), "environment", "KAFKA_NODE_ID"))
                            .isEqualTo(node);
                    assertThat(textAt(broker.getValue(), "environment", "KAFKA_ADVERTISED_LISTENERS"))
                            .contains(broker.getKey() + ":9092");
                    assertThat(textAt(broker.getValue(), "environment", "KAFKA_CONTROLLER_QUORUM_VOTERS"))
                            .contains(node + "@" + broker.getKey() + ":9093");
                });
    }

    @Test
    void shouldGiveMonitorsStateOfTheirOwn() {
        List<String> states = named(name -> name.startsWith("monitor-"))
                .flatMap(service -> texts(service.getValue(), "volumes"))
                .filter(mount -> mount.endsWith(":/var/lib/tidemark"))
                .toList();
        assertThat(states).hasSize(2).doesNotHaveDuplicates();
    }
}
