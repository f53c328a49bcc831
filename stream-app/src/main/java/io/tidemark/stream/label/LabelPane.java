package io.tidemark.stream.label;

import io.tidemark.stream.spec.MonitorSpec;
import io.tidemark.stream.window.Segments;
import io.tidemark.stream.window.WindowKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One window of one model in one partition, by version and segment. Spec and segments are those in force when it opened. */
final class LabelPane {
    final long startMs;
    final long endMs;

    private final String model;
    private final List<String> tags;
    private final int maxSegments;
    private final Map<String, Map<String, LabelledWindow>> byVersion = new HashMap<>();
    private final Set<String> named = new HashSet<>();

    /** Whether it has been sent as over; more is sent as it comes. */
    boolean closed;

    LabelPane(String model, long startMs, long endMs, MonitorSpec spec) {
        this.model = model;
        this.startMs = startMs;
        this.endMs = endMs;
        this.tags = spec.segments().by();
        this.maxSegments = spec.segments().max();
    }

    boolean contains(long timeMs) {
        return startMs <= timeMs && timeMs < endMs;
    }

    boolean hasRoomFor(String version, int maxVersions) {
        return byVersion.containsKey(version) || byVersion.size() < maxVersions;
    }

    /** The segments of an event besides all rows; beyond the cap, its tag's other. */
    List<String> segmentsOf(Map<String, String> eventTags, int maxLength) {
        if (tags.isEmpty()) {
            return List.of();
        }
        List<String> segments = new ArrayList<>(tags.size());
        for (String tag : tags) {
            String value = eventTags.get(tag);
            if (value != null) {
                segments.add(segmentOf(tag, value, maxLength));
            }
        }
        return segments;
    }

    private String segmentOf(String tag, String value, int maxLength) {
        String segment = Segments.of(tag, value);
        if (named.contains(segment)) {
            return segment;
        }
        if (named.size() >= maxSegments || value.length() > maxLength) {
            return Segments.otherOf(tag);
        }
        named.add(segment);
        return segment;
    }

    LabelledWindow window(String version, String segment) {
        return byVersion
                .computeIfAbsent(version, _ -> new LinkedHashMap<>())
                .computeIfAbsent(
                        segment, name -> new LabelledWindow(new WindowKey(model, version, name, startMs, endMs)));
    }

    /** The window of a restored entry. */
    LabelledWindow restored(WindowKey key) {
        if (!key.segment().equals(Segments.ALL) && !Segments.isOther(key.segment())) {
            named.add(key.segment());
        }
        return window(key.version(), key.segment());
    }

    /** All, in judging order. */
    List<LabelledWindow> windows() {
        return byVersion.values().stream()
                .flatMap(segments -> segments.values().stream())
                .sorted(Comparator.comparing(window -> window.key, WindowKey.JUDGING_ORDER))
                .toList();
    }
}
