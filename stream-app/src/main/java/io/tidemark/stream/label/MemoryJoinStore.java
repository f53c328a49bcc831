package io.tidemark.stream.label;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A store on the heap, for a file that is run through once. It keeps all, or what its owner does not let it {@linkplain #age() forget}. */
public final class MemoryJoinStore implements JoinStore {
    private Generation current = new Generation();
    private Generation previous = new Generation();

    private static final class Generation {
        private final Map<String, byte[]> predictions = new HashMap<>();
        private final Map<String, byte[]> labels = new HashMap<>();
    }

    /** Forgets what was put before the last call and not again since. */
    public void age() {
        previous = current;
        current = new Generation();
    }

    @Override
    public Optional<byte[]> prediction(String key) {
        return newest(current.predictions, previous.predictions, key);
    }

    @Override
    public void putPrediction(String key, byte[] value) {
        current.predictions.put(key, value);
    }

    @Override
    public Optional<byte[]> label(String key) {
        return newest(current.labels, previous.labels, key);
    }

    @Override
    public void putLabel(String key, byte[] value) {
        current.labels.put(key, value);
    }

    private static Optional<byte[]> newest(Map<String, byte[]> newer, Map<String, byte[]> older, String key) {
        return Optional.ofNullable(newer.get(key)).or(() -> Optional.ofNullable(older.get(key)));
    }
}
