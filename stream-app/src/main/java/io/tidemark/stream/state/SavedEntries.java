package io.tidemark.stream.state;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** A group of entries that is saved as a whole and whose keys come and go: what is gone is deleted from the store. */
public final class SavedEntries {
    private final Set<String> saved = new HashSet<>();

    /** Tells of an entry that was found in the store. */
    public void restored(String key) {
        saved.add(key);
    }

    /** Makes the store hold exactly {@code entries} of this group. */
    public void save(Map<String, byte[]> entries, StateWriter writer) {
        save(entries, Map.of(), writer);
    }

    /**
     * Makes the store hold exactly {@code entries} and {@code unchanging} of this group.
     *
     * @param unchanging entries whose values are always the same: they are not written again
     */
    public void save(Map<String, byte[]> entries, Map<String, byte[]> unchanging, StateWriter writer) {
        saved.removeIf(key -> {
            boolean gone = !entries.containsKey(key) && !unchanging.containsKey(key);
            if (gone) {
                writer.delete(key);
            }
            return gone;
        });
        entries.forEach((key, value) -> {
            writer.put(key, value);
            saved.add(key);
        });
        unchanging.forEach((key, value) -> {
            if (saved.add(key)) {
                writer.put(key, value);
            }
        });
    }
}
