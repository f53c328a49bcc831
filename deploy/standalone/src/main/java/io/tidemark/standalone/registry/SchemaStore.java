package io.tidemark.standalone.registry;

import io.tidemark.standalone.registry.RegisteredSchema.Reference;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.CompatibilityLevel;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.ParsedSchema;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.ParsedSchemaHolder;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.SimpleParsedSchemaHolder;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.entities.SchemaReference;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.entities.SubjectVersion;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.testutil.MockSchemaRegistry;

/**
 * The schemas of one scope of Confluent's in-memory registry, with the checks that a real registry adds.
 *
 * <p>Clients in this JVM that use the same scope see the same schemas. Confluent's mock registers anything and calls
 * everything it does not find a missing subject; this class refuses an incompatible schema and tells subject, version
 * and schema apart. It is the only class of this module that names Confluent's relocated classes.
 *
 * <p>Safe for many threads: a check and the registration after it happen under one lock, the client's own monitor,
 * which in-process registrations of the same scope take as well. Nothing survives the JVM.
 */
final class SchemaStore {

    static final String LATEST = "latest";

    private final SchemaRegistryClient client;

    private SchemaStore(SchemaRegistryClient client) {
        this.client = client;
    }

    static SchemaStore ofScope(String scope) {
        return new SchemaStore(MockSchemaRegistry.getClientForScope(scope));
    }

    static String levels() {
        return String.join(
                ", ",
                Arrays.stream(CompatibilityLevel.values())
                        .map(level -> level.name)
                        .toList());
    }

    List<String> subjects() {
        return answer(client::getAllSubjects).stream().sorted().toList();
    }

    List<Integer> versions(String subject) {
        requireSubject(subject);
        return answer(() -> client.getAllVersions(subject)).stream().sorted().toList();
    }

    /** One version, named by number or {@value #LATEST} (or -1, as some clients write it). */
    RegisteredSchema version(String subject, String version) {
        List<Integer> versions = versions(subject);
        int number = versionNumber(version).orElseGet(versions::getLast);
        if (!versions.contains(number)) {
            throw RegistryException.versionNotFound(version);
        }
        return registered(subject, number);
    }

    private static Optional<Integer> versionNumber(String version) {
        if (version.equals(LATEST) || version.equals("-1")) {
            return Optional.empty();
        }
        try {
            int number = Integer.parseInt(version);
            if (number > 0) {
                return Optional.of(number);
            }
        } catch (NumberFormatException e) {
            // said below, as for a number out of range
        }
        throw RegistryException.invalidVersion(version);
    }

    private RegisteredSchema registered(String subject, int version) {
        var metadata = answer(() -> client.getSchemaMetadata(subject, version));
        return new RegisteredSchema(
                subject, version, metadata.getId(), metadata.getSchema(), references(metadata.getReferences()));
    }

    /** The version of the subject that holds this very schema. */
    RegisteredSchema find(String subject, String schema, List<Reference> references) {
        requireSubject(subject);
        ParsedSchema parsed = parse(schema, references);
        return registered(
                subject,
                findVersion(subject, parsed)
                        .orElseThrow(() -> RegistryException.schemaNotFound("in subject '" + subject + "'")));
    }

    /** Looks for the schema itself, because Confluent's mock fails with a null pointer where it is not there. */
    private Optional<Integer> findVersion(String subject, ParsedSchema schema) {
        return versions(subject).stream()
                .filter(version -> parse(registered(subject, version)).equals(schema))
                .findFirst();
    }

    /** Registers a schema, or finds it, and returns its id. */
    int register(String subject, String schema, List<Reference> references) {
        ParsedSchema parsed = parse(schema, references);
        synchronized (client) {
            if (subjects().contains(subject) && findVersion(subject, parsed).isEmpty()) {
                List<String> reasons = incompatibilities(subject, parsed, history(subject));
                if (!reasons.isEmpty()) {
                    throw RegistryException.incompatible(subject, String.join("; ", reasons));
                }
            }
            return answer(() -> client.register(subject, parsed));
        }
    }

    /** Why the schema can't follow the subject's versions, or just the named one; empty where it can. */
    List<String> incompatibilities(
            String subject, String schema, List<Reference> references, Optional<String> againstVersion) {
        ParsedSchema parsed = parse(schema, references);
        if (againstVersion.isPresent()) {
            return incompatibilities(subject, parsed, List.of(parse(version(subject, againstVersion.get()))));
        }
        requireSubject(subject);
        return incompatibilities(subject, parsed, history(subject));
    }

    private List<String> incompatibilities(String subject, ParsedSchema schema, List<ParsedSchema> history) {
        CompatibilityLevel level =
                CompatibilityLevel.forName(subjectCompatibility(subject).orElseGet(this::globalCompatibility));
        List<ParsedSchemaHolder> oldestFirst = history.stream()
                .<ParsedSchemaHolder>map(SimpleParsedSchemaHolder::new)
                .toList();
        return schema.isCompatible(level, oldestFirst);
    }

    private List<ParsedSchema> history(String subject) {
        List<ParsedSchema> schemas = new ArrayList<>();
        for (int version : versions(subject)) {
            schemas.add(parse(registered(subject, version)));
        }
        return schemas;
    }

    RegisteredSchema byId(int id) {
        ParsedSchema schema;
        try {
            schema = client.getSchemaById(id);
        } catch (RestClientException e) {
            throw RegistryException.schemaNotFound(String.valueOf(id));
        } catch (IOException e) {
            throw new IllegalStateException("The in-memory registry failed", e);
        }
        return new RegisteredSchema("", 0, id, schema.canonicalString(), references(schema.references()));
    }

    List<RegisteredSchema> versionsOf(int id) {
        RegisteredSchema schema = byId(id);
        Collection<SubjectVersion> versions = answer(() -> client.getAllVersionsById(id));
        return versions.stream()
                .map(at -> new RegisteredSchema(
                        at.getSubject(), at.getVersion(), id, schema.schema(), schema.references()))
                .toList();
    }

    String globalCompatibility() {
        return answer(() -> client.getConfig(null)).getCompatibilityLevel();
    }

    Optional<String> subjectCompatibility(String subject) {
        try {
            return Optional.ofNullable(client.getConfig(subject).getCompatibilityLevel());
        } catch (RestClientException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new IllegalStateException("The in-memory registry failed", e);
        }
    }

    /** Sets the level of one subject, or of all that have none of their own, and returns it as Confluent spells it. */
    String setCompatibility(Optional<String> subject, String level) {
        CompatibilityLevel parsed = CompatibilityLevel.forName(level.toUpperCase(Locale.ROOT));
        if (parsed == null) {
            throw RegistryException.invalidCompatibility(level);
        }
        return answer(() -> client.updateCompatibility(subject.orElse(null), parsed.name));
    }

    private ParsedSchema parse(RegisteredSchema registered) {
        return parse(registered.schema(), registered.references());
    }

    private ParsedSchema parse(String schema, List<Reference> references) {
        List<SchemaReference> confluent = references.stream()
                .map(r -> new SchemaReference(r.name(), r.subject(), r.version()))
                .toList();
        return client.parseSchema("AVRO", schema, confluent)
                .orElseThrow(() -> RegistryException.invalidSchema("not an Avro schema: " + abbreviate(schema)));
    }

    private static String abbreviate(String schema) {
        return schema.length() <= 200 ? schema : schema.substring(0, 200) + "…";
    }

    private static List<Reference> references(List<SchemaReference> references) {
        return references.stream()
                .map(r -> new Reference(r.getName(), r.getSubject(), r.getVersion()))
                .toList();
    }

    private void requireSubject(String subject) {
        if (!subjects().contains(subject)) {
            throw RegistryException.subjectNotFound(subject);
        }
    }

    private static <T> T answer(Call<T> call) {
        try {
            return call.run();
        } catch (IOException | RestClientException e) {
            throw new IllegalStateException("The in-memory registry failed", e);
        }
    }

    private interface Call<T> {
        T run() throws IOException, RestClientException;
    }
}
