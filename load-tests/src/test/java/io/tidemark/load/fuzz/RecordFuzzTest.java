package io.tidemark.load.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.tidemark.schemas.avro.BaselineEntry;
import io.tidemark.schemas.avro.DriftEvent;
import io.tidemark.schemas.avro.LabeledExample;
import io.tidemark.schemas.avro.ModelVersion;
import io.tidemark.schemas.avro.MonitorSpec;
import io.tidemark.schemas.avro.PartitionLedger;
import io.tidemark.schemas.avro.RetrainJob;
import io.tidemark.schemas.avro.ServingStatus;
import io.tidemark.schemas.avro.WindowPerformance;
import io.tidemark.schemas.avro.WindowProfile;
import io.tidemark.schemas.serde.RecordReader;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.params.provider.MethodSource;

/** The records of all other topics. The first byte chooses the topic, the rest is the record. */
class RecordFuzzTest {
    private static final List<Class<? extends SpecificRecord>> TYPES = List.of(
            BaselineEntry.class,
            MonitorSpec.class,
            ModelVersion.class,
            RetrainJob.class,
            ServingStatus.class,
            DriftEvent.class,
            WindowProfile.class,
            WindowPerformance.class,
            LabeledExample.class,
            PartitionLedger.class);

    static Stream<byte[]> seeds() {
        return IntStream.range(0, TYPES.size()).mapToObj(type -> {
            byte[] seed = new byte[64];
            seed[0] = (byte) type;
            return seed;
        });
    }

    @MethodSource("seeds")
    @FuzzTest
    void shouldReadOrRefuseRecords(byte[] input) {
        if (input.length == 0) {
            return;
        }
        Class<? extends SpecificRecord> type = TYPES.get((input[0] & 0xff) % TYPES.size());
        byte[] value = FuzzedRecords.value(Arrays.copyOfRange(input, 1, input.length));
        Harmless.run(
                input,
                () -> FuzzedRecords.readOrRefuse(() -> RecordReader.of(
                                type, FuzzedSchema.registryOf(SpecificData.get().getSchema(type)))
                        .read(value)));
    }
}
