package io.tidemark.profile.sketch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tidemark.profile.format.DocumentReader;
import io.tidemark.profile.format.DocumentType;
import io.tidemark.profile.format.DocumentWriter;
import io.tidemark.profile.format.ProfileFormatException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.datasketches.hll.HllSketch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HllBytesTest {
    private static final DocumentType TYPE = new DocumentType("TEST", 1);

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 100, 5000, 300_000})
    void shouldReadWhatDataSketchesWrites(int distinct) {
        HllSketch sketch = sketchOf(distinct);

        assertThat(read(sketch.toCompactByteArray()).getEstimate()).isEqualTo(sketch.getEstimate());
        assertThat(read(sketch.toUpdatableByteArray()).getEstimate()).isEqualTo(sketch.getEstimate());
    }

    /** By itself DataSketches allocates 2 GB for the second. */
    @ParameterizedTest
    @CsvSource({"100, 8", "300000, 36"})
    void shouldNotAllocateWhatASizeNames(int distinct, int at) {
        byte[] bytes = sketchOf(distinct).toCompactByteArray();
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(at, 1 << 29);

        assertThatExceptionOfType(ProfileFormatException.class)
                .isThrownBy(() -> read(bytes))
                .withMessageContaining("has 536870912 entries");
    }

    @Test
    void shouldNotAllocateWhatALogarithmNames() {
        byte[] bytes = sketchOf(100).toUpdatableByteArray();
        bytes[4] = 29;

        assertThatExceptionOfType(ProfileFormatException.class)
                .isThrownBy(() -> read(bytes))
                .withMessageContaining("a table of 2^29");
    }

    @Test
    void shouldRefuseOtherSizes() {
        assertThatExceptionOfType(ProfileFormatException.class)
                .isThrownBy(() -> read(new HllSketch(11).toCompactByteArray()))
                .withMessageContaining("has not 2^12 registers");
    }

    private static HllSketch sketchOf(int distinct) {
        HllSketch sketch = new HllSketch(12);
        for (int i = 0; i < distinct; i++) {
            sketch.update("c" + i);
        }
        return sketch;
    }

    private static HllSketch read(byte[] bytes) {
        byte[] document = new DocumentWriter(TYPE).writeBytes(bytes).toBytes();
        return HllBytes.read(new DocumentReader(document, TYPE), 12);
    }
}
