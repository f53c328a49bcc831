package io.tidemark.retrain.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;
import org.junit.jupiter.api.Test;

class WorkerConfigTest {
    private static WorkerConfig config(Map<String, Object> more) {
        Map<String, Object> settings = new HashMap<>(Map.of("bootstrap.servers", "localhost:9092"));
        settings.putAll(more);
        return new WorkerConfig(settings);
    }

    @Test
    void shouldRefuseAnOwnKeyThatItDoesNotKnow() {
        assertThatThrownBy(() -> config(Map.of("tidemark.retrain.max.row", 5)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("tidemark.retrain.max.row")
                .hasMessageContaining(WorkerConfig.MAX_ROWS);
    }

    @Test
    void shouldSayThatTheBrokersAreMissing() {
        assertThatThrownBy(() -> new WorkerConfig(Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("bootstrap.servers is not set");
    }

    @Test
    void shouldGiveEachClientWhatItKnows() {
        WorkerConfig config = config(Map.of(
                "sasl.mechanism", "PLAIN",
                "session.timeout.ms", "6000",
                "transaction.timeout.ms", "9000",
                "group.instance.id", "a",
                "schema.registry.url", "http://localhost:8081"));

        assertThat(config.ownerConsumer())
                .containsEntry("sasl.mechanism", "PLAIN")
                .containsEntry("session.timeout.ms", "6000")
                .containsEntry("group.id", "tidemark.retrain")
                .containsEntry("isolation.level", "read_committed")
                .doesNotContainKeys("transaction.timeout.ms", "schema.registry.url", WorkerConfig.TOPIC_PREFIX);
        assertThat(config.readingConsumer()).doesNotContainKeys("group.id", "group.instance.id");
        assertThat(config.followingConsumer("tidemark.track.mlflow"))
                .containsEntry("sasl.mechanism", "PLAIN")
                .containsEntry("group.id", "tidemark.track.mlflow")
                .containsEntry("auto.offset.reset", "earliest")
                .containsEntry("enable.auto.commit", false)
                .doesNotContainKey("group.instance.id");
        assertThat(config.ownerProducer(3))
                .containsEntry("transactional.id", "tidemark.retrain-3")
                .containsEntry("transaction.timeout.ms", "9000")
                .doesNotContainKey("session.timeout.ms");
    }

    /** Workers of two installations on one cluster must neither share models nor shut each other out. */
    @Test
    void shouldKeepInstallationsApart() {
        WorkerConfig other = config(Map.of(WorkerConfig.TOPIC_PREFIX, "team-a."));

        assertThat(other.group()).isEqualTo("team-a.retrain");
        assertThat(other.ownerProducer(0)).containsEntry("transactional.id", "team-a.retrain-0");
    }

    @Test
    void shouldListEverySettingInTheDocument() throws IOException {
        String page = Files.readString(Path.of("../docs/operations.md"));

        for (ConfigDef.ConfigKey key : WorkerConfig.definition().configKeys().values()) {
            String standard =
                    key.defaultValue instanceof Password none ? none.value() : String.valueOf(key.defaultValue);
            assertThat(page)
                    .contains("| `%s` | %s | %s |"
                            .formatted(key.name, standard.isEmpty() ? "" : "`" + standard + "`", key.documentation));
        }
    }
}
