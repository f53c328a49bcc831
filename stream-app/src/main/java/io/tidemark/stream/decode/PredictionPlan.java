package io.tidemark.stream.decode;

import io.tidemark.schemas.serde.UndecodableRecordException;
import io.tidemark.stream.decode.RecordPlan.Step;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.avro.Schema;
import org.apache.avro.io.Encoder;

/**
 * How to read the inference logs of one writer schema for the join with labels. Fields are known by their names alone, as in
 * {@link ReaderPlan}; unlike there, features are not looked into but copied, arrays included, into what is trained on later.
 */
final class PredictionPlan {
    private PredictionPlan() {}

    /**
     * The plan for a writer schema.
     *
     * @throws UndecodableRecordException if labels can't be joined to its records
     */
    static RecordPlan<PredictionDraft> of(Schema schema) {
        RecordPlan.require(
                schema,
                List.of("inferenceId", "modelId", "modelVersion", "eventTime", "prediction"),
                "without it no label can be joined");
        return RecordPlan.of(schema, PredictionPlan::step);
    }

    private static Step<PredictionDraft> step(Schema.Field field) {
        return switch (field.name()) {
            case "inferenceId" -> {
                ValueReader text = RecordPlan.values(field, "text");
                yield (in, draft) -> draft.inferenceId = text.readText(in, draft.ids);
            }
            case "modelId" -> {
                ValueReader text = RecordPlan.values(field, "text");
                yield (in, draft) -> draft.model = text.readText(in, draft.texts);
            }
            case "modelVersion" -> {
                ValueReader text = RecordPlan.values(field, "text");
                yield (in, draft) -> draft.version = text.readText(in, draft.texts);
            }
            case "eventTime" -> {
                TimeReader time = RecordPlan.time(field);
                yield (in, draft) -> draft.eventTimeMs = time.read(in);
            }
            case "features" -> RecordPlan.optional(field, Schema.Type.MAP, PredictionPlan::features);
            case "tags" -> RecordPlan.optional(field, Schema.Type.MAP, PredictionPlan::tags);
            case "prediction" -> RecordPlan.optional(field, Schema.Type.RECORD, PredictionPlan::prediction);
            case "latencyMicros" -> {
                ValueReader number = ValueReader.of(field.schema());
                yield (in, draft) -> {
                    double micros = number.readNumber(in).orElse(-1);
                    draft.latencyMicros = micros >= 0 ? OptionalLong.of((long) micros) : OptionalLong.empty();
                };
            }
            default -> RecordPlan.skip(field.schema());
        };
    }

    private static Step<PredictionDraft> features(Schema map) {
        FeatureCopier copier = new FeatureCopier(map.getValueType());
        return (in, draft) -> {
            Encoder out = draft.features();
            try {
                out.writeMapStart();
                for (int count = in.readBlockCount(); count > 0; count = in.readBlockCount()) {
                    out.setItemCount(count);
                    copier.copy(in, count, out, draft.maxArrayLength);
                }
                out.writeMapEnd();
            } catch (IOException e) {
                throw new UncheckedIOException("a byte array refused a write", e);
            }
        };
    }

    private static Step<PredictionDraft> tags(Schema map) {
        ValueReader value = ValueReader.of(map.getValueType());
        return (in, draft) -> {
            for (int count = in.readBlockCount(); count > 0; count = in.readBlockCount()) {
                for (int i = 0; i < count; i++) {
                    String name = draft.texts.read(in);
                    String text = value.readText(in, draft.texts);
                    if (text != null) {
                        draft.addTag(name, text);
                    }
                }
            }
        };
    }

    private static Step<PredictionDraft> prediction(Schema prediction) {
        List<Step<PredictionDraft>> parts = new ArrayList<>();
        parts.add((in, draft) -> draft.hasPrediction());
        for (Schema.Field field : prediction.getFields()) {
            parts.add(
                    switch (field.name()) {
                        case "label" -> {
                            ValueReader text = RecordPlan.values(field, "text");
                            yield (in, draft) -> draft.label = Optional.ofNullable(text.readText(in, draft.texts));
                        }
                        case "value" -> {
                            ValueReader number = RecordPlan.values(field, "a number");
                            yield (in, draft) -> draft.value = number.readNumber(in);
                        }
                        case "score" -> {
                            ValueReader number = RecordPlan.values(field, "a number");
                            yield (in, draft) -> draft.score = number.readNumber(in);
                        }
                        case "scores" -> RecordPlan.optional(field, Schema.Type.MAP, PredictionPlan::scores);
                        default -> RecordPlan.skip(field.schema());
                    });
        }
        return new RecordPlan<>(parts)::read;
    }

    private static Step<PredictionDraft> scores(Schema map) {
        ValueReader value = ValueReader.of(map.getValueType());
        return (in, draft) -> {
            for (int count = in.readBlockCount(); count > 0; count = in.readBlockCount()) {
                for (int i = 0; i < count; i++) {
                    String name = draft.texts.read(in);
                    value.readNumber(in).ifPresent(score -> draft.addScore(name, score));
                }
            }
        };
    }
}
