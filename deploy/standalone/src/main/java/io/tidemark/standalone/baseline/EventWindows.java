package io.tidemark.standalone.baseline;

import io.tidemark.profile.baseline.Baseline;
import io.tidemark.profile.baseline.WindowedCounter;
import io.tidemark.profile.sketch.FeatureSketch;
import io.tidemark.stream.event.EventBuffer;
import io.tidemark.stream.event.NameDictionary;
import io.tidemark.stream.event.ValueType;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Counts the events of a baseline window by window, so that it learns how much its own windows vary. */
final class EventWindows {
    private final WindowedCounter counter;
    private final NameDictionary names;
    private final long windowMs;
    /** By name, the place of each of the baseline's features. */
    private final Map<String, Integer> places = new HashMap<>();

    private final Set<String> seen = new HashSet<>();

    /** @param names the ids in the events it will be given */
    EventWindows(Baseline baseline, NameDictionary names, Duration window) {
        this.counter = new WindowedCounter(baseline);
        this.names = names;
        this.windowMs = window.toMillis();
        baseline.features().keySet().forEach(feature -> places.put(feature, places.size()));
    }

    void add(EventBuffer event) {
        long startMs = Math.floorDiv(event.eventTimeMs(), windowMs) * windowMs;
        counter.window(startMs).ifPresent(window -> {
            addTo(window.values(), event);
            window.endRow();
        });
    }

    /** As in the monitor, a feature counts once per event, with the value that stands first. */
    private void addTo(List<FeatureSketch> values, EventBuffer event) {
        seen.clear();
        for (int i = 0; i < event.size(); i++) {
            String name = names.nameOf(event.nameId(i));
            Integer place = places.get(name);
            if (place != null && event.type(i) != ValueType.NULL && seen.add(name)) {
                EventBaselines.update(values.get(place), event, i);
            }
        }
    }

    /** The baseline with what was counted. */
    Baseline learned() {
        return counter.learned();
    }
}
