package io.tidemark.stream.decode;

import io.tidemark.schemas.registry.SchemaRegistry;
import io.tidemark.schemas.serde.UndecodableRecordException;
import io.tidemark.stream.event.EventBuffer;
import io.tidemark.stream.event.NameDictionary;
import java.util.function.Predicate;

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
    private final Draft draft;
    private final PlannedReader<Draft> reader;

    /** One for which all models are alike. */
    public InferenceEventDecoder(SchemaRegistry registry, NameDictionary names, DecoderLimits limits) {
        this(registry, names, limits, _ -> false);
    }

    /**
     * @param names gives features and parts of predictions their ids; new names are added to it
     * @param hasReserve whether the names of a model may take what is reserved. They do where the model stands before them in the record, as in
     *     Tidemark's own schema.
     */
    public InferenceEventDecoder(
            SchemaRegistry registry, NameDictionary names, DecoderLimits limits, Predicate<String> hasReserve) {
        this.draft = new Draft(names, limits, hasReserve);
        this.reader = new PlannedReader<>(registry, ReaderPlan::of);
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
            draft.begin(into);
            reader.read(value, draft);
            draft.finish();
        } catch (RuntimeException e) {
            into.clear();
            throw e;
        }
    }
}
