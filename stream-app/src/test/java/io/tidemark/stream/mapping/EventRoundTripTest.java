package io.tidemark.stream.mapping;

import static io.tidemark.stream.mapping.MappingFixture.event;
import static io.tidemark.stream.mapping.MappingFixture.mapping;
import static io.tidemark.stream.mapping.MappingFixture.onlyEvent;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidemark.schemas.avro.InferenceEvent;
import io.tidemark.schemas.avro.Prediction;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.specific.SpecificRecord;

/** An event that is written as it is, in JSON or Avro, and mapped as it is, comes back as it was. */
class EventRoundTripTest {
    private static final String SPEC = """
            model: m
            source:
              predictions:
                topic: TOPIC
                format: FORMAT
                id: $.inferenceId
                time: $.eventTime
                version: $.modelVersion
                prediction: {label: $.prediction.label, value: $.prediction.value, score: $.prediction.score, scores: $.prediction.scores}
                features: {'*': $.features}
                tags: {'*': $.tags}
                latency: {at: $.latencyMicros, unit: microseconds}
                where: {$.modelId: m}
            """;

    @Property(tries = 300)
    void shouldGiveAnEventBackThatWasWrittenAsJson(@ForAll("events") InferenceEvent event)
            throws JsonProcessingException {
        Map<String, Object> json = new HashMap<>();
        json.put("inferenceId", event.getInferenceId());
        json.put("modelId", event.getModelId());
        json.put("modelVersion", event.getModelVersion());
        json.put("eventTime", event.getEventTime().toEpochMilli());
        json.put("features", event.getFeatures());
        if (event.getPrediction() != null) {
            Map<String, Object> prediction = new HashMap<>();
            prediction.put("label", event.getPrediction().getLabel());
            prediction.put("value", event.getPrediction().getValue());
            prediction.put("score", event.getPrediction().getScore());
            prediction.put("scores", event.getPrediction().getScores());
            json.put("prediction", prediction);
        }
        json.put("tags", event.getTags());
        json.put("latencyMicros", event.getLatencyMicros());

        assertThat(event(mapping(SPEC.replace("FORMAT", "json")), new ObjectMapper().writeValueAsString(json)))
                .isEqualTo(event);
    }

    @Property(tries = 300)
    void shouldGiveAnEventBackThatWasWrittenAsAvro(@ForAll("events") InferenceEvent event) {
        assertThat(onlyEvent(MappingFixture.map(generic(event), SPEC.replace("FORMAT", "avro"))))
                .isEqualTo(event);
    }

    private static GenericRecord generic(InferenceEvent event) {
        GenericRecord record = copy(event);
        record.put("eventTime", event.getEventTime().toEpochMilli());
        record.put("prediction", event.getPrediction() == null ? null : copy(event.getPrediction()));
        return record;
    }

    private static GenericRecord copy(SpecificRecord record) {
        GenericRecord copy = new GenericData.Record(record.getSchema());
        record.getSchema().getFields().forEach(field -> copy.put(field.pos(), record.get(field.pos())));
        return copy;
    }

    @Provide
    @SuppressWarnings("NullAway") // what is not logged is null
    Arbitrary<InferenceEvent> events() {
        Arbitrary<String> texts = Arbitraries.strings().all().ofMinLength(1).ofMaxLength(10);
        Arbitrary<String> names =
                texts.filter(name -> !name.isBlank() && !name.startsWith("$")).filter(EventRoundTripTest::isWellFormed);
        Arbitrary<Double> numbers = Arbitraries.doubles();
        Arbitrary<Object> features = Arbitraries.oneOf(
                numbers.map(Object.class::cast),
                Arbitraries.longs().map(Object.class::cast),
                Arbitraries.of(true, false).map(Object.class::cast),
                names.map(Object.class::cast),
                numbers.list().ofMaxSize(4).map(Object.class::cast));
        Arbitrary<Prediction> predictions = Combinators.combine(
                        names,
                        numbers.injectNull(0.5),
                        numbers.injectNull(0.5),
                        Arbitraries.maps(names, numbers).ofMaxSize(3))
                .as(Prediction::new);
        return Combinators.combine(
                        names,
                        Arbitraries.longs().between(1, 4_000_000_000_000L),
                        Arbitraries.maps(names, features.injectNull(0.1)).ofMaxSize(6),
                        predictions.injectNull(0.3),
                        Arbitraries.maps(names, names).ofMaxSize(3),
                        Arbitraries.longs().between(0, 1L << 50).injectNull(0.3))
                .as((name, timeMs, each, prediction, tags, latency) -> InferenceEvent.newBuilder()
                        .setInferenceId(name)
                        .setModelId("m")
                        .setModelVersion(name)
                        .setEventTime(Instant.ofEpochMilli(timeMs))
                        .setFeatures(each)
                        .setPrediction(prediction)
                        .setTags(tags)
                        .setLatencyMicros(latency)
                        .build());
    }

    /** UTF-8 has no halves of surrogate pairs. */
    private static boolean isWellFormed(String text) {
        return text.codePoints().noneMatch(c -> c >= 0xd800 && c <= 0xdfff);
    }
}
