package io.tidemark.load.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.tidemark.schemas.avro.GroundTruth;
import io.tidemark.stream.decode.LoggedTruthDecoder;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Ground truth of any schema. */
class TruthDecoderFuzzTest {
    private static final List<String> FIELDS = List.of("inferenceId", "modelId", "eventTime", "label", "value");

    static Stream<byte[]> seeds() {
        return FuzzedRecords.seeds(GroundTruth.class, FuzzedRecords.truth(), FIELDS.size());
    }

    @MethodSource("seeds")
    @FuzzTest
    void shouldReadOrRefuseGroundTruth(byte[] input) {
        Harmless.run(input, () -> {
            FuzzedRecords.Written written = FuzzedRecords.of(input, GroundTruth.getClassSchema(), FIELDS);
            FuzzedRecords.readOrRefuse(
                    () -> new LoggedTruthDecoder(FuzzedSchema.registryOf(written.schema())).decode(written.value()));
        });
    }
}
