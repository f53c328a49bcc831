package io.tidemark.schemas.registry;

import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;

/**
 * A schema registry that speaks the Confluent API, or one inside this process.
 *
 * <p>Every method may throw {@link RegistryUnavailableException}: the registry can't be reached or can't answer now.
 * That is never the fault of a record, so whoever catches it retries or stops and drops nothing. Answers that can't
 * change (the schema of an id, the id of a schema) are cached. Safe for use by several threads.
 */
public interface SchemaRegistry extends AutoCloseable {
    /** Connects lazily: a wrong address shows at the first call, unless {@link #check} is called. */
    static SchemaRegistry connect(RegistryConfig config) {
        return new ConfluentSchemaRegistry(config);
    }

    /**
     * The id of {@code schema} under {@code subject}, registered now if it is new.
     *
     * @throws IncompatibleSchemaException if the subject's compatibility level forbids it
     */
    int register(String subject, Schema schema);

    /**
     * The schema that records with this id were written with.
     *
     * @throws UnknownSchemaException if the registry has no Avro schema with this id
     */
    Schema schemaById(int id);

    /** The newest version of {@code subject} that is {@code schema}; empty if none is. */
    Optional<RegisteredSchema> find(String subject, Schema schema);

    /** The newest schema of a subject; empty if there is no such subject. */
    Optional<RegisteredSchema> latest(String subject);

    /** One version of a subject, counted from 1; empty if there is none. */
    Optional<RegisteredSchema> version(String subject, int version);

    /** The versions of a subject, oldest first; empty if there is no such subject. */
    List<Integer> versions(String subject);

    /** All subjects, in alphabetical order. */
    List<String> subjects();

    /** What keeps {@code schema} from being registered under {@code subject} now; empty if nothing does. */
    List<String> incompatibilities(String subject, Schema schema);

    /** The subject's own compatibility level; empty if the registry's default holds. */
    Optional<Compatibility> compatibility(String subject);

    void setCompatibility(String subject, Compatibility level);

    /** Where the registry is, without credentials, for messages. */
    String address();

    /** Asks the registry something cheap, so that a wrong address or password shows at start. */
    default void check() {
        subjects();
    }

    @Override
    void close();
}
