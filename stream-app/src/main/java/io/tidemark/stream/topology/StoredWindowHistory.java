package io.tidemark.stream.topology;

import io.tidemark.profile.sketch.FeatureSketch;
import io.tidemark.stream.assess.EarlierWindow;
import io.tidemark.stream.assess.WindowHistory;
import io.tidemark.stream.state.BinaryIn;
import io.tidemark.stream.state.BinaryOut;
import io.tidemark.stream.state.StateFormatException;
import io.tidemark.stream.window.WindowKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * A history in a logged store: an entry per window, and one per feature of it.
 *
 * <p>Keys are model, version, segment and resolution, then end and start in as many digits as a long has, so that the windows of a
 * series lie in the order of their ends.
 */
final class StoredWindowHistory implements WindowHistory {
    static final String STORE = "window-history";

    private static final int VERSION = 1;
    /** The character after the slash: an end of ranges of all that begins with what stands before a slash. */
    private static final String AFTER_SLASH = "0";

    private final KeyValueStore<String, byte[]> store;

    StoredWindowHistory(KeyValueStore<String, byte[]> store) {
        this.store = store;
    }

    static StoreBuilder<KeyValueStore<String, byte[]>> builder() {
        return Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(STORE), Serdes.String(), Serdes.ByteArray())
                .withCachingDisabled();
    }

    @Override
    public void put(EarlierWindow window) {
        String key = keyOf(window.key(), window.resolution());
        store.put(key, new BinaryOut(VERSION).writeLong(window.rows()).toBytes());
        window.features()
                .forEach((feature, sketch) -> store.put(key + "/" + WindowKey.escape(feature), sketch.toBytes()));
    }

    @Override
    public Optional<EarlierWindow> at(WindowKey key, String resolution) {
        String header = keyOf(key, resolution);
        byte[] value = store.get(header);
        if (value == null) {
            return Optional.empty();
        }
        SortedMap<String, FeatureSketch> features = new TreeMap<>();
        try (KeyValueIterator<String, byte[]> entries = store.range(header + "/", header + AFTER_SLASH)) {
            while (entries.hasNext()) {
                KeyValue<String, byte[]> entry = entries.next();
                features.put(
                        WindowKey.unescape(entry.key.substring(header.length() + 1)),
                        FeatureSketch.fromBytes(entry.value));
            }
        }
        long rows = new BinaryIn("the earlier window " + header, value, VERSION).readLong();
        return Optional.of(new EarlierWindow(key, resolution, rows, features));
    }

    @Override
    public Optional<EarlierWindow> lastBefore(WindowKey key, String resolution, long notBeforeMs) {
        String series = seriesOf(key, resolution);
        String from = series + "/" + digits(notBeforeMs);
        String to = series + "/" + digits(key.startMs()) + AFTER_SLASH;
        try (KeyValueIterator<String, byte[]> entries = store.reverseRange(from, to)) {
            return entries.hasNext() ? at(windowOf(entries.next().key), resolution) : Optional.empty();
        }
    }

    @Override
    public void expire(String model, long endMs) {
        List<String> expired = new ArrayList<>();
        String prefix = WindowKey.escape(model);
        try (KeyValueIterator<String, byte[]> entries = store.range(prefix + "/", prefix + AFTER_SLASH)) {
            while (entries.hasNext()) {
                String key = entries.next().key;
                if (windowOf(key).endMs() < endMs) {
                    expired.add(key);
                }
            }
        }
        expired.forEach(store::delete);
    }

    private static String keyOf(WindowKey window, String resolution) {
        return seriesOf(window, resolution) + "/" + digits(window.endMs()) + "/" + digits(window.startMs());
    }

    private static String seriesOf(WindowKey window, String resolution) {
        return WindowKey.escape(window.model()) + "/" + WindowKey.escape(window.version()) + "/"
                + WindowKey.escape(window.segment()) + "/" + WindowKey.escape(resolution);
    }

    /** Times are after 1970; a negative one could only be the bound of a range. */
    private static String digits(long timeMs) {
        return "%019d".formatted(Math.max(0, timeMs));
    }

    /** The window of an entry, its own or one of its features'. */
    private static WindowKey windowOf(String key) {
        String[] parts = key.split("/", -1);
        if (parts.length < 6) {
            throw new StateFormatException("'" + key + "' is no key of an earlier window");
        }
        return new WindowKey(
                WindowKey.unescape(parts[0]),
                WindowKey.unescape(parts[1]),
                WindowKey.unescape(parts[2]),
                Long.parseLong(parts[5]),
                Long.parseLong(parts[4]));
    }
}
