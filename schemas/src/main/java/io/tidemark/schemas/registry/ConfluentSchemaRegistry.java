package io.tidemark.schemas.registry;

import io.tidemark.schemas.access.Refusal;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.NameValidator;
import org.apache.avro.Schema;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.ParsedSchema;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.avro.AvroSchema;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.SchemaMetadata;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.testutil.MockSchemaRegistry;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * Confluent's own client, behind our interface. It comes relocated inside Apache Flink's registry format, Avro
 * included, so schemas cross over as JSON. No other class names its classes.
 *
 * <p>What an answer means is decided here once: only a registry that says in its own error code that it has no such
 * schema makes an id unknown. A plain 404, a login page or a proxy's error is an outage.
 */
final class ConfluentSchemaRegistry implements SchemaRegistry {
    private static final int SUBJECT_NOT_FOUND = 40401;
    private static final int VERSION_NOT_FOUND = 40402;
    private static final int SCHEMA_NOT_FOUND = 40403;
    private static final int COMPATIBILITY_NOT_FOUND = 40408;
    private static final int CLIENT_CACHE = 1000;

    private final String address;
    private final boolean embedded;
    private final SchemaRegistryClient client;
    private final Map<Integer, Schema> schemas = new ConcurrentHashMap<>();
    private final Map<Registration, Integer> ids = new ConcurrentHashMap<>();

    private record Registration(String subject, Schema schema) {}

    ConfluentSchemaRegistry(RegistryConfig config) {
        address = config.address();
        embedded = config.embeddedName().isPresent();
        client =
                config.embeddedName().map(MockSchemaRegistry::getClientForScope).orElseGet(() -> connect(config));
    }

    private static SchemaRegistryClient connect(RegistryConfig config) {
        try {
            List<String> urls = List.of(config.url().split("\\s*,\\s*"));
            return new CachedSchemaRegistryClient(urls, CLIENT_CACHE, typed(config.clientSettings()));
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(
                    "The settings for the schema registry at " + config.address() + " are wrong: " + e.getMessage()
                            + ". Check schema.registry.ssl.* and basic.auth.*",
                    e);
        }
    }

    /** The client takes most numbers as text, but casts these. */
    private static Map<String, Object> typed(Map<String, String> settings) {
        Map<String, Object> typed = new TreeMap<>(settings);
        typed.replaceAll((key, value) -> switch (key) {
            case "missing.cache.size" -> Integer.valueOf((String) value);
            case "missing.id.cache.ttl.sec", "missing.version.cache.ttl.sec", "missing.schema.cache.ttl.sec" ->
                Long.valueOf((String) value);
            case "bearer.auth.cache.expiry.buffer.seconds" -> Short.valueOf((String) value);
            default -> value;
        });
        return typed;
    }

    @Override
    public int register(String subject, Schema schema) {
        Registration wanted = new Registration(subject, schema);
        Integer known = ids.get(wanted);
        if (known == null) {
            known = embedded ? registerEmbedded(subject, schema) : registerNow(subject, schema);
            ids.put(wanted, known);
        }
        return known;
    }

    private int registerNow(String subject, Schema schema) {
        return call("register a schema for subject " + subject, () -> {
            try {
                return client.register(subject, confluent(schema));
            } catch (RestClientException e) {
                if (e.getStatus() == 409) {
                    throw incompatible(subject, schema, String.valueOf(e.getMessage()), e);
                }
                if (e.getStatus() == 422) {
                    throw new IncompatibleSchemaException(
                            "The registry at " + address + " refuses schema " + schema.getFullName() + " for subject "
                                    + subject + ": " + e.getMessage(),
                            e);
                }
                throw e;
            }
        });
    }

    /** Confluent's registry in memory takes any schema, a real one doesn't. */
    private int registerEmbedded(String subject, Schema schema) {
        synchronized (client) {
            List<String> reasons = incompatibilities(subject, schema);
            if (!reasons.isEmpty()) {
                throw incompatible(subject, schema, String.join("; ", reasons), null);
            }
            return registerNow(subject, schema);
        }
    }

    private IncompatibleSchemaException incompatible(
            String subject, Schema schema, String why, @Nullable Throwable cause) {
        String message = "Schema " + schema.getFullName() + " can't replace the one registered for subject " + subject
                + " at " + address + ": " + why
                + ". Give new fields a default, or register under another topic prefix";
        return cause == null
                ? new IncompatibleSchemaException(message)
                : new IncompatibleSchemaException(message, cause);
    }

    @Override
    public Schema schemaById(int id) {
        Schema known = schemas.get(id);
        if (known == null) {
            known = fetch(id);
            schemas.put(id, known);
        }
        return known;
    }

    private Schema fetch(int id) {
        return call("fetch schema " + id, () -> {
            try {
                return ours(client.getSchemaById(id));
            } catch (RestClientException e) {
                if (e.getErrorCode() == SCHEMA_NOT_FOUND || e.getErrorCode() == SUBJECT_NOT_FOUND) {
                    throw new UnknownSchemaException(
                            id, "The registry at " + address + " has no schema with id " + id, e);
                }
                throw e;
            } catch (IOException e) {
                if (isForeign(e)) {
                    throw unreadable(id, e);
                }
                throw e;
            } catch (AvroRuntimeException e) {
                throw unreadable(id, e);
            }
        });
    }

    private static UnknownSchemaException unreadable(int id, Exception e) {
        return new UnknownSchemaException(
                id, "The registry's schema " + id + " is not one that Avro can read: " + e.getMessage(), e);
    }

    /**
     * The client's only sign of a schema that came and is not Avro. With references the same words may mean that one of
     * those could not be fetched, and that is an outage.
     */
    private static boolean isForeign(IOException e) {
        String message = String.valueOf(e.getMessage());
        return message.startsWith("Invalid schema ") && message.contains(" with refs [] of type ");
    }

    @Override
    public Optional<RegisteredSchema> find(String subject, Schema schema) {
        return versions(subject).reversed().stream()
                .flatMap(version -> version(subject, version).stream())
                .filter(registered -> registered.schema().equals(schema))
                .findFirst();
    }

    @Override
    public Optional<RegisteredSchema> latest(String subject) {
        List<Integer> versions = versions(subject);
        return versions.isEmpty() ? Optional.empty() : version(subject, versions.getLast());
    }

    @Override
    public Optional<RegisteredSchema> version(String subject, int version) {
        return optionally("fetch version " + version + " of subject " + subject, () -> {
            SchemaMetadata found = client.getSchemaMetadata(subject, version);
            return new RegisteredSchema(found.getId(), found.getVersion(), schemaById(found.getId()));
        });
    }

    @Override
    public List<Integer> versions(String subject) {
        return optionally(
                        "list the versions of subject " + subject,
                        () -> client.getAllVersions(subject).stream().sorted().toList())
                .orElse(List.of());
    }

    @Override
    public List<String> subjects() {
        return call(
                "list the subjects",
                () -> client.getAllSubjects().stream().sorted().toList());
    }

    @Override
    public List<String> incompatibilities(String subject, Schema schema) {
        if (embedded && versions(subject).isEmpty()) {
            return List.of();
        }
        return call("test a schema for subject " + subject, () -> {
            List<String> reasons = client.testCompatibilityVerbose(subject, confluent(schema));
            if (reasons != null && !reasons.isEmpty()) {
                return List.copyOf(reasons);
            }
            // Apicurio gives no reasons, only the verdict
            boolean compatible = client.testCompatibility(subject, confluent(schema));
            return compatible ? List.of() : List.of("the registry says so and gives no reason");
        });
    }

    @Override
    public Optional<Compatibility> compatibility(String subject) {
        return optionally("read the compatibility of subject " + subject, () -> client.getCompatibility(subject))
                .map(Compatibility::valueOf);
    }

    @Override
    public void setCompatibility(String subject, Compatibility level) {
        call("set the compatibility of subject " + subject, () -> client.updateCompatibility(subject, level.name()));
    }

    @Override
    public String address() {
        return address;
    }

    @Override
    public void close() {
        if (embedded) {
            return; // others in this process share it
        }
        try {
            client.close();
        } catch (IOException e) {
            throw unavailable("close the connection", e);
        }
    }

    private static AvroSchema confluent(Schema schema) {
        return new AvroSchema(schema.toString());
    }

    /** The whole schema, with the types of other subjects that it refers to. */
    private static Schema ours(ParsedSchema parsed) {
        if (!(parsed instanceof AvroSchema avro)) {
            throw new AvroRuntimeException("it is " + parsed.schemaType());
        }
        return new Schema.Parser(NameValidator.NO_VALIDATION)
                .setValidateDefaults(false)
                .parse(avro.rawSchema().toString());
    }

    @FunctionalInterface
    private interface Call<T> {
        T run() throws IOException, RestClientException;
    }

    private <T> T call(String action, Call<T> call) {
        try {
            return call.run();
        } catch (KafkaException e) {
            throw e; // one of ours
        } catch (RestClientException | IOException | RuntimeException e) {
            throw unavailable(action, e); // the client fails with anything on an answer that makes no sense
        }
    }

    private <T> Optional<T> optionally(String action, Call<T> call) {
        return call(action, () -> {
            try {
                return Optional.of(call.run());
            } catch (RestClientException e) {
                return switch (e.getErrorCode()) {
                    case SUBJECT_NOT_FOUND, VERSION_NOT_FOUND, SCHEMA_NOT_FOUND, COMPATIBILITY_NOT_FOUND ->
                        Optional.empty();
                    default -> throw e;
                };
            }
        });
    }

    private RegistryUnavailableException unavailable(String action, Exception e) {
        String why = Refusal.explain(e).orElseGet(() -> status(e) + e.getMessage() + ". " + remedy(e));
        return new RegistryUnavailableException(
                "Can't " + action + " at the schema registry " + address + ": " + why, e);
    }

    /** Of refusals the client repeats the body's words alone, which need not say so. */
    private static String status(Exception e) {
        return e instanceof RestClientException answer && (answer.getStatus() == 401 || answer.getStatus() == 403)
                ? "HTTP " + answer.getStatus() + ", "
                : "";
    }

    private static String remedy(Exception e) {
        int status = e instanceof RestClientException answer ? answer.getStatus() : 0;
        return switch (status) {
            case 401, 403 -> "Check basic.auth.user.info and what this user may do";
            case 404, 405 -> "Is this the registry's base URL (Apicurio's ends in /apis/ccompat/v7)?";
            default -> "Check schema.registry.url and that the registry is up; nothing is skipped meanwhile";
        };
    }
}
