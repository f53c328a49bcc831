package io.tidemark.containers.manifest;

import static io.tidemark.containers.manifest.DeployFiles.listAt;
import static io.tidemark.containers.manifest.DeployFiles.textAt;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What {@code deploy/prometheus/check} can't see: that every alert leads somewhere, and that Grafana finds its data. */
class AlertsTest {
    private static List<Map<String, Object>> alerts() throws IOException {
        return DeployFiles.documents("prometheus/rules/tidemark.yml").stream()
                .flatMap(file -> listAt(file, "groups").stream())
                .flatMap(group -> listAt(group, "rules").stream())
                .toList();
    }

    @Test
    void shouldHaveAnEntryInTheRunbookForEveryAlert() throws IOException {
        List<String> headings = Files.readAllLines(DeployFiles.FOLDER.resolveSibling("docs/operations.md"));
        assertThat(alerts()).hasSizeGreaterThan(5).allSatisfy(alert -> {
            String name = textAt(alert, "alert");
            assertThat(headings).contains("### " + name);
            assertThat(textAt(alert, "annotations", "runbook"))
                    .isEqualTo("docs/operations.md#" + name.toLowerCase(Locale.ROOT));
        });
    }

    @Test
    void shouldTestEveryAlert() throws IOException {
        String tests = DeployFiles.text("prometheus/tests.yml");
        assertThat(alerts())
                .allSatisfy(alert ->
                        assertThat(tests).contains("alertname: " + textAt(alert, "alert") + "\n        exp_alerts"));
    }

    @Test
    void shouldShowTheDataSourceThatIsProvisioned() throws IOException {
        String uid = textAt(
                DeployFiles.documents("grafana/provisioning/datasources/prometheus.yaml")
                        .getFirst(),
                "datasources",
                "0",
                "uid");
        JsonNode dashboard =
                JsonMapper.builder().build().readTree(DeployFiles.text("grafana/dashboards/tidemark.json"));
        assertThat(dashboard.path("panels")).hasSizeGreaterThan(5).allSatisfy(panel -> {
            assertThat(panel.path("datasource").path("uid").asText()).isEqualTo(uid);
            assertThat(panel.path("targets")).isNotEmpty();
        });
    }
}
