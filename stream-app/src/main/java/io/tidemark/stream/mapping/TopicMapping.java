package io.tidemark.stream.mapping;

import io.tidemark.schemas.avro.GroundTruth;
import io.tidemark.schemas.avro.InferenceEvent;
import io.tidemark.schemas.registry.RegistryUnavailableException;
import io.tidemark.schemas.serde.UndecodableRecordException;
import io.tidemark.stream.mapping.Field.Fields;
import io.tidemark.stream.mapping.Field.Missing;
import io.tidemark.stream.mapping.Field.Numbers;
import io.tidemark.stream.mapping.Field.Other;
import io.tidemark.stream.spec.MonitorSpec;
import io.tidemark.stream.spec.Source.Format;
import io.tidemark.stream.spec.Source.Predictions;
import io.tidemark.stream.spec.Source.Records;
import io.tidemark.stream.spec.Source.Truths;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * What is made of the records of one topic, by the specs of all models that read it. A function of the record; safe for use by several threads.
 */
public final class TopicMapping {
    private final List<Reading<InferenceEvent>> predictions = new ArrayList<>();
    private final List<Reading<GroundTruth>> truths = new ArrayList<>();
    private final AvroRecords avro;

    private TopicMapping(AvroRecords avro) {
        this.avro = avro;
    }

    /** One thing that is made of the records of the topic. */
    private record Reading<T>(String model, Records records, RecordMapper<T> mapper) {}

    /** Reads the value of an Avro record by the schema that it was written with. */
    @FunctionalInterface
    public interface AvroRecords {
        /**
         * The record in a value.
         *
         * @throws UndecodableRecordException if it holds none
         * @throws RegistryUnavailableException if its schema can't be had now
         */
        org.apache.avro.generic.GenericRecord read(byte[] value);
    }

    /** The mappings of all topics that these specs name. */
    public static Map<String, TopicMapping> of(Iterable<MonitorSpec> specs, AvroRecords avro, MappingLimits limits) {
        SequencedMap<String, TopicMapping> byTopic = new LinkedHashMap<>();
        for (MonitorSpec spec : specs) {
            spec.source().ifPresent(source -> {
                source.predictions()
                        .ifPresent(
                                each -> on(byTopic, each.records(), avro).addPredictions(spec.model(), each, limits));
                source.truths()
                        .ifPresent(each -> on(byTopic, each.records(), avro).addTruths(spec.model(), each));
            });
        }
        return byTopic;
    }

    private static TopicMapping on(Map<String, TopicMapping> byTopic, Records records, AvroRecords avro) {
        return byTopic.computeIfAbsent(records.topic(), _ -> new TopicMapping(avro));
    }

    private void addPredictions(String model, Predictions source, MappingLimits limits) {
        predictions.add(new Reading<>(model, source.records(), new PredictionMapper(model, source, limits)));
    }

    private void addTruths(String model, Truths source) {
        truths.add(new Reading<>(model, source.records(), new TruthMapper(model, source)));
    }

    /**
     * What a record comes to.
     *
     * @throws RegistryUnavailableException if its schema can't be had now; nothing is decided about it
     */
    public MappedRecord map(SourceRecord record) {
        return record.value() == null
                ? MappedRecord.NOT_MEANT
                : new Attempt(record.value(), record.timestampMs()).map();
    }

    /** The mapping of one record, which is decoded once for each format. */
    private final class Attempt {
        private final byte[] value;
        private final long timestampMs;
        /** Empty where the bytes can't be read so, which is told once and not for each model. */
        private final Map<Format, Optional<Values>> decoded = new EnumMap<>(Format.class);

        private final List<String> problems = new ArrayList<>();
        private Optional<IngestOutcome> refused = Optional.empty();

        Attempt(byte[] value, long timestampMs) {
            this.value = value;
            this.timestampMs = timestampMs;
        }

        MappedRecord map() {
            List<InferenceEvent> events = map(predictions);
            List<GroundTruth> known = map(truths);
            IngestOutcome made = events.isEmpty() && known.isEmpty() ? IngestOutcome.NOT_MEANT : IngestOutcome.MAPPED;
            return new MappedRecord(events, known, refused.orElse(made), String.join("; ", problems));
        }

        private <T> List<T> map(List<Reading<T>> readings) {
            List<T> made = new ArrayList<>();
            for (Reading<T> reading : readings) {
                decoded(reading.records().format())
                        .filter(values -> isMeant(reading.records(), values))
                        .ifPresent(values -> {
                            try {
                                made.add(reading.mapper().map(values, timestampMs));
                            } catch (UnmappableException e) {
                                refuse("model '" + Values.shortened(reading.model()) + "': ", e);
                            }
                        });
            }
            return made;
        }

        private Optional<Values> decoded(Format format) {
            Optional<Values> values = decoded.get(format);
            if (values == null) {
                values = decode(format);
                decoded.put(format, values);
            }
            return values;
        }

        private Optional<Values> decode(Format format) {
            try {
                return Optional.of(new Values(
                        switch (format) {
                            case JSON -> JsonFields.read(value);
                            case AVRO -> AvroFields.of(avro.read(value));
                        }));
            } catch (UnmappableException e) {
                refuse("", e);
            } catch (UndecodableRecordException e) {
                refuse("", new UnmappableException(IngestOutcome.of(e.failure()), e.detail()));
            }
            return Optional.empty();
        }

        /** The first problem says why it is refused. */
        private void refuse(String model, UnmappableException problem) {
            refused = refused.or(() -> Optional.of(problem.outcome()));
            problems.add(model + problem.getMessage());
        }
    }

    private static boolean isMeant(Records records, Values values) {
        return records.where().entrySet().stream().allMatch(condition -> switch (values.at(condition.getKey())) {
            case Missing _, Numbers _, Other _, Fields _ -> false;
            case Field field ->
                Values.text(condition.getKey(), field)
                        .filter(condition.getValue()::contains)
                        .isPresent();
        });
    }
}
