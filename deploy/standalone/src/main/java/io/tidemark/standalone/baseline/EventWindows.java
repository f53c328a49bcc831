package io.tidemark.standalone.baseline;

import io.tidemark.profile.baseline.Baseline;
import io.tidemark.profile.baseline.JointCounter;
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
import java.util.Optional;
import java.util.Set;

/** Counts whole events of a baseline: how features depend on each other, and window by window, how much its own windows vary. */
public final class EventWindows {
    private final WindowedCounter counter;
    private final JointCounter joint;
    private final NameDictionary names;
    private final long windowMs;
    /** By name, the place of each of the baseline's features. */
    private final Map<String, Integer> places = new HashMap<>();

    /** In the order of the baseline's features; empty for one whose dependence on others is not counted. */
    private final List<Optional<FeatureSketch>> jointly;

    private final Set<String> seen = new HashSet<>();
    private long rows;

    /** A feature by its place in the baseline, and by where it stands in an event. */
    private interface FeatureOfEvent {
        void accept(int place, int index);
    }

    /** @param names the ids in the events it will be given */
    public EventWindows(Baseline baseline, NameDictionary names, Duration window) {
        this.counter = new WindowedCounter(baseline);
        this.joint = new JointCounter(baseline);
        this.names = names;
        this.windowMs = window.toMillis();
        baseline.features().keySet().forEach(feature -> places.put(feature, places.size()));
        this.jointly =
                baseline.features().keySet().stream().map(joint::valuesOf).toList();
    }

    public void add(EventBuffer event) {
        long startMs = Math.floorDiv(event.eventTimeMs(), windowMs) * windowMs;
        Optional<WindowedCounter.Window> window = counter.window(startMs);
        forEachFirst(event, (place, i) -> {
            jointly.get(place).ifPresent(values -> EventBaselines.update(values, event, i));
            window.ifPresent(counted -> EventBaselines.update(counted.values().get(place), event, i));
        });
        rows++;
        joint.endRow();
        window.ifPresent(WindowedCounter.Window::endRow);
    }

    /** As in the monitor, a feature counts once per event, with the value that stands first. */
    private void forEachFirst(EventBuffer event, FeatureOfEvent each) {
        seen.clear();
        for (int i = 0; i < event.size(); i++) {
            String name = names.nameOf(event.nameId(i));
            Integer place = places.get(name);
            if (place != null && event.type(i) != ValueType.NULL && seen.add(name)) {
                each.accept(place, i);
            }
        }
    }

    public long rows() {
        return rows;
    }

    /** The baseline with what was counted. */
    public Baseline learned() {
        return counter.learned(joint.sketch());
    }
}
