package io.tidemark.stream.decode;

import io.tidemark.schemas.serde.UndecodableRecordException;
import io.tidemark.stream.decode.RecordPlan.Step;
import io.tidemark.stream.event.Predictions;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;

/** How to read the inference logs of one writer schema to profile them. */
final class ReaderPlan {
    private ReaderPlan() {}

    /**
     * The plan for a writer schema.
     *
     * @throws UndecodableRecordException if its records can't be inference logs
     */
    static RecordPlan<Draft> of(Schema schema) {
        RecordPlan.require(schema, List.of("modelId", "modelVersion", "eventTime"), "is this an InferenceEvent?");
        if (schema.getField("features") == null && schema.getField("prediction") == null) {
            throw RecordPlan.wrongType(schema.getFullName() + " has neither features nor prediction");
        }
        return RecordPlan.of(schema, ReaderPlan::step);
    }

    private static Step<Draft> step(Schema.Field field) {
        return switch (field.name()) {
            case "modelId" -> {
                ValueReader text = RecordPlan.values(field, "text");
                yield (in, draft) -> draft.modelId = text.readText(in, draft.texts);
            }
            case "modelVersion" -> {
                ValueReader text = RecordPlan.values(field, "text");
                yield (in, draft) -> draft.modelVersion = text.readText(in, draft.texts);
            }
            case "eventTime" -> {
                TimeReader time = RecordPlan.time(field);
                yield (in, draft) -> draft.eventTimeMs = time.read(in);
            }
            case "features" -> RecordPlan.optional(field, Schema.Type.MAP, ReaderPlan::features);
            case "tags" -> RecordPlan.optional(field, Schema.Type.MAP, ReaderPlan::tags);
            case "prediction" -> RecordPlan.optional(field, Schema.Type.RECORD, ReaderPlan::prediction);
            default -> RecordPlan.skip(field.schema());
        };
    }

    private static Step<Draft> features(Schema map) {
        ValueReader value = ValueReader.of(map.getValueType());
        NameCache.Name start = NameCache.Name.start();
        return (in, draft) -> {
            NameCache.Name name = start;
            for (int count = in.readBlockCount(); count > 0; count = in.readBlockCount()) {
                draft.requireRoomFor(count);
                for (int i = 0; i < count; i++) {
                    name = draft.features.read(in, name);
                    value.readInto(draft, name.id(), in);
                }
            }
            draft.requireRoomFor(0); // an array is more than the one feature that was counted for it
        };
    }

    private static Step<Draft> tags(Schema map) {
        ValueReader value = ValueReader.of(map.getValueType());
        return (in, draft) -> {
            for (int count = in.readBlockCount(); count > 0; count = in.readBlockCount()) {
                for (int i = 0; i < count; i++) {
                    String name = draft.texts.read(in);
                    draft.addTag(name, value.readText(in, draft.texts));
                }
            }
        };
    }

    private static Step<Draft> prediction(Schema prediction) {
        List<Step<Draft>> parts = new ArrayList<>();
        for (Schema.Field field : prediction.getFields()) {
            parts.add(
                    switch (field.name()) {
                        case "label" -> label(RecordPlan.values(field, "text"));
                        case "value" -> number(field, Predictions.VALUE);
                        case "score" -> number(field, Predictions.SCORE);
                        case "scores" -> RecordPlan.optional(field, Schema.Type.MAP, ReaderPlan::scores);
                        default -> RecordPlan.skip(field.schema());
                    });
        }
        return new RecordPlan<>(parts)::read;
    }

    private static Step<Draft> label(ValueReader text) {
        return (in, draft) -> {
            String label = text.readText(in, draft.texts);
            if (label != null) {
                draft.requireRoomFor(1);
                draft.event.addText(draft.idOf(Predictions.LABEL), label);
            }
        };
    }

    private static Step<Draft> number(Schema.Field field, String name) {
        ValueReader value = RecordPlan.values(field, "a number");
        return (in, draft) -> {
            draft.requireRoomFor(1);
            value.readPresentInto(draft.event, draft.idOf(name), in, draft.texts);
        };
    }

    private static Step<Draft> scores(Schema map) {
        ValueReader value = ValueReader.of(map.getValueType());
        NameCache.Name start = NameCache.Name.start();
        return (in, draft) -> {
            NameCache.Name name = start;
            for (int count = in.readBlockCount(); count > 0; count = in.readBlockCount()) {
                draft.requireRoomFor(count);
                for (int i = 0; i < count; i++) {
                    name = draft.scores.read(in, name);
                    value.readPresentInto(draft.event, name.id(), in, draft.texts);
                }
            }
        };
    }
}
