package io.tidemark.stream.assess;

import io.tidemark.stream.state.SavedEntries;
import io.tidemark.stream.state.StateWriter;
import io.tidemark.stream.window.HeapUse;
import io.tidemark.stream.window.ProfileMessage.FeaturePart;
import io.tidemark.stream.window.ProfileMessage.WindowPart;
import io.tidemark.stream.window.WindowKey;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The parts of one model's windows whose features are still coming, at most one per partition.
 *
 * <p>Messages of several partitions interleave, so a window may be judged while a part of it is on its way. A part that
 * counted before it is complete would show features as missing that are only late.
 */
final class PendingParts {
    private final String keyPrefix;
    private final Map<Integer, PendingPart> byPartition = new HashMap<>();
    private final SavedEntries saved = new SavedEntries();
    private final HeapUse heap;

    /** @param heap gets what they take */
    PendingParts(String model, HeapUse heap) {
        this.heap = heap;
        this.keyPrefix = AssessorState.PENDING + WindowKey.escape(model) + "/";
    }

    /** Begins a part; answers it if it has no features to wait for. */
    Optional<PendingPart> begin(WindowPart header) {
        put(header.partition(), new PendingPart(header));
        return takeIfComplete(header.partition());
    }

    /**
     * Adds a feature; answers the part if this was the last.
     *
     * @throws UnknownWindowException if the part is not begun; then nothing has changed
     */
    Optional<PendingPart> add(FeaturePart feature) {
        PendingPart part = byPartition.get(feature.partition());
        if (part == null || !part.window().equals(feature.window())) {
            throw new UnknownWindowException("feature " + feature.feature() + " of " + feature.window()
                    + " came from partition " + feature.partition() + " without its window");
        }
        add(part, feature.feature(), feature.sketch());
        return takeIfComplete(feature.partition());
    }

    private void put(int partition, PendingPart part) {
        PendingPart replaced = byPartition.put(partition, part);
        heap.add(part.heapBytes() - (replaced == null ? 0 : replaced.heapBytes()));
    }

    private void add(PendingPart part, String feature, byte[] sketch) {
        long before = part.heapBytes();
        part.add(feature, sketch);
        heap.add(part.heapBytes() - before);
    }

    private Optional<PendingPart> takeIfComplete(int partition) {
        PendingPart part = byPartition.get(partition);
        if (part == null || !part.isComplete()) {
            return Optional.empty();
        }
        byPartition.remove(partition);
        heap.add(-part.heapBytes());
        return Optional.of(part);
    }

    void save(StateWriter writer) {
        Map<String, byte[]> entries = new HashMap<>();
        byPartition.forEach((partition, part) -> {
            entries.put(keyPrefix + partition, part.headerToBytes());
            part.features()
                    .forEach((feature, sketch) ->
                            entries.put(keyPrefix + partition + "/" + WindowKey.escape(feature), sketch));
        });
        saved.save(entries, writer);
    }

    void restore(String key, byte[] value) {
        saved.restored(key);
        String rest = key.substring(keyPrefix.length());
        int slash = rest.indexOf('/');
        if (slash < 0) {
            put(Integer.parseInt(rest), PendingPart.restoreHeader(value));
            return;
        }
        PendingPart part = byPartition.get(Integer.parseInt(rest.substring(0, slash)));
        if (part != null) {
            add(part, WindowKey.unescape(rest.substring(slash + 1)), value);
        }
    }
}
