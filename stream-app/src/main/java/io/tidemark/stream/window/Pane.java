package io.tidemark.stream.window;

import io.tidemark.stream.control.Monitors;
import io.tidemark.stream.event.EventBuffer;
import io.tidemark.stream.event.NameDictionary;
import io.tidemark.stream.spec.MonitorSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** One span of event time of one model in one partition, with a live window per version and segment. */
final class Pane {
    final long startMs;
    final long endMs;
    final MonitorSpec spec;

    private final String model;
    private final Monitors monitors;
    private final NameDictionary names;
    private final ProfilerLimits limits;
    private final Map<String, Map<String, LiveWindow>> windowsByVersion = new TreeMap<>();
    private final Map<TagValue, String> segmentNames = new HashMap<>();

    private record TagValue(String tag, String value) {}

    Pane(
            String model,
            long startMs,
            long endMs,
            MonitorSpec spec,
            Monitors monitors,
            NameDictionary names,
            ProfilerLimits limits) {
        this.model = model;
        this.startMs = startMs;
        this.endMs = endMs;
        this.spec = spec;
        this.monitors = monitors;
        this.names = names;
        this.limits = limits;
    }

    boolean contains(long timeMs) {
        return startMs <= timeMs && timeMs < endMs;
    }

    /** When the pane may close: the event time at which no further record of it is waited for. */
    long dueMs() {
        return endMs + spec.graceMs();
    }

    /** Whether a record of {@code version} has a place here. */
    boolean hasRoomFor(String version) {
        return windowsByVersion.containsKey(version) || windowsByVersion.size() < limits.maxVersions();
    }

    /** Adds one event to the window of all rows and to its segments' windows; clean ones among them go to {@code dirtied}. */
    void add(String version, EventBuffer event, RowBatch batch, List<LiveWindow> dirtied) {
        int row = batch.append(event);
        Map<String, LiveWindow> windows = windowsByVersion.computeIfAbsent(version, _ -> new HashMap<>());
        addTo(windowOf(version, Segments.ALL, windows), batch, row, dirtied);
        for (String tag : spec.segments().by()) {
            String value = event.tag(tag);
            if (value != null) {
                addTo(windowOf(version, segmentOf(tag, value), windows), batch, row, dirtied);
            }
        }
    }

    private static void addTo(LiveWindow window, RowBatch batch, int row, List<LiveWindow> dirtied) {
        if (window.add(batch, row)) {
            dirtied.add(window);
        }
    }

    /** The segment of {@code value}, or its tag's "other" where that would be one segment too many. */
    private String segmentOf(String tag, String value) {
        String segment = segmentNames.get(new TagValue(tag, value));
        if (segment != null) {
            return segment;
        }
        if (segmentNames.size() >= spec.segments().max() || value.length() > limits.maxNameLength()) {
            return Segments.otherOf(tag);
        }
        segment = Segments.of(tag, value);
        segmentNames.put(new TagValue(tag, value), segment);
        return segment;
    }

    private LiveWindow windowOf(String version, String segment, Map<String, LiveWindow> windows) {
        LiveWindow window = windows.get(segment);
        return window == null ? open(version, segment, windows) : window;
    }

    private LiveWindow open(String version, String segment, Map<String, LiveWindow> windows) {
        LiveWindow window = new LiveWindow(
                new WindowKey(model, version, segment, startMs, endMs),
                names,
                spec,
                monitors.baseline(model, version, segment),
                limits);
        windows.put(segment, window);
        return window;
    }

    /** The window of a restored entry, opened if need be. */
    LiveWindow restored(WindowKey key) {
        for (String tag : spec.segments().by()) {
            if (key.segment().startsWith(tag + "=") && !key.segment().equals(Segments.otherOf(tag))) {
                String value = key.segment().substring(tag.length() + 1);
                segmentNames.put(new TagValue(tag, value), key.segment());
            }
        }
        return windowOf(
                key.version(), key.segment(), windowsByVersion.computeIfAbsent(key.version(), _ -> new HashMap<>()));
    }

    /** Sends every window, in judging order. */
    void send(int partition, Consumer<ProfileMessage> out) {
        windows().forEach(window -> window.send(partition, out));
    }

    List<LiveWindow> windows() {
        List<LiveWindow> all = new ArrayList<>();
        windowsByVersion.values().forEach(windows -> all.addAll(windows.values()));
        all.sort((a, b) -> WindowKey.JUDGING_ORDER.compare(a.key, b.key));
        return all;
    }
}
