package io.tidemark.stream.label;

import java.util.List;
import java.util.Optional;

/** The predictions and labels of one model in the store. */
final class JoinEntries {
    private final String model;
    private final JoinStore store;

    JoinEntries(String model, JoinStore store) {
        this.model = model;
        this.store = store;
    }

    /** The predictions of an inference id, one for each version that answered it. */
    List<KeptPrediction> predictions(String id) {
        return store.prediction(keyOf(id)).map(KeptPrediction::fromBytes).orElse(List.of());
    }

    void put(String id, List<KeptPrediction> versions) {
        store.putPrediction(keyOf(id), KeptPrediction.toBytes(versions));
    }

    Optional<Label> label(String id) {
        return store.label(keyOf(id)).map(Label::fromBytes);
    }

    void put(String id, Label label) {
        store.putLabel(keyOf(id), label.toBytes());
    }

    /** Ids may be any text, and a name may end as an id begins. */
    private String keyOf(String id) {
        return model.length() + ":" + model + id;
    }
}
