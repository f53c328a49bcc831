package io.tidemark.stream.label;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MemoryJoinStoreTest {
    private final MemoryJoinStore store = new MemoryJoinStore();

    @Test
    void shouldForgetWhatIsTwoAgesOld() {
        store.putPrediction("a", new byte[] {1});
        store.putLabel("a", new byte[] {2});

        store.age();
        assertThat(store.prediction("a")).hasValue(new byte[] {1});
        assertThat(store.label("a")).hasValue(new byte[] {2});

        store.age();
        assertThat(store.prediction("a")).isEmpty();
        assertThat(store.label("a")).isEmpty();
    }

    @Test
    void shouldKeepTheNewestAndWhatWasPutAgain() {
        store.putLabel("a", new byte[] {1});
        store.age();
        store.putLabel("a", new byte[] {2});
        assertThat(store.label("a")).hasValue(new byte[] {2});

        store.age();
        assertThat(store.label("a")).hasValue(new byte[] {2});
    }
}
