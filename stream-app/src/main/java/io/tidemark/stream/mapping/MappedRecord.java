package io.tidemark.stream.mapping;

import io.tidemark.schemas.avro.GroundTruth;
import io.tidemark.schemas.avro.InferenceEvent;
import java.util.List;

/**
 * What a record came to.
 *
 * @param events one for each model whose answer it holds
 * @param truths one for each model whose truth it holds
 * @param outcome refused where something that it is meant for could not be made of it; the rest is made all the same
 * @param message what exactly is wrong; empty where nothing is
 */
public record MappedRecord(
        List<InferenceEvent> events, List<GroundTruth> truths, IngestOutcome outcome, String message) {
    static final MappedRecord NOT_MEANT = new MappedRecord(List.of(), List.of(), IngestOutcome.NOT_MEANT, "");

    public MappedRecord {
        events = List.copyOf(events);
        truths = List.copyOf(truths);
    }
}
