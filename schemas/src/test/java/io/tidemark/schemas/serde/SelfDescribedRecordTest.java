package io.tidemark.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tidemark.schemas.avro.GroundTruth;
import io.tidemark.schemas.avro.ServingStatus;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SelfDescribedRecordTest {
    private static final GroundTruth TRUTH = GroundTruth.newBuilder()
            .setInferenceId("f-1")
            .setModelId("flights")
            .setEventTime(Instant.EPOCH)
            .setLabel("late")
            .build();

    @Test
    void shouldReadWhatItWrote() {
        assertThat(SelfDescribedRecord.read(GroundTruth.class, SelfDescribedRecord.write(TRUTH)))
                .isEqualTo(TRUTH);
    }

    @Test
    void shouldRefuseEveryTruncationAndWhatIsLeftOver() {
        byte[] bytes = SelfDescribedRecord.write(TRUTH);
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatExceptionOfType(UndecodableRecordException.class)
                    .isThrownBy(() -> SelfDescribedRecord.read(GroundTruth.class, cut));
        }
        assertThatExceptionOfType(UndecodableRecordException.class)
                .isThrownBy(() -> SelfDescribedRecord.read(GroundTruth.class, Arrays.copyOf(bytes, bytes.length + 1)))
                .withMessageContaining("left over");
    }

    @Test
    void shouldRefuseARecordOfAnotherType() {
        assertThatExceptionOfType(UndecodableRecordException.class)
                .isThrownBy(() -> SelfDescribedRecord.read(ServingStatus.class, SelfDescribedRecord.write(TRUTH)));
    }
}
