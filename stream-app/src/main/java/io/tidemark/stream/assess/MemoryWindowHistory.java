package io.tidemark.stream.assess;

import io.tidemark.stream.window.WindowKey;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** A history on the heap, for runs that end with the process. */
public final class MemoryWindowHistory implements WindowHistory {
    private final Map<Key, NavigableMap<Span, EarlierWindow>> windows = new HashMap<>();

    private record Key(SeriesKey series, String resolution) {
        static Key of(WindowKey window, String resolution) {
            return new Key(SeriesKey.of(window), resolution);
        }
    }

    @Override
    public void put(EarlierWindow window) {
        windows.computeIfAbsent(Key.of(window.key(), window.resolution()), _ -> new TreeMap<>())
                .put(Span.of(window.key()), window);
    }

    @Override
    public Optional<EarlierWindow> at(WindowKey key, String resolution) {
        return Optional.ofNullable(of(key, resolution).get(Span.of(key)));
    }

    @Override
    public Optional<EarlierWindow> lastBefore(WindowKey key, String resolution, long notBeforeMs) {
        return Optional.ofNullable(of(key, resolution).floorEntry(new Span(Long.MAX_VALUE, key.startMs())))
                .map(Map.Entry::getValue)
                .filter(window -> window.key().endMs() >= notBeforeMs);
    }

    private NavigableMap<Span, EarlierWindow> of(WindowKey key, String resolution) {
        return windows.getOrDefault(Key.of(key, resolution), Collections.emptyNavigableMap());
    }

    @Override
    public void expire(String model, long endMs) {
        windows.forEach((key, bySpan) -> {
            if (key.series().model().equals(model)) {
                bySpan.headMap(new Span(Long.MIN_VALUE, endMs)).clear();
            }
        });
        windows.values().removeIf(Map::isEmpty);
    }
}
