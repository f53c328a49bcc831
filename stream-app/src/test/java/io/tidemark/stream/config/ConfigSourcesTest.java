package io.tidemark.stream.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigSourcesTest {
    @TempDir
    private Path directory;

    @Test
    void shouldLetTheEnvironmentWinOverTheFileAndFlagsOverBoth() {
        Map<String, String> merged = ConfigSources.merge(
                Map.of("tidemark.sketch.k", "1", "tidemark.max.models", "1", "tidemark.max.versions", "1"),
                Map.of("TIDEMARK_MAX_MODELS", "2", "TIDEMARK_MAX_VERSIONS", "2"),
                Map.of("tidemark.max.versions", "3"));

        assertThat(merged)
                .containsOnly(
                        entry("tidemark.sketch.k", "1"),
                        entry("tidemark.max.models", "2"),
                        entry("tidemark.max.versions", "3"));
    }

    @Test
    void shouldTellFromAVariablesNameWhoseSettingItIs() {
        Map<String, String> merged = ConfigSources.merge(
                Map.of(),
                Map.of(
                        "TIDEMARK_TOPIC_PREFIX", "team-a.",
                        "TIDEMARK_KAFKA_BOOTSTRAP_SERVERS", "kafka:9092",
                        "TIDEMARK_KAFKA_CONSUMER_MAX_POLL_RECORDS", "100",
                        "TIDEMARK_SCHEMA_REGISTRY_URL", "http://registry:8081",
                        "TIDEMARK_SCHEMA_REGISTRY_BASIC_AUTH_USER_INFO", "me:secret",
                        "PATH", "/bin",
                        "KAFKA_BOOTSTRAP_SERVERS", "other:9092"),
                Map.of());

        assertThat(merged)
                .containsOnly(
                        entry("tidemark.topic.prefix", "team-a."),
                        entry("bootstrap.servers", "kafka:9092"),
                        entry("consumer.max.poll.records", "100"),
                        entry("schema.registry.url", "http://registry:8081"),
                        entry("schema.registry.basic.auth.user.info", "me:secret"));
    }

    @Test
    void shouldReadAPropertiesFileInUtf8() throws IOException {
        Path file = Files.writeString(directory.resolve("monitor.properties"), """
                # a comment
                tidemark.topic.prefix = staging.
                schema.registry.basic.auth.user.info=jürgen:pass=word
                """);

        assertThat(ConfigSources.readFile(file))
                .containsOnly(
                        entry("tidemark.topic.prefix", "staging."),
                        entry("schema.registry.basic.auth.user.info", "jürgen:pass=word"));
    }

    @Test
    void shouldNameTheFileThatIsNotThere() {
        Path file = directory.resolve("absent.properties");

        assertThatThrownBy(() -> ConfigSources.readFile(file))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("there is no configuration file " + file);
    }

    @Test
    void shouldNameTheFileThatIsMalformed() throws IOException {
        Path escape = Files.writeString(directory.resolve("escape.properties"), "a=\\u12");
        Path latin1 = Files.write(directory.resolve("latin1.properties"), new byte[] {'a', '=', (byte) 0xfc});

        assertThatThrownBy(() -> ConfigSources.readFile(escape))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(escape.toString())
                .hasMessageContaining("\\u");
        assertThatThrownBy(() -> ConfigSources.readFile(latin1))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(latin1.toString());
        assertThatThrownBy(() -> ConfigSources.readFile(directory))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(directory.toString());
    }

    @Test
    void shouldLeaveOutWhatKubernetesSaysOfAServiceOfThatName() {
        Map<String, String> environment = Map.of(
                "TIDEMARK_SERVICE_HOST", "10.0.0.1",
                "TIDEMARK_SERVICE_PORT_HTTP", "80",
                "TIDEMARK_PORT", "tcp://10.0.0.1:80",
                "TIDEMARK_PORT_80_TCP_ADDR", "10.0.0.1",
                "TIDEMARK_MONITOR_SERVICE_HOST", "10.0.0.2",
                "TIDEMARK_IDLE_TIMEOUT_MS", "500");

        assertThat(ConfigSources.merge(Map.of(), environment, Map.of())).containsOnlyKeys("tidemark.idle.timeout.ms");
    }

    @Test
    void shouldPutInWhatSettingsReferTo() throws IOException {
        Path secrets = Files.writeString(directory.resolve("secrets.properties"), "jaas=scram\nuser=a:b\n");
        Files.writeString(directory.resolve("password"), "from-a-file");

        Map<String, String> resolved = ConfigSources.resolve(Map.of(
                "sasl.jaas.config", "${file:" + secrets + ":jaas}",
                "schema.registry.basic.auth.user.info", "${file:" + secrets + ":user}",
                "ssl.truststore.password", "${dir:" + directory + ":password}",
                "ssl.key.password", "x-${env:PATH}",
                "tidemark.topic.prefix", "a."));

        assertThat(resolved)
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "sasl.jaas.config", "scram",
                        "schema.registry.basic.auth.user.info", "a:b",
                        "ssl.truststore.password", "from-a-file",
                        "ssl.key.password", "x-" + System.getenv("PATH"),
                        "tidemark.topic.prefix", "a."));
    }

    @Test
    void shouldSayWhatASettingRefersToInVain() throws IOException {
        Path secrets = Files.writeString(directory.resolve("secrets.properties"), "jaas=scram\n");

        for (String reference : List.of(
                "${env:TIDEMARK_NO_SUCH}", "${file:" + secrets + ":nothing}", "${dir:" + directory + ":nothing}")) {
            assertThatThrownBy(() -> ConfigSources.resolve(Map.of("ssl.key.password", reference)))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("ssl.key.password refers to " + reference);
        }
    }
}
