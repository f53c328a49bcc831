package io.tidemark.serving.swap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServingConfigTest {

    @Test
    void shouldGiveEachClientWhatItKnows() {
        ServingConfig config = config(Map.of(
                "security.protocol", "SASL_SSL",
                "linger.ms", "5",
                "fetch.max.wait.ms", "100",
                "my.login.plugin", "x",
                "schema.registry.url", "http://127.0.0.1:8081",
                "client.id", "app",
                "tidemark.log.max.events", "7"));

        assertThat(config.versionConsumer("flights-versions"))
                .containsEntry("security.protocol", "SASL_SSL")
                .containsEntry("fetch.max.wait.ms", "100")
                .containsEntry("my.login.plugin", "x")
                .containsEntry("isolation.level", "read_committed")
                .containsEntry("client.id", "app-flights-versions")
                .doesNotContainKeys("linger.ms", "schema.registry.url", "tidemark.log.max.events", "group.id");
        assertThat(config(Map.of()).artifactConsumer("flights"))
                .containsEntry("fetch.max.wait.ms", 10)
                .containsEntry("isolation.level", "read_committed");
        assertThat(config.producer("flights"))
                .containsEntry("linger.ms", "5")
                .containsEntry("enable.idempotence", true)
                .doesNotContainKeys("fetch.max.wait.ms", "isolation.level", "schema.registry.url");
        assertThat(config(Map.of()).producer("flights")).containsEntry("client.id", "tidemark-serving-flights");
    }

    @ParameterizedTest
    @CsvSource({"security.protocol, FOO", "fetch.max.wait.ms, soon", "acks, 2"})
    void shouldRefuseWhatKafkasClientsWouldRefuseLater(String key, String value) {
        assertThatThrownBy(() -> config(Map.of(key, value)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(key);
    }

    @Test
    void shouldHaveDefaults() {
        ServingConfig config = config(Map.of());

        assertThat(config.instance()).isEmpty();
        assertThat(config.cacheDirectory()).isEmpty();
        assertThat(config.statusInterval()).isEqualTo(Duration.ofSeconds(30));
        assertThat(config.fetchTimeout()).isEqualTo(Duration.ofMinutes(1));
        assertThat(config(Map.of("tidemark.serving.cache.dir", "/var/models")).cacheDirectory())
                .contains(Path.of("/var/models"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"tidemark.serving.cache", "tidemark.caching"})
    void shouldNameAnUnknownKeyOfItsOwn(String key) {
        assertThatThrownBy(() -> config(Map.of(key, "x")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(key + " is no setting of following model versions")
                .hasMessageContaining("tidemark.serving.cache.dir");
    }

    @ParameterizedTest
    @ValueSource(strings = {"group.id", "isolation.level", "auto.offset.reset", "transactional.id", "value.serializer"})
    void shouldRefuseWhatItNeedsForItself(String key) {
        assertThatThrownBy(() -> config(Map.of(key, "x")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(key + " can't be set");
    }

    /** An instance that is silent for two minutes counts as gone. */
    @Test
    void shouldNotLetTheStatusBecomeTooRare() {
        assertThatThrownBy(() -> config(Map.of("tidemark.serving.status.interval.ms", 100_000)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("tidemark.serving.status.interval.ms");
    }

    @Test
    void shouldBeDocumented() throws IOException {
        String page = Files.readString(Path.of("../docs/clients.md"));

        assertThat(ServingConfig.DEFINITION.names())
                .allSatisfy(key -> assertThat(page).contains("`" + key + "`"));
    }

    private static ServingConfig config(Map<String, Object> more) {
        Map<String, Object> settings = new HashMap<>(more);
        settings.put("bootstrap.servers", "127.0.0.1:9092");
        return new ServingConfig(settings);
    }
}
