package io.tidemark.stream.label;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A store on the heap, for a file that is run through once. */
public final class MemoryJoinStore implements JoinStore {
    private final Map<String, byte[]> predictions = new HashMap<>();
    private final Map<String, byte[]> labels = new HashMap<>();

    @Override
    public Optional<byte[]> prediction(String key) {
        return Optional.ofNullable(predictions.get(key));
    }

    @Override
    public void putPrediction(String key, byte[] value) {
        predictions.put(key, value);
    }

    @Override
    public Optional<byte[]> label(String key) {
        return Optional.ofNullable(labels.get(key));
    }

    @Override
    public void putLabel(String key, byte[] value) {
        labels.put(key, value);
    }
}
