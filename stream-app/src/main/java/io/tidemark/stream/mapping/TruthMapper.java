package io.tidemark.stream.mapping;

import io.tidemark.schemas.avro.GroundTruth;
import io.tidemark.stream.spec.RecordPath;
import io.tidemark.stream.spec.Source.Truths;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes ground truth of one model's records. Safe for use by several threads. */
record TruthMapper(String model, Truths source) implements RecordMapper<GroundTruth> {

    @Override
    public GroundTruth map(Values values, long timestampMs) {
        Optional<String> label = source.label().flatMap(values::text);
        @Nullable Double value = source.value().map(values::number).orElse(null);
        if (label.isEmpty() && value == null) {
            throw new UnmappableException(
                    IngestOutcome.NO_LABEL,
                    "there is nothing at "
                            + source.label()
                                    .or(source::value)
                                    .map(RecordPath::toString)
                                    .orElse("")
                            + ", so nothing is known to be true; use where in the spec's source to leave such records out");
        }
        return GroundTruth.newBuilder()
                .setInferenceId(values.name(source.records().id(), IngestOutcome.NO_ID, "inference id"))
                .setModelId(model)
                .setEventTime(
                        Instant.ofEpochMilli(Times.of(values, source.records().time(), timestampMs)))
                .setLabel(label.orElse(null))
                .setValue(value)
                .build();
    }
}
