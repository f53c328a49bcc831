package io.tidemark.stream.state;

import java.util.Set;
import java.util.TreeMap;

/** A store in memory, to restart from. */
public final class MemoryStateWriter implements StateWriter {
    private final TreeMap<String, byte[]> entries = new TreeMap<>();

    @Override
    public void put(String key, byte[] value) {
        entries.put(key, value);
    }

    @Override
    public void delete(String key) {
        entries.remove(key);
    }

    public void restoreInto(LiveState state) {
        entries.forEach(state::restore);
    }

    public Set<String> keys() {
        return Set.copyOf(entries.keySet());
    }

    public int size() {
        return entries.size();
    }
}
