package io.tidemark.stream.assess;

import io.tidemark.profile.sketch.FeatureSketch;
import io.tidemark.stream.state.StateWriter;
import io.tidemark.stream.window.WindowKey;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What the state has of one window. It holds no sketches: a window that is gone leaves it behind until the next save deletes the entries, and
 * what the window took is free at once.
 */
final class SavedWindow {
    private final Shelf shelf;
    private final WindowKey key;
    private final Set<String> features = new HashSet<>();
    private boolean header;

    SavedWindow(Shelf shelf, WindowKey key) {
        this.shelf = shelf;
        this.key = key;
    }

    /** Makes the state hold exactly this of the window. */
    void save(byte[] newHeader, Map<String, FeatureSketch> sketches, StateWriter writer) {
        writer.put(shelf.keyOf(key), newHeader);
        header = true;
        features.removeIf(feature -> {
            boolean gone = !sketches.containsKey(feature);
            if (gone) {
                writer.delete(shelf.keyOf(key, feature));
            }
            return gone;
        });
        sketches.forEach((feature, sketch) -> {
            writer.put(shelf.keyOf(key, feature), sketch.toBytes());
            features.add(feature);
        });
    }

    /** Deletes all there is of the window. */
    void delete(StateWriter writer) {
        if (header) {
            writer.delete(shelf.keyOf(key));
        }
        features.forEach(feature -> writer.delete(shelf.keyOf(key, feature)));
    }

    void restoredHeader() {
        header = true;
    }

    void restoredFeature(String feature) {
        features.add(feature);
    }
}
