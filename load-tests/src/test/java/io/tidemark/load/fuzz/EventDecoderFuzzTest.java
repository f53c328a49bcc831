package io.tidemark.load.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.tidemark.schemas.avro.InferenceEvent;
import io.tidemark.schemas.registry.SchemaRegistry;
import io.tidemark.stream.decode.DecoderLimits;
import io.tidemark.stream.decode.InferenceEventDecoder;
import io.tidemark.stream.decode.LoggedPredictionDecoder;
import io.tidemark.stream.event.EventBuffer;
import io.tidemark.stream.event.NameDictionary;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.junit.jupiter.params.provider.MethodSource;

/** Inference logs of any schema. The first byte chooses between Tidemark's own and one that the next bytes decide upon. */
class EventDecoderFuzzTest {
    private static final List<String> FIELDS = List.of(
            "inferenceId", "modelId", "modelVersion", "eventTime", "features", "prediction", "tags", "latencyMicros");
    private static final DecoderLimits LIMITS = DecoderLimits.ofFeatures(50).withArrays(100);

    static Stream<byte[]> seeds() {
        return FuzzedRecords.seeds(InferenceEvent.class, FuzzedRecords.event(), FIELDS.size());
    }

    @MethodSource("seeds")
    @FuzzTest
    void shouldReadOrRefuseEvents(byte[] input) {
        Harmless.run(input, () -> {
            FuzzedRecords.Written written = FuzzedRecords.of(input, InferenceEvent.getClassSchema(), FIELDS);
            Schema schema = written.schema();
            SchemaRegistry registry = FuzzedSchema.registryOf(schema);
            FuzzedRecords.readOrRefuse(() -> new InferenceEventDecoder(registry, new NameDictionary(200), LIMITS)
                    .decode(written.value(), new EventBuffer()));
            FuzzedRecords.readOrRefuse(
                    () -> new LoggedPredictionDecoder(registry, LIMITS.maxArrayLength()).decode(written.value()));
        });
    }
}
