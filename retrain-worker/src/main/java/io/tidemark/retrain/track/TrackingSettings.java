package io.tidemark.retrain.track;

import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;
import static org.apache.kafka.common.config.ConfigDef.Importance.MEDIUM;
import static org.apache.kafka.common.config.ConfigDef.Range.between;

import io.tidemark.http.client.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;

/**
 * Which tracking servers are told of jobs.
 *
 * @param timeout of one request
 */
public record TrackingSettings(Optional<OpenLineage> openLineage, Optional<Mlflow> mlflow, Duration timeout) {
    public static final String OPENLINEAGE_URL = "tidemark.openlineage.url";
    public static final String OPENLINEAGE_API_KEY = "tidemark.openlineage.api.key";
    public static final String OPENLINEAGE_NAMESPACE = "tidemark.openlineage.namespace";
    public static final String MLFLOW_URL = "tidemark.mlflow.url";
    public static final String MLFLOW_TOKEN = "tidemark.mlflow.token";
    public static final String MLFLOW_USER = "tidemark.mlflow.user";
    public static final String MLFLOW_PASSWORD = "tidemark.mlflow.password";
    public static final String MLFLOW_EXPERIMENTS = "tidemark.mlflow.experiment.prefix";
    public static final String TIMEOUT_MS = "tidemark.tracking.timeout.ms";

    /**
     * Where events of OpenLineage go.
     *
     * @param url the whole address
     * @param authorization the header; empty where none is sent
     * @param namespace of the jobs
     */
    public record OpenLineage(URI url, Optional<Secret> authorization, String namespace) {}

    /**
     * A tracking server of MLflow.
     *
     * @param url what {@code /api/2.0/mlflow} follows
     * @param authorization the header; empty where none is sent
     * @param experimentPrefix what the names of experiments begin with, before that of the model
     */
    public record Mlflow(URI url, Optional<Secret> authorization, String experimentPrefix) {}

    public static void define(ConfigDef definition) {
        var _ = definition
                .define(
                        OPENLINEAGE_URL,
                        ConfigDef.Type.STRING,
                        "",
                        MEDIUM,
                        "Where OpenLineage events of retrain jobs are posted, the whole address, such as"
                                + " http://marquez:5000/api/v1/lineage. Empty: none are.")
                .define(
                        OPENLINEAGE_API_KEY,
                        ConfigDef.Type.PASSWORD,
                        "",
                        MEDIUM,
                        "What that server knows us by, sent as a bearer token. Empty: nothing is sent.")
                .define(
                        OPENLINEAGE_NAMESPACE,
                        ConfigDef.Type.STRING,
                        "",
                        LOW,
                        "The namespace of the jobs. Empty: tidemark.topic.prefix, without what parts it from names.")
                .define(
                        MLFLOW_URL,
                        ConfigDef.Type.STRING,
                        "",
                        MEDIUM,
                        "Tracking server of MLflow that gets a run for each retrain job, such as http://mlflow:5000. Empty: none does.")
                .define(
                        MLFLOW_TOKEN,
                        ConfigDef.Type.PASSWORD,
                        "",
                        MEDIUM,
                        "What that server knows us by, sent as a bearer token. Empty: nothing is sent.")
                .define(
                        MLFLOW_USER,
                        ConfigDef.Type.STRING,
                        "",
                        MEDIUM,
                        "Who logs in there, where it asks for a password.")
                .define(MLFLOW_PASSWORD, ConfigDef.Type.PASSWORD, "", MEDIUM, "The password of that user.")
                .define(
                        MLFLOW_EXPERIMENTS,
                        ConfigDef.Type.STRING,
                        "tidemark/",
                        LOW,
                        "What the names of experiments begin with; that of the model follows. Databricks wants the path of a folder.")
                .define(
                        TIMEOUT_MS,
                        ConfigDef.Type.LONG,
                        Duration.ofSeconds(10).toMillis(),
                        between(100, Duration.ofMinutes(5).toMillis()),
                        LOW,
                        "How long a tracking server may take to answer one request, in milliseconds. Then it is asked again later.");
    }

    /**
     * @param defaultNamespace of jobs in OpenLineage
     * @throws ConfigException if a setting is wrong; the message names it and not its value, which may hold a password
     */
    public static TrackingSettings from(AbstractConfig config, String defaultNamespace) {
        String namespace = config.getString(OPENLINEAGE_NAMESPACE).strip();
        return new TrackingSettings(
                url(config, OPENLINEAGE_URL)
                        .map(url -> new OpenLineage(
                                url,
                                secret(config, OPENLINEAGE_API_KEY).map(TrackingSettings::bearer),
                                namespace.isEmpty() ? defaultNamespace : namespace)),
                url(config, MLFLOW_URL)
                        .map(url -> new Mlflow(
                                url,
                                mlflowAuthorization(config),
                                config.getString(MLFLOW_EXPERIMENTS).strip())),
                Duration.ofMillis(config.getLong(TIMEOUT_MS)));
    }

    /** Whether any server is told. */
    public boolean isOn() {
        return openLineage.isPresent() || mlflow.isPresent();
    }

    private static Optional<URI> url(AbstractConfig config, String key) {
        String text = config.getString(key).strip();
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            URI url = new URI(text);
            boolean isWeb = "http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme());
            if (isWeb && url.getHost() != null && url.getUserInfo() == null && url.getFragment() == null) {
                return Optional.of(url);
            }
        } catch (URISyntaxException e) {
            // Told below: its message has the value.
        }
        throw new ConfigException(
                key + " is no address that can be asked; write https://HOST/PATH, and user, password or token"
                        + " into settings of their own");
    }

    private static Optional<Secret> mlflowAuthorization(AbstractConfig config) {
        Optional<Secret> token = secret(config, MLFLOW_TOKEN);
        String user = config.getString(MLFLOW_USER).strip();
        Optional<Secret> password = secret(config, MLFLOW_PASSWORD);
        if (user.isEmpty() != password.isEmpty()) {
            throw new ConfigException((user.isEmpty() ? MLFLOW_PASSWORD : MLFLOW_USER) + " stands alone; set "
                    + MLFLOW_USER + " and " + MLFLOW_PASSWORD + ", or neither");
        }
        if (token.isPresent() && password.isPresent()) {
            throw new ConfigException("both " + MLFLOW_TOKEN + " and " + MLFLOW_USER + " are set; keep one of them");
        }
        return token.map(TrackingSettings::bearer).or(() -> password.map(word -> basic(user, word)));
    }

    private static Optional<Secret> secret(AbstractConfig config, String key) {
        String value = config.getPassword(key).value().strip();
        if (value.chars().anyMatch(Character::isISOControl)) {
            throw new ConfigException(key + " has a line end or another control character; write it on one line");
        }
        return value.isEmpty() ? Optional.empty() : Optional.of(new Secret(value));
    }

    private static Secret bearer(Secret token) {
        return new Secret("Bearer " + token.value());
    }

    private static Secret basic(String user, Secret password) {
        byte[] login = (user + ":" + password.value()).getBytes(StandardCharsets.UTF_8);
        return new Secret("Basic " + Base64.getEncoder().encodeToString(login));
    }
}
