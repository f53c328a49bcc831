package io.tidemark.stream.performance;

import io.tidemark.profile.performance.Calibration;
import io.tidemark.profile.performance.PerformanceProfile;
import io.tidemark.stream.control.Monitors;
import io.tidemark.stream.control.PerformanceReference;
import io.tidemark.stream.spec.MonitorSpec;
import io.tidemark.stream.state.StateWriter;
import io.tidemark.stream.window.WindowKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What each series of one model is compared with: what was published with its baseline, or what was learned from its first labels.
 *
 * <p>Series come and go with versions and segments. Of more than there is room for, those without windows for the longest time are forgotten; one
 * that comes back learns anew.
 */
final class References {
    static final String STATE = "f/";

    /** With all segments that the spec allows. */
    private static final int MOST_VERSIONS = 8;

    private final String model;
    private final Monitors monitors;
    private final Map<Series, SeriesReference> bySeries = new HashMap<>();
    private final Set<Series> dirty = new HashSet<>();
    private final List<SeriesReference> gone = new ArrayList<>();

    References(String model, Monitors monitors) {
        this.model = model;
        this.monitors = monitors;
    }

    /** @param atMs event time: what had not been learned by then does not count */
    Optional<PerformanceReference> of(Series series, long atMs) {
        return monitors.performance(model, series.version(), series.segment())
                .or(() -> Optional.ofNullable(bySeries.get(series)).flatMap(known -> known.learnedBy(atMs)));
    }

    /** What scores of a series mean at a time, as far as is known. */
    Optional<Calibration> calibrationOf(Series series, long atMs) {
        SeriesReference own = own(series);
        own.usedFor(atMs);
        return own.calibration(of(series, atMs));
    }

    private SeriesReference own(Series series) {
        return bySeries.computeIfAbsent(series, _ -> new SeriesReference());
    }

    /** Takes in a window that is final, in the order of time. Learns from it where there is nothing to compare with. */
    void add(WindowKey window, PerformanceProfile profile, MonitorSpec spec) {
        Series series = Series.of(window);
        boolean given =
                monitors.performance(model, series.version(), series.segment()).isPresent();
        SeriesReference own = own(series);
        own.usedFor(window.endMs());
        own.add(window, profile, given, spec);
        dirty.add(series);
        makeRoom(MOST_VERSIONS * (1 + spec.segments().max()));
    }

    private void makeRoom(int most) {
        if (bySeries.size() <= most) {
            return;
        }
        List<Series> longestUnused = bySeries.entrySet().stream()
                .sorted(Comparator.comparingLong(entry -> entry.getValue().usedMs()))
                .limit(bySeries.size() - most)
                .map(Map.Entry::getKey)
                .toList();
        for (Series series : longestUnused) {
            gone.add(own(series));
            bySeries.remove(series);
            dirty.remove(series);
        }
    }

    void save(StateWriter writer) {
        gone.forEach(reference -> reference.delete(writer));
        gone.clear();
        dirty.forEach(series -> own(series).save(prefixOf(series), writer));
        dirty.clear();
    }

    private String prefixOf(Series series) {
        return STATE + WindowKey.escape(model) + "/" + series.toText() + "/";
    }

    /** @param key of an entry of this model */
    void restore(String key, byte[] value) {
        int slash = key.lastIndexOf('/');
        Series series = Series.fromText(key.substring(key.indexOf('/', STATE.length()) + 1, slash));
        own(series).restore(prefixOf(series), key.substring(slash + 1), value);
    }
}
