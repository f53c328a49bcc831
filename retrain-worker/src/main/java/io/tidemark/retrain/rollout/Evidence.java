package io.tidemark.retrain.rollout;

import io.tidemark.schemas.avro.DriftEvent;
import io.tidemark.schemas.avro.DriftKind;
import io.tidemark.schemas.avro.EpisodeState;
import io.tidemark.schemas.avro.ServingStatus;
import io.tidemark.schemas.avro.Severity;
import io.tidemark.schemas.avro.WindowPerformance;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the topics tell of how one model's versions do: performance by version and window, open episodes of performance, and what instances of
 * applications serve. Fed with records in the order of their topics; one that comes again changes nothing.
 *
 * <p>Event time and wall clock are apart, in a replay by years. How far event time had come when a stage began follows from the records: the latest window
 * that had been assessed by the wall clock of {@code stageSince}. What ended after it came since.
 *
 * <p>Bounded: {@value #MOST_VERSIONS} versions, those silent for longest make room, with {@value #MOST_WINDOWS} windows each, the latest; a
 * thousand instances and episodes. For one thread.
 */
public final class Evidence {
    static final int MOST_VERSIONS = 8;
    static final int MOST_WINDOWS = 1_000;
    private static final int MOST_OTHERS = 1_000;
    private static final Duration GONE_AFTER = Duration.ofMinutes(2);
    private static final String ALL = "all";

    private final Map<String, NavigableMap<Instant, WindowRecord>> windows = new LinkedHashMap<>();
    private final Map<String, ServingStatus> instances = new LinkedHashMap<>();
    private final Map<String, Set<String>> majorLosses = new HashMap<>();

    /** Takes a record of the topic {@code performance}; segments don't count. */
    public void accept(WindowPerformance performance) {
        if (!performance.getSegment().equals(ALL)) {
            return;
        }
        String version = performance.getModelVersion();
        NavigableMap<Instant, WindowRecord> ofVersion = windows.remove(version);
        if (ofVersion == null) {
            ofVersion = new TreeMap<>();
        }
        windows.put(version, ofVersion); // the last to speak is the last to go
        ofVersion.merge(
                performance.getWindowStart(), WindowRecord.first(performance), (before, _) -> before.with(performance));
        if (ofVersion.size() > MOST_WINDOWS) {
            ofVersion.pollFirstEntry();
        }
        bound(windows, MOST_VERSIONS);
    }

    /** Takes a drift event. */
    public void accept(DriftEvent event) {
        boolean counts = event.getKind() == DriftKind.PERFORMANCE
                && event.getSegment().equals(ALL)
                && event.getState() != EpisodeState.RESOLVED
                && event.getSeverity() == Severity.MAJOR;
        Set<String> ofVersion = majorLosses.computeIfAbsent(event.getModelVersion(), _ -> new HashSet<>());
        if (counts && ofVersion.size() < MOST_OTHERS) {
            ofVersion.add(event.getEpisodeId());
        } else {
            ofVersion.remove(event.getEpisodeId());
        }
        if (ofVersion.isEmpty()) {
            majorLosses.remove(event.getModelVersion());
        }
    }

    /** Takes the status of an instance. */
    public void accept(ServingStatus status) {
        instances.remove(status.getInstance());
        instances.put(status.getInstance(), status);
        bound(instances, MOST_OTHERS);
    }

    /** An instance has stopped in order: its record was removed. */
    public void removeInstance(String instance) {
        instances.remove(instance);
    }

    private static <V> void bound(Map<String, V> map, int most) {
        if (map.size() > most) {
            map.remove(map.keySet().iterator().next());
        }
    }

    /** The windows of a version, the earliest first. */
    List<WindowRecord> windowsOf(String version) {
        NavigableMap<Instant, WindowRecord> ofVersion = windows.get(version);
        return ofVersion == null ? List.of() : List.copyOf(ofVersion.values());
    }

    /**
     * Labelled answers of a version in windows that ended, by event time, after an instant of the wall clock. Labels that come late, of what it answered before,
     * say nothing of what it answers since.
     */
    long newLabels(String version, Instant since) {
        Instant began = eventTimeAt(since).orElse(Instant.MIN);
        return windowsOf(version).stream()
                .filter(window -> window.end().isAfter(began))
                .mapToLong(WindowRecord::labelled)
                .sum();
    }

    boolean hasMajorLoss(String version) {
        return majorLosses.containsKey(version);
    }

    /** The version of the latest window that is none of these: what an application serves that does not follow versions. */
    Optional<String> latestVersionBeside(Collection<String> known) {
        return windows.entrySet().stream()
                .filter(ofVersion -> !known.contains(ofVersion.getKey()))
                .max(Comparator.comparing(ofVersion -> ofVersion.getValue().lastKey()))
                .map(Map.Entry::getKey);
    }

    /** How far event time had come when a wall clock showed this; the start of the earliest known window where none had been assessed. */
    Optional<Instant> eventTimeAt(Instant wallClock) {
        List<WindowRecord> all = allWindows();
        return all.stream()
                .filter(window -> !window.firstAssessedAt().isAfter(wallClock))
                .map(WindowRecord::end)
                .max(Comparator.naturalOrder())
                .or(() -> all.stream().map(WindowRecord::start).min(Comparator.naturalOrder()));
    }

    /** How far event time has come. */
    Optional<Instant> eventTime() {
        return allWindows().stream().map(WindowRecord::end).max(Comparator.naturalOrder());
    }

    private List<WindowRecord> allWindows() {
        return windows.values().stream()
                .flatMap(ofVersion -> ofVersion.values().stream())
                .toList();
    }

    /** How instances that are alive serve a version. */
    Serving serving(String version, Instant now) {
        return Serving.of(
                version,
                instances.values().stream()
                        .filter(status -> status.getAt().isAfter(now.minus(GONE_AFTER)))
                        .toList());
    }
}
