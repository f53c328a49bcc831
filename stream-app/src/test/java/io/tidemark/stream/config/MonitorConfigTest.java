package io.tidemark.stream.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;

class MonitorConfigTest {
    @Test
    void shouldRefuseAMaxAheadThatWouldOverflowTheClock() {
        assertThatThrownBy(() -> new MonitorConfig(Map.of(MonitorConfig.MAX_AHEAD_MS, Long.toString(Long.MAX_VALUE))))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(MonitorConfig.MAX_AHEAD_MS);
        assertThat(new MonitorConfig(Map.of(MonitorConfig.MAX_AHEAD_MS, "86400000"))
                        .profilerLimits()
                        .maxAhead())
                .isEqualTo(Duration.ofDays(1));
    }
}
