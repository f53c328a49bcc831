package io.tidemark.stream.decode;

import io.tidemark.schemas.registry.SchemaRegistry;
import io.tidemark.stream.event.LoggedTruth;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Decodes ground truth. Fields are known by their names alone: a record has {@code inferenceId}, {@code modelId}, {@code eventTime}, and
 * {@code label} or {@code value}. A label may be written as text, number, boolean or enum.
 *
 * <p>What a record lacks is null, 0 or empty. Not safe for use by several threads.
 */
public final class LoggedTruthDecoder {
    private final PlannedReader<Draft> reader;
    private final Draft draft = new Draft();

    /** The truth that is being read. */
    private static final class Draft {
        final TextCache texts = new TextCache();
        final TextCache ids = TextCache.none();

        @Nullable
        String inferenceId;

        @Nullable
        String model;

        long knownAtMs;
        Optional<String> label = Optional.empty();
        OptionalDouble value = OptionalDouble.empty();

        void begin() {
            inferenceId = null;
            model = null;
            knownAtMs = 0;
            label = Optional.empty();
            value = OptionalDouble.empty();
        }
    }

    public LoggedTruthDecoder(SchemaRegistry registry) {
        this.reader = new PlannedReader<>(registry, LoggedTruthDecoder::plan);
    }

    /** Reads one record; fails as {@link LoggedPredictionDecoder#decode} does. */
    public LoggedTruth decode(byte[] value) {
        draft.begin();
        reader.read(value, draft);
        return new LoggedTruth(draft.inferenceId, draft.model, draft.knownAtMs, draft.label, draft.value);
    }

    private static RecordPlan<Draft> plan(Schema schema) {
        RecordPlan.require(schema, List.of("inferenceId", "modelId", "eventTime"), "is this a GroundTruth?");
        if (schema.getField("label") == null && schema.getField("value") == null) {
            throw RecordPlan.wrongType(schema.getFullName() + " has neither label nor value");
        }
        return RecordPlan.of(schema, LoggedTruthDecoder::step);
    }

    private static RecordPlan.Step<Draft> step(Schema.Field field) {
        return switch (field.name()) {
            case "inferenceId" -> {
                ValueReader text = RecordPlan.values(field, "text");
                yield (in, draft) -> draft.inferenceId = text.readText(in, draft.ids);
            }
            case "modelId" -> {
                ValueReader text = RecordPlan.values(field, "text");
                yield (in, draft) -> draft.model = text.readText(in, draft.texts);
            }
            case "eventTime" -> {
                TimeReader time = RecordPlan.time(field);
                yield (in, draft) -> draft.knownAtMs = time.read(in);
            }
            case "label" -> {
                ValueReader text = RecordPlan.values(field, "text");
                yield (in, draft) -> draft.label = Optional.ofNullable(text.readText(in, draft.texts));
            }
            case "value" -> {
                ValueReader number = RecordPlan.values(field, "a number");
                yield (in, draft) -> draft.value = number.readNumber(in);
            }
            default -> RecordPlan.skip(field.schema());
        };
    }
}
