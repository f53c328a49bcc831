package io.tidemark.stream.assess;

import io.tidemark.stream.state.StateWriter;
import io.tidemark.stream.window.WindowKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/** The series of one model that have a past worth keeping, in the order of versions and segments. */
final class SeriesByKey {
    private static final Comparator<SeriesKey> IN_ORDER =
            Comparator.comparing(SeriesKey::version).thenComparing(SeriesKey::segment);

    private final SortedMap<SeriesKey, SegmentSeries> byKey = new TreeMap<>(IN_ORDER);
    private final List<SegmentSeries> removed = new ArrayList<>();

    /** The series of a window; a new one where there is none. */
    SegmentSeries of(WindowKey window) {
        return byKey.computeIfAbsent(SeriesKey.of(window), SegmentSeries::new);
    }

    Optional<SegmentSeries> find(SeriesKey key) {
        return Optional.ofNullable(byKey.get(key));
    }

    Collection<SegmentSeries> all() {
        return Collections.unmodifiableCollection(byKey.values());
    }

    /** What it can do without: the past of each series that has rows. */
    List<Holding> holdings() {
        return byKey.values().stream()
                .filter(series -> !series.isEmpty())
                .map(series -> new Holding(series.key().segment(), series.heapBytes(), _ -> series.giveUp()))
                .toList();
    }

    /** About how much heap it takes. */
    long heapBytes() {
        return byKey.values().stream().mapToLong(SegmentSeries::heapBytes).sum();
    }

    void removeIf(Predicate<SegmentSeries> unneeded) {
        byKey.values().removeIf(series -> {
            boolean goes = unneeded.test(series);
            if (goes) {
                removed.add(series);
            }
            return goes;
        });
    }

    void save(StateWriter writer) {
        removed.forEach(series -> series.delete(writer));
        removed.clear();
        byKey.values().forEach(series -> series.save(writer));
    }

    void restore(String key, byte[] value) {
        String rest = key.substring(2);
        switch (key.substring(0, 2)) {
            case AssessorState.KEPT_PANE -> {
                WindowKey pane = WindowKey.fromText(rest);
                of(pane).restorePane(pane, value);
            }
            case AssessorState.KEPT_PANE_FEATURE ->
                of(windowOf(rest)).restorePaneFeature(windowOf(rest), featureOf(rest), value);
            case AssessorState.ROLLUP -> {
                WindowKey rollup = WindowKey.fromText(rest);
                of(rollup).rollups().restoreRollup(rollup, value);
            }
            case AssessorState.ROLLUP_FEATURE ->
                of(windowOf(rest)).rollups().restoreFeature(windowOf(rest), featureOf(rest), value);
            default -> {
                SeriesKey series = SeriesKey.fromText(rest);
                byKey.computeIfAbsent(series, SegmentSeries::new).restoreHeader(value);
            }
        }
    }

    private static WindowKey windowOf(String featureKey) {
        return WindowKey.fromText(featureKey.substring(0, featureKey.lastIndexOf('/')));
    }

    private static String featureOf(String featureKey) {
        return WindowKey.unescape(featureKey.substring(featureKey.lastIndexOf('/') + 1));
    }
}
