package io.tidemark.stream.decode;

import io.tidemark.schemas.registry.SchemaRegistry;
import io.tidemark.schemas.registry.UnknownSchemaException;
import io.tidemark.schemas.serde.DecodeFailure;
import io.tidemark.schemas.serde.UndecodableRecordException;
import io.tidemark.schemas.serde.WireFormat;
import io.tidemark.stream.event.EventBuffer;
import io.tidemark.stream.event.NameDictionary;
import java.util.HashMap;
import java.util.Map;

/**
 * Decodes inference logs straight from their bytes into a reused {@link EventBuffer}.
 *
 * <p>For each writer schema a {@link ReaderPlan} is made once; it knows what to read and what to skip. A usual event
 * allocates nothing: names, categories and tags are found by their bytes. A plan costs memory for as long as the
 * decoder lives, so there are as many as the registry has schemas for the topic.
 *
 * <p>Whether an event has a model, a version and a sensible time is not judged here: what it lacks stays null or 0.
 * Malformed UTF-8 reads as U+FFFD, as in Avro's own reader. Of the prediction only what is not null is read.
 *
 * <p>Not safe for use by several threads, as little as its {@link NameDictionary}: every stream task has its own.
 */
public final class InferenceEventDecoder {
    private final SchemaRegistry registry;
    private final Draft draft;
    private final BinaryReader in = new BinaryReader();
    private final Map<Integer, Compiled> plans = new HashMap<>();
    private int lastId = -1;
    private Compiled last = new Compiled.Refused("no schema yet");

    /** What became of a writer schema. */
    private sealed interface Compiled {
        record Usable(ReaderPlan plan) implements Compiled {}

        record Refused(String why) implements Compiled {}
    }

    /** @param names gives features and parts of predictions their ids; new names are added to it */
    public InferenceEventDecoder(SchemaRegistry registry, NameDictionary names, DecoderLimits limits) {
        this.registry = registry;
        this.draft = new Draft(names, limits);
    }

    /**
     * Reads one record. After a failure the buffer is empty.
     *
     * @param value the record's value in the Confluent wire format
     * @throws UndecodableRecordException if the record can't be read, now or later
     * @throws io.tidemark.schemas.registry.RegistryUnavailableException if its schema can't be fetched now; the record
     *     is to be read again
     */
    public void decode(byte[] value, EventBuffer into) {
        try {
            ReaderPlan plan = planFor(WireFormat.schemaId(value));
            draft.begin(into);
            in.reset(value, WireFormat.HEADER_BYTES);
            plan.read(in, draft);
            in.requireEnd();
            draft.finish();
        } catch (RuntimeException e) {
            into.clear();
            throw e;
        }
    }

    private ReaderPlan planFor(int schemaId) {
        if (schemaId != lastId) {
            last = compiled(schemaId);
            lastId = schemaId;
        }
        return switch (last) {
            case Compiled.Usable usable -> usable.plan();
            case Compiled.Refused refused ->
                throw new UndecodableRecordException(DecodeFailure.WRONG_RECORD_TYPE, refused.why());
        };
    }

    private Compiled compiled(int schemaId) {
        Compiled known = plans.get(schemaId);
        if (known == null) {
            known = compile(schemaId);
            plans.put(schemaId, known);
        }
        return known;
    }

    private Compiled compile(int schemaId) {
        try {
            return new Compiled.Usable(ReaderPlan.of(registry.schemaById(schemaId)));
        } catch (UnknownSchemaException e) {
            throw new UndecodableRecordException(DecodeFailure.UNKNOWN_SCHEMA_ID, String.valueOf(e.getMessage()), e);
        } catch (UndecodableRecordException e) {
            return new Compiled.Refused("schema " + schemaId + ": " + e.detail());
        }
    }
}
