package io.tidemark.stream.view;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The last record of each key of a compacted topic. Beyond so many keys those that were written longest ago are forgotten. Safe for use by several
 * threads.
 *
 * @param <V> what is written, and not changed by those who read it here
 */
public final class LatestRecords<V> {
    private final int most;
    private final SequencedMap<String, V> records = new LinkedHashMap<>();
    private long forgotten;

    /** @param most keys that are kept */
    LatestRecords(int most) {
        this.most = most;
    }

    /** @param value null where the key was removed */
    synchronized void put(String key, @Nullable V value) {
        records.remove(key);
        if (value == null) {
            return;
        }
        records.put(key, value);
        if (records.size() > most) {
            records.pollFirstEntry();
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
