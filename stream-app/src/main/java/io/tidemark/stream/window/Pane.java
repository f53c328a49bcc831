package io.tidemark.stream.window;

import io.tidemark.stream.event.EventBuffer;
import io.tidemark.stream.spec.MonitorSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/** One span of event time of one model in one partition, with a live window per version and segment. */
final class Pane {
    final long startMs;
    final long endMs;
    final MonitorSpec spec;

    private final ModelProgress owner;
    private final ProfilerParts parts;
    private final Map<String, Map<String, LiveWindow>> windowsByVersion = new TreeMap<>();
    private final Map<TagValue, String> segmentNames = new HashMap<>();

    private record TagValue(String tag, String value) {}

    Pane(ModelProgress owner, long startMs, long endMs, MonitorSpec spec, ProfilerParts parts) {
        this.owner = owner;
        this.startMs = startMs;
        this.endMs = endMs;
        this.spec = spec;
        this.parts = parts;
    }

    boolean contains(long timeMs) {
        return startMs <= timeMs && timeMs < endMs;
    }

    /** When the pane may close: the event time at which no further record of it is waited for. */
    long dueMs() {
        return endMs + spec.graceMs();
    }

    /** Whether {@code version} is one too many. */
    boolean isTooMany(String version) {
        return !windowsByVersion.containsKey(version)
                && windowsByVersion.size() >= parts.limits().maxVersions();
    }

    /** Whether there is room for the windows that a record of {@code version} opens here: that of all rows, and those of other segments. */
    boolean hasRoomFor(String version) {
        return windowsByVersion.containsKey(version)
                || parts.heap().hasRoom(owner, (1 + spec.segments().by().size()) * bareBytes(version, ""));
    }

    private long bareBytes(String version, String value) {
        return LiveWindow.OWN_BYTES + 2L * (owner.model.length() + version.length() + value.length() + 40);
    }

    /** Whether some window has sketches to give up. */
    boolean isProfiled() {
        return windowsByVersion.values().stream()
                .anyMatch(windows -> windows.values().stream().anyMatch(LiveWindow::isProfiled));
    }

    /** Adds one event to the window of all rows and to its segments' windows; clean ones among them go to {@code dirtied}. */
    void add(String version, EventBuffer event, RowBatch batch, Set<LiveWindow> dirtied) {
        int row = batch.append(event);
        Map<String, LiveWindow> windows = windowsByVersion.computeIfAbsent(version, _ -> new HashMap<>());
        addTo(windowOf(version, Segments.ALL, windows), batch, row, dirtied);
        for (String tag : spec.segments().by()) {
            String value = event.tag(tag);
            if (value != null) {
                addTo(segmentOf(version, tag, value, windows), batch, row, dirtied);
            }
        }
    }

    private static void addTo(LiveWindow window, RowBatch batch, int row, Set<LiveWindow> dirtied) {
        if (window.add(batch, row)) {
            dirtied.add(window);
        }
    }

    /** The window of a value's segment, or of its tag's "other" where that would be one segment, or one window, too many. */
    private LiveWindow segmentOf(String version, String tag, String value, Map<String, LiveWindow> windows) {
        String segment = segmentNames.get(new TagValue(tag, value));
        LiveWindow window = segment == null ? null : windows.get(segment);
        if (window != null) {
            return window;
        }
        if (segment == null && isOneTooMany(value)) {
            owner.excess.count(Limit.SEGMENTS, 1);
            return windowOf(version, Segments.otherOf(tag), windows);
        }
        if (!parts.heap().hasRoomForSegment(owner, bareBytes(version, value))) {
            owner.excess.count(Limit.MEMORY, 1);
            return windowOf(version, Segments.otherOf(tag), windows);
        }
        String opened = Segments.of(tag, value);
        segmentNames.put(new TagValue(tag, value), opened);
        return windowOf(version, opened, windows);
    }

    private boolean isOneTooMany(String value) {
        return segmentNames.size() >= spec.segments().max()
                || value.length() > parts.limits().maxNameLength();
    }

    private LiveWindow windowOf(String version, String segment, Map<String, LiveWindow> windows) {
        LiveWindow window = windows.get(segment);
        return window == null ? open(version, segment, windows) : window;
    }

    private LiveWindow open(String version, String segment, Map<String, LiveWindow> windows) {
        WindowSketches sketches = new WindowSketches(
                segment, parts.names(), spec, parts.monitors().baseline(owner.model, version, segment), parts.limits());
        LiveWindow window = new LiveWindow(
                new WindowKey(owner.model, version, segment, startMs, endMs),
                spec.segments().by().size(),
                sketches,
                owner.heap,
                owner.excess);
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
