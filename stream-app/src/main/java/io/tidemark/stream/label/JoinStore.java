package io.tidemark.stream.label;

import java.util.Optional;

/**
 * Predictions and labels by model and inference id. Entries are kept as safe as the records that are read, for a time that the owner
 * chooses, and then disappear by themselves: nothing may rely on one being gone.
 */
public interface JoinStore {
    Optional<byte[]> prediction(String key);

    void putPrediction(String key, byte[] value);

    Optional<byte[]> label(String key);

    void putLabel(String key, byte[] value);
}
