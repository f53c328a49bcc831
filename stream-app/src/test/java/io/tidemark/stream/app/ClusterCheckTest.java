package io.tidemark.stream.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.stream.config.MonitorConfig;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;

class ClusterCheckTest {
    @Test
    void shouldAskAsTheAdminClientOfTheMonitorDoes() {
        MonitorConfig config = new MonitorConfig(Map.of(
                "bootstrap.servers",
                "127.0.0.1:9093",
                "security.protocol",
                "SSL",
                "admin.security.protocol",
                "SASL_SSL",
                "admin.request.timeout.ms",
                "4000"));

        assertThat(ClusterCheck.adminSettings(config))
                .containsEntry("bootstrap.servers", "127.0.0.1:9093")
                .containsEntry("security.protocol", "SASL_SSL")
                .containsEntry("request.timeout.ms", "4000");
    }

    @Test
    void shouldLeaveTimeoutsAsTheyAreSet() {
        MonitorConfig config =
                new MonitorConfig(Map.of("bootstrap.servers", "127.0.0.1:9093", "request.timeout.ms", "40000"));

        try (Admin admin = Admin.create(ClusterCheck.adminSettings(config))) {
            assertThat(admin).isNotNull();
        }
    }
}
