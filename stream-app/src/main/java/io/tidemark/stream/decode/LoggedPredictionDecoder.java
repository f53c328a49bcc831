package io.tidemark.stream.decode;

import io.tidemark.schemas.registry.SchemaRegistry;
import io.tidemark.stream.event.LoggedPrediction;

/**
 * Decodes inference logs for the join with labels. It reads what {@link InferenceEventDecoder} reads, but copies features instead of
 * looking into them.
 *
 * <p>Whether a log has an id, a model and a sensible time is not judged here: what it lacks is null or 0. Not safe for use by several
 * threads.
 */
public final class LoggedPredictionDecoder {
    private final PlannedReader<PredictionDraft> reader;
    private final PredictionDraft draft;

    /** @param maxArrayLength elements of a feature that is an array of numbers; a longer one is null in the example */
    public LoggedPredictionDecoder(SchemaRegistry registry, int maxArrayLength) {
        this.reader = new PlannedReader<>(registry, PredictionPlan::of);
        this.draft = new PredictionDraft(maxArrayLength);
    }

    /**
     * Reads one record.
     *
     * @param value the record's value in the Confluent wire format
     * @throws io.tidemark.schemas.serde.UndecodableRecordException if the record can't be read, now or later
     * @throws io.tidemark.schemas.registry.RegistryUnavailableException if its schema can't be fetched now; the record
     *     is to be read again
     */
    public LoggedPrediction decode(byte[] value) {
        draft.begin();
        reader.read(value, draft);
        return draft.finish();
    }
}
