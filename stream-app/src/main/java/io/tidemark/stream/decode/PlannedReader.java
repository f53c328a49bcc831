package io.tidemark.stream.decode;

import io.tidemark.schemas.registry.SchemaRegistry;
import io.tidemark.schemas.registry.UnknownSchemaException;
import io.tidemark.schemas.serde.DecodeFailure;
import io.tidemark.schemas.serde.UndecodableRecordException;
import io.tidemark.schemas.serde.WireFormat;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.apache.avro.Schema;

/**
 * Reads records in the Confluent wire format, for each writer schema by a {@link RecordPlan} that is made once. A plan costs memory for as
 * long as the reader lives, so there are as many as the registry has schemas for the topic. Not safe for use by several threads.
 *
 * @param <D> what is read into
 */
final class PlannedReader<D> {
    private final SchemaRegistry registry;
    private final Function<Schema, RecordPlan<D>> planOf;
    private final BinaryReader in = new BinaryReader();
    private final Map<Integer, Compiled<D>> plans = new HashMap<>();
    private int lastId = -1;
    private Compiled<D> last = new Compiled.Refused<>("no schema yet");

    /** What became of a writer schema. */
    private sealed interface Compiled<D> {
        record Usable<D>(RecordPlan<D> plan) implements Compiled<D> {}

        record Refused<D>(String why) implements Compiled<D> {}
    }

    PlannedReader(SchemaRegistry registry, Function<Schema, RecordPlan<D>> planOf) {
        this.registry = registry;
        this.planOf = planOf;
    }

    /**
     * Reads one record.
     *
     * @throws UndecodableRecordException if the record can't be read, now or later
     * @throws io.tidemark.schemas.registry.RegistryUnavailableException if its schema can't be fetched now; the record
     *     is to be read again
     */
    void read(byte[] value, D draft) {
        RecordPlan<D> plan = planFor(WireFormat.schemaId(value));
        in.reset(value, WireFormat.HEADER_BYTES);
        plan.read(in, draft);
        in.requireEnd();
    }

    private RecordPlan<D> planFor(int schemaId) {
        if (schemaId != lastId) {
            last = compiled(schemaId);
            lastId = schemaId;
        }
        return switch (last) {
            case Compiled.Usable<D> usable -> usable.plan();
            case Compiled.Refused<D> refused ->
                throw new UndecodableRecordException(DecodeFailure.WRONG_RECORD_TYPE, refused.why());
        };
    }

    private Compiled<D> compiled(int schemaId) {
        Compiled<D> known = plans.get(schemaId);
        if (known == null) {
            known = compile(schemaId);
            plans.put(schemaId, known);
        }
        return known;
    }

    private Compiled<D> compile(int schemaId) {
        try {
            return new Compiled.Usable<>(planOf.apply(registry.schemaById(schemaId)));
        } catch (UnknownSchemaException e) {
            throw new UndecodableRecordException(DecodeFailure.UNKNOWN_SCHEMA_ID, String.valueOf(e.getMessage()), e);
        } catch (UndecodableRecordException e) {
            return new Compiled.Refused<>("schema " + schemaId + ": " + e.detail());
        }
    }
}
