package io.tidemark.stream.decode;

import io.tidemark.schemas.serde.DecodeFailure;
import io.tidemark.schemas.serde.UndecodableRecordException;
import io.tidemark.stream.event.Predictions;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.avro.Schema;

/**
 * How to read the inference logs of one writer schema: what each of its fields means, in the order it wrote them.
 *
 * <p>Fields are known by their names alone. The record may be called anything, have its fields in any order, lack those
 * that are not needed, and have any others.
 */
final class ReaderPlan {
    /** One field of the record, or a record or map in it. */
    @FunctionalInterface
    private interface Step {
        void read(BinaryReader in, Draft draft);
    }

    private final Step[] steps;

    private ReaderPlan(List<Step> steps) {
        this.steps = steps.toArray(Step[]::new);
    }

    void read(BinaryReader in, Draft draft) {
        for (Step step : steps) {
            step.read(in, draft);
        }
    }

    /**
     * The plan for a writer schema.
     *
     * @throws UndecodableRecordException if its records can't be inference logs
     */
    static ReaderPlan of(Schema schema) {
        if (schema.getType() != Schema.Type.RECORD) {
            throw wrongType("the schema is of " + schema.getType() + ", not a record");
        }
        List<String> missing = Stream.of("modelId", "modelVersion", "eventTime")
                .filter(name -> schema.getField(name) == null)
                .toList();
        if (!missing.isEmpty()) {
            throw wrongType(
                    schema.getFullName() + " has no " + String.join(", no ", missing) + "; is this an InferenceEvent?");
        }
        if (schema.getField("features") == null && schema.getField("prediction") == null) {
            throw wrongType(schema.getFullName() + " has neither features nor prediction");
        }
        return new ReaderPlan(schema.getFields().stream().map(ReaderPlan::step).toList());
    }

    private static Step step(Schema.Field field) {
        return switch (field.name()) {
            case "modelId" -> {
                ValueReader text = text(field);
                yield (in, draft) -> draft.modelId = text.readText(in, draft.texts);
            }
            case "modelVersion" -> {
                ValueReader text = text(field);
                yield (in, draft) -> draft.modelVersion = text.readText(in, draft.texts);
            }
            case "eventTime" -> {
                TimeReader time = TimeReader.of(field.schema()).orElseThrow(() -> unfit(field, "a timestamp"));
                yield (in, draft) -> draft.eventTimeMs = time.read(in);
            }
            case "features" -> optional(field, Schema.Type.MAP, ReaderPlan::features);
            case "tags" -> optional(field, Schema.Type.MAP, ReaderPlan::tags);
            case "prediction" -> optional(field, Schema.Type.RECORD, ReaderPlan::prediction);
            default -> skip(field.schema());
        };
    }

    private static ValueReader text(Schema.Field field) {
        ValueReader reader = ValueReader.of(field.schema());
        if (!reader.canHoldValues()) {
            throw unfit(field, "text");
        }
        return reader;
    }

    private static Step skip(Schema schema) {
        Skipper skipper = Skipper.of(schema);
        return (in, draft) -> skipper.skip(in, 0);
    }

    /** A step for the branch of the wanted type; the other branches of a union are skipped. */
    private static Step optional(Schema.Field field, Schema.Type wanted, Function<Schema, Step> compile) {
        Schema schema = field.schema();
        if (schema.getType() == wanted) {
            return compile.apply(schema);
        }
        if (!schema.isUnion() || schema.getTypes().stream().noneMatch(type -> type.getType() == wanted)) {
            throw unfit(field, "a " + wanted.getName());
        }
        Step[] branches = schema.getTypes().stream()
                .map(type -> type.getType() == wanted ? compile.apply(type) : skip(type))
                .toArray(Step[]::new);
        return (in, draft) -> branches[in.readIndex(branches.length)].read(in, draft);
    }

    private static Step features(Schema map) {
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

    private static Step tags(Schema map) {
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

    private static Step prediction(Schema prediction) {
        List<Step> parts = new ArrayList<>();
        for (Schema.Field field : prediction.getFields()) {
            parts.add(
                    switch (field.name()) {
                        case "label" -> label(text(field));
                        case "value" -> number(field, Predictions.VALUE);
                        case "score" -> number(field, Predictions.SCORE);
                        case "scores" -> optional(field, Schema.Type.MAP, ReaderPlan::scores);
                        default -> skip(field.schema());
                    });
        }
        return new ReaderPlan(parts)::read;
    }

    private static Step label(ValueReader text) {
        return (in, draft) -> {
            String label = text.readText(in, draft.texts);
            if (label != null) {
                draft.requireRoomFor(1);
                draft.event.addText(draft.idOf(Predictions.LABEL), label);
            }
        };
    }

    private static Step number(Schema.Field field, String name) {
        ValueReader value = ValueReader.of(field.schema());
        if (!value.canHoldValues()) {
            throw unfit(field, "a number");
        }
        return (in, draft) -> {
            draft.requireRoomFor(1);
            value.readPresentInto(draft.event, draft.idOf(name), in, draft.texts);
        };
    }

    private static Step scores(Schema map) {
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

    private static UndecodableRecordException unfit(Schema.Field field, String wanted) {
        return wrongType("field " + field.name() + " is " + field.schema() + ", not " + wanted);
    }

    private static UndecodableRecordException wrongType(String what) {
        return new UndecodableRecordException(DecodeFailure.WRONG_RECORD_TYPE, what);
    }
}
