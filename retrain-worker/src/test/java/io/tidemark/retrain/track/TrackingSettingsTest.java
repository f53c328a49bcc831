package io.tidemark.retrain.track;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.http.client.Secret;
import java.net.URI;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrackingSettingsTest {
    private static AbstractConfig config(Map<String, String> settings) {
        ConfigDef definition = new ConfigDef();
        TrackingSettings.define(definition);
        return new AbstractConfig(definition, settings, false);
    }

    private static TrackingSettings settings(Map<String, String> settings) {
        return TrackingSettings.from(config(settings), "tidemark");
    }

    @Test
    void shouldTellNobodyUnlessItIsSaidWho() {
        assertThat(settings(Map.of()).isOn()).isFalse();
    }

    @Test
    void shouldSendWhatTheServersKnowUsBy() {
        TrackingSettings settings = settings(Map.of(
                TrackingSettings.OPENLINEAGE_URL, "https://lineage:8443/api/v1/lineage",
                TrackingSettings.OPENLINEAGE_API_KEY, "k3y",
                TrackingSettings.MLFLOW_URL, "http://mlflow:5000",
                TrackingSettings.MLFLOW_USER, "Aladdin",
                TrackingSettings.MLFLOW_PASSWORD, "open sesame"));

        assertThat(settings.openLineage())
                .contains(new TrackingSettings.OpenLineage(
                        URI.create("https://lineage:8443/api/v1/lineage"),
                        java.util.Optional.of(new Secret("Bearer k3y")),
                        "tidemark"));
        // The example of RFC 7617
        assertThat(settings.mlflow().orElseThrow().authorization())
                .contains(new Secret("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"mlflow:5000", "ftp://mlflow", "http://", "http://joe:s3cret@mlflow:5000", "http://mlflow/#top"})
    void shouldRefuseAnAddressWithoutRepeatingIt(String url) {
        assertThatThrownBy(() -> settings(Map.of(TrackingSettings.MLFLOW_URL, url)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(TrackingSettings.MLFLOW_URL)
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void shouldRefuseAUserWithoutAPasswordAndTwoLogins() {
        assertThatThrownBy(() -> settings(
                        Map.of(TrackingSettings.MLFLOW_URL, "http://mlflow", TrackingSettings.MLFLOW_USER, "joe")))
                .hasMessageContaining(TrackingSettings.MLFLOW_PASSWORD);
        assertThatThrownBy(() -> settings(Map.of(
                        TrackingSettings.MLFLOW_URL, "http://mlflow",
                        TrackingSettings.MLFLOW_TOKEN, "t",
                        TrackingSettings.MLFLOW_USER, "joe",
                        TrackingSettings.MLFLOW_PASSWORD, "p")))
                .hasMessageContaining("keep one");
    }

    @Test
    void shouldShowSecretsNowhere() {
        Map<String, String> settings = Map.of(
                TrackingSettings.MLFLOW_URL, "http://mlflow",
                TrackingSettings.MLFLOW_TOKEN, "t0ken-s3cret",
                TrackingSettings.OPENLINEAGE_URL, "http://lineage",
                TrackingSettings.OPENLINEAGE_API_KEY, "k3y-s3cret");

        assertThat(settings(settings).toString()).doesNotContain("s3cret");
        assertThat(config(settings).values().toString()).doesNotContain("s3cret");
        assertThatThrownBy(() -> settings(Map.of(
                        TrackingSettings.MLFLOW_URL, "http://mlflow", TrackingSettings.MLFLOW_TOKEN, "s3cret\r\nX: y")))
                .hasMessageContaining(TrackingSettings.MLFLOW_TOKEN)
                .hasMessageNotContaining("s3cret");
    }
}
