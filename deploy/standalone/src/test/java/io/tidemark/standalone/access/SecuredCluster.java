package io.tidemark.standalone.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidemark.standalone.access.TestCertificates.Certificate;
import io.tidemark.standalone.broker.EmbeddedBroker;
import io.tidemark.standalone.cli.CliRun;
import io.tidemark.standalone.cluster.Cluster;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.security.auth.SecurityProtocol;

/** A broker that takes SCRAM over TLS only and denies by default, and a registry over TLS with logins. Whoever is not an administrator may do what {@code acls} prints. */
final class SecuredCluster implements AutoCloseable {
    static final String ADMIN = "admin";
    /** A topic in a schema of its producers, which may be ingested. */
    static final String SOURCE = "shop.scores";

    /** Who is which parts. */
    static final Map<String, List<String>> LOGINS = Map.of(
            "monitor", List.of("monitor-drift", "monitor-labels"),
            "ingester", List.of("monitor-ingest"),
            "worker", List.of("worker", "tracking"),
            "scorer", List.of("scorer"),
            "operator", List.of("operator"),
            "consumer", List.of("event-consumer"));

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path directory;
    private final Certificate certificate;
    private final EmbeddedBroker broker;
    private final SecuredRegistry registry;

    SecuredCluster(Path directory) {
        this.directory = directory;
        certificate = new TestCertificates(directory).valid("cluster");
        EmbeddedBroker.Builder builder = EmbeddedBroker.builder()
                .clientProtocol(SecurityProtocol.SASL_SSL)
                .property("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer")
                // The broker itself comes unnamed, by a listener that nobody is told of.
                .property("super.users", "User:ANONYMOUS;User:" + ADMIN)
                .property(
                        "listener.name.client.ssl.keystore.location",
                        certificate.keyStore().toString())
                .property("listener.name.client.ssl.keystore.password", TestCertificates.PASSWORD)
                .property("listener.name.client.ssl.key.password", TestCertificates.PASSWORD)
                .property("listener.name.client.sasl.enabled.mechanisms", "SCRAM-SHA-512")
                .property(
                        "listener.name.client.scram-sha-512.sasl.jaas.config",
                        "org.apache.kafka.common.security.scram.ScramLoginModule required;")
                .scramUser(ADMIN, passwordOf(ADMIN));
        LOGINS.keySet().forEach(login -> builder.scramUser(login, passwordOf(login)));
        broker = builder.start();
        Map<String, String> users = Stream.concat(LOGINS.keySet().stream(), Stream.of(ADMIN, SecuredRegistry.NOBODY))
                .collect(Collectors.toMap(login -> login, SecuredCluster::passwordOf));
        registry = new SecuredRegistry("secured-" + broker.port(), certificate.serverContext(), users);
    }

    static String passwordOf(String login) {
        return login + "-secret-9e2f";
    }

    Certificate certificate() {
        return certificate;
    }

    String bootstrapServers() {
        return broker.bootstrapServers();
    }

    int registryPort() {
        return registry.port();
    }

    /** All that somebody sets to log in to both. */
    Map<String, String> settings(String login) {
        Map<String, String> settings = new HashMap<>();
        settings.put("bootstrap.servers", broker.bootstrapServers());
        settings.put("security.protocol", "SASL_SSL");
        settings.put("sasl.mechanism", "SCRAM-SHA-512");
        settings.put("sasl.jaas.config", jaas(login, passwordOf(login)));
        settings.put("ssl.truststore.location", certificate.trustStore().toString());
        settings.put("ssl.truststore.password", TestCertificates.PASSWORD);
        settings.put("schema.registry.url", "https://127.0.0.1:" + registry.port());
        settings.put("schema.registry.basic.auth.user.info", login + ":" + passwordOf(login));
        settings.put(
                "schema.registry.ssl.truststore.location",
                certificate.trustStore().toString());
        settings.put("schema.registry.ssl.truststore.password", TestCertificates.PASSWORD);
        return settings;
    }

    static String jaas(String login, String password) {
        return "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"" + login + "\" password=\""
                + password + "\";";
    }

    Cluster as(String login) {
        return new Cluster(settings(login));
    }

    /** Runs a command with these settings in a file. */
    CliRun run(Map<String, String> settings, String... command) {
        Properties properties = new Properties();
        properties.putAll(settings);
        try {
            Path file = Files.createTempFile(directory, "client", ".properties");
            try (OutputStream out = Files.newOutputStream(file)) {
                properties.store(out, null);
            }
            return CliRun.of(Stream.concat(Stream.of(command), Stream.of("--config", file.toString()))
                    .toArray(String[]::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    CliRun runAs(String login, String... command) {
        return run(settings(login), command);
    }

    /** Creates all topics as the administrator, and all rights from what {@code acls --json} prints. */
    void prepare() throws Exception {
        CliRun topics = runAs(ADMIN, "topics", "create");
        assertThat(topics.exitCode()).as(topics.err()).isZero();
        try (var admin = as(ADMIN).admin()) {
            admin.createAcls(printedRights()).all().get();
        }
    }

    private static List<AclBinding> printedRights() throws JsonProcessingException {
        List<String> command = new ArrayList<>(List.of("acls", "--json", "--source-topic", SOURCE));
        LOGINS.forEach((login, parts) ->
                parts.forEach(part -> command.addAll(List.of("--principal", part + "=User:" + login))));
        CliRun printed = CliRun.of(command.toArray(String[]::new));
        assertThat(printed.exitCode()).as(printed.err()).isZero();
        List<AclBinding> rights = new ArrayList<>();
        for (JsonNode right : JSON.readTree(printed.out())) {
            for (JsonNode operation : right.path("operations")) {
                rights.add(new AclBinding(
                        new ResourcePattern(
                                ResourceType.fromString(
                                        right.path("resourceType").asText()),
                                right.path("resource").asText(),
                                PatternType.fromString(right.path("patternType").asText())),
                        new AccessControlEntry(
                                right.path("principal").asText(),
                                "*",
                                AclOperation.fromString(operation.asText()),
                                AclPermissionType.ALLOW)));
            }
        }
        return rights;
    }

    @Override
    public void close() {
        registry.close();
        broker.close();
    }
}
