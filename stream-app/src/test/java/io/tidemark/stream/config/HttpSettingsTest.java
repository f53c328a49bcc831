package io.tidemark.stream.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.http.server.Listen;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpSettingsTest {
    private static HttpSettings of(Map<String, String> settings) {
        return new MonitorConfig(settings).http();
    }

    @Test
    void shouldServeThisMachineAloneByDefault() {
        assertThat(of(Map.of()).listen()).contains(new Listen("127.0.0.1", 7070, true, true));
        assertThat(of(Map.of()).users()).isEmpty();
    }

    @Test
    void shouldListenWhereItIsTold() {
        assertThat(of(Map.of(HttpSettings.LISTEN, "localhost:0")).listen())
                .contains(new Listen("localhost", 0, true, false));
        assertThat(of(Map.of(HttpSettings.LISTEN, "[::1]:8080")).listen())
                .contains(new Listen("::1", 8080, true, false));
        assertThat(of(Map.of(HttpSettings.LISTEN, "[::1]:8080")).listen().orElseThrow())
                .hasToString("[::1]:8080");
        assertThat(of(Map.of(HttpSettings.LISTEN, "0.0.0.0:7070", HttpSettings.USERS_FILE, "users"))
                        .listen())
                .contains(new Listen("0.0.0.0", 7070, false, false));
        assertThat(of(Map.of(HttpSettings.LISTEN, "off")).listen()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0:7070", "[::]:7070", "192.0.2.1:7070"})
    void shouldAskOtherMachinesWhoTheyAre(String address) {
        assertThatThrownBy(() -> of(Map.of(HttpSettings.LISTEN, address)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(HttpSettings.USERS_FILE)
                .hasMessageContaining("htpasswd");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "7070",
                ":7070",
                "127.0.0.1",
                "127.0.0.1:",
                "127.0.0.1:http",
                "127.0.0.1:65536",
                "127.0.0.1:-1",
                "",
                "on"
            })
    void shouldSayHowAnAddressIsWritten(String address) {
        assertThatThrownBy(() -> of(Map.of(HttpSettings.LISTEN, address)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("host:port");
    }
}
