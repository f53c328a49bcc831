package io.tidemark.stream.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.stream.control.ControlPlane;
import io.tidemark.stream.event.NameDictionary;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What events take that have not been sketched yet. */
class RowBatchTest {
    private static final int LONG = 300_000;

    private final Events events = new Events(new NameDictionary(100));
    private final ProfilerHeap heap = new ProfilerHeap(64 << 20, new ControlPlane(), List.of());
    private final RowBatch batch = new RowBatch(heap.ofModel("m"));

    private void append(Object value) {
        batch.append(events.event("m", "v1", 1, Map.of("x", value)));
    }

    @Test
    void shouldCountTextsThatWait() {
        append(1);
        long ofNumbers = heap.bytes();
        append("a");
        long ofTexts = heap.bytes();
        assertThat(ofTexts - ofNumbers)
                .as("a reference for each row")
                .isGreaterThanOrEqualTo(RowBatch.CAPACITY * Integer.BYTES);

        append("b".repeat(LONG));
        append("c".repeat(LONG));
        assertThat(heap.bytes() - ofTexts).isGreaterThanOrEqualTo(2 * LONG);

        batch.flush();
        assertThat(heap.bytes()).isEqualTo(ofTexts - 1);
        batch.release();
        assertThat(heap.bytes()).isZero();
    }

    @Test
    void shouldBeFullOfAMegabyteOfTexts() {
        for (int i = 0; i < 4; i++) {
            append("x".repeat(LONG));
            assertThat(batch.isFull()).isEqualTo((i + 1) * LONG > 1 << 20);
        }
        batch.flush();
        assertThat(batch.isFull()).isFalse();
    }

    @Test
    void shouldBeFullOfSoManyRows() {
        for (int i = 0; i < RowBatch.CAPACITY; i++) {
            assertThat(batch.isFull()).isFalse();
            append(i);
        }
        assertThat(batch.isFull()).isTrue();
    }
}
