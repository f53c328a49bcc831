package io.tidemark.stream.view;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The last record of each key of a compacted topic. Beyond so many keys, or so many bytes, those that were written longest ago are forgotten. Safe for
 * use by several threads.
 *
 * @param <V> what is written, and not changed by those who read it here
 */
public final class LatestRecords<V> {
    private final int most;
    private final long mostBytes;
    private final SequencedMap<String, V> records = new LinkedHashMap<>();
    private long bytes;
    private long forgotten;

    /**
     * @param most keys that are kept
     * @param mostBytes that they and their records may take, by estimate; the last one is kept however large it is
     */
    LatestRecords(int most, long mostBytes) {
        this.most = most;
        this.mostBytes = mostBytes;
    }

    /** @param value null where the key was removed */
    synchronized void put(String key, @Nullable V value) {
        V before = records.remove(key);
        if (before != null) {
            bytes -= HeapBytes.ofEntry(key, before);
        }
        if (value == null) {
            return;
        }
        records.put(key, value);
        bytes += HeapBytes.ofEntry(key, value);
        while (records.size() > most || (bytes > mostBytes && records.size() > 1)) {
            Map.Entry<String, V> longestAgo = records.pollFirstEntry();
            bytes -= HeapBytes.ofEntry(longestAgo.getKey(), longestAgo.getValue());
            forgotten++;
        }
    }

    public synchronized Optional<V> find(String key) {
        return Optional.ofNullable(records.get(key));
    }

    /** Those that fit, in the order in which they were last written. */
    public synchronized List<V> all(Predicate<V> fits) {
        return records.values().stream().filter(fits).toList();
    }

    public List<V> all() {
        return all(_ -> true);
    }

    /** How many keys were forgotten. */
    public synchronized long forgotten() {
        return forgotten;
    }
}
