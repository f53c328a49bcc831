package io.tidemark.serving.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoggerConfigTest {

    @Test
    void shouldGiveKafkaItsSettingsOverTheDefaultsAndKeepThoseOfOthersBack() {
        Map<String, Object> producer = config(Map.of(
                        "security.protocol", "SASL_SSL",
                        "linger.ms", "5",
                        "schema.registry.url", "http://127.0.0.1:8081",
                        "basic.auth.user.info", "user:secret",
                        "tidemark.topic.prefix", "test."))
                .producer();

        assertThat(producer)
                .containsEntry("security.protocol", "SASL_SSL")
                .containsEntry("linger.ms", "5")
                .containsEntry("compression.type", "lz4")
                .containsEntry("enable.idempotence", true)
                .doesNotContainKeys("schema.registry.url", "basic.auth.user.info", "tidemark.topic.prefix");
    }

    @Test
    void shouldNameAnUnknownKeyOfItsOwn() {
        assertThatThrownBy(() -> config(Map.of("tidemark.log.max.event", "5")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("tidemark.log.max.event is no setting")
                .hasMessageContaining("tidemark.log.max.events");
    }

    @ParameterizedTest
    @ValueSource(strings = {"partitioner.class", "partitioner.ignore.keys", "transactional.id", "value.serializer"})
    void shouldRefuseWhatWouldTearInferencesAndTheirTruthApart(String key) {
        assertThatThrownBy(() -> config(Map.of(key, "x")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(key + " can't be set");
    }

    @Test
    void shouldAskForABroker() {
        assertThatThrownBy(() -> new LoggerConfig(Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("bootstrap.servers is not set");
    }

    @Test
    void shouldBeDocumented() throws IOException {
        String page = Files.readString(Path.of("../docs/clients.md"));

        assertThat(LoggerConfig.DEFINITION.names())
                .allSatisfy(key -> assertThat(page).contains("`" + key + "`"));
        for (DropReason reason : DropReason.values()) {
            assertThat(page).contains("`" + reason.name() + "`");
        }
    }

    private static LoggerConfig config(Map<String, Object> more) {
        Map<String, Object> settings = new HashMap<>(more);
        settings.put("bootstrap.servers", "127.0.0.1:9092");
        return new LoggerConfig(settings);
    }
}
