package io.tidemark.stream.assess;

import io.tidemark.profile.baseline.Baseline;
import io.tidemark.stream.control.Monitors;
import io.tidemark.stream.spec.MonitorSpec;
import io.tidemark.stream.state.SavedEntries;
import io.tidemark.stream.state.StateFormatException;
import io.tidemark.stream.state.StateWriter;
import io.tidemark.stream.window.WindowKey;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Learns a baseline from the first rows of a segment of a model version that has none, window by window until there are the
 * monitor's {@code learnRows} and they cover its {@code learnFor}.
 *
 * <p>A learned baseline is published like any other and comes back through the control plane; until it has, it is kept
 * here, so that the very next window is judged by it. A baseline that somebody supplies takes its place.
 *
 * <p>Versions and segments come from the events, so there may be ever new ones that never get enough rows. No more are
 * kept than {@value #VERSIONS} versions with all segments the monitor may have; those without rows for the longest time
 * make room.
 */
final class BaselineLearner {
    private static final int VERSIONS = 4;

    private record Target(String version, String segment) {}

    private static final Comparator<Target> IN_ORDER =
            Comparator.comparing(Target::version).thenComparing(Target::segment);

    private final String model;
    private final Monitors monitors;
    private final Map<Target, Learning> learning = new HashMap<>();
    private final Map<Target, SavedEntries> saved = new TreeMap<>(IN_ORDER);

    BaselineLearner(String model, Monitors monitors) {
        this.model = model;
        this.monitors = monitors;
    }

    /** What windows of {@code key}'s version and segment are compared with. */
    Optional<Baseline> baselineOf(WindowKey key) {
        Target target = new Target(key.version(), key.segment());
        Optional<Baseline> published = monitors.baseline(model, key.version(), key.segment());
        if (published.isPresent()) {
            learning.remove(target);
            return published;
        }
        Learning state = learning.get(target);
        return state == null ? Optional.empty() : state.baseline();
    }

    /**
     * Learns from a window that there is no baseline for; answers the baseline if this window completes it.
     *
     * @param shared whether another version has rows in the window as well
     */
    Optional<Baseline> learn(MergedWindow window, boolean shared, MonitorSpec spec) {
        Target target = new Target(window.key().version(), window.key().segment());
        if (spec.learnRows() == 0) {
            learning.remove(target);
            return Optional.empty();
        }
        if (!learning.containsKey(target)) {
            makeRoom(VERSIONS * (spec.segments().max() + 1));
        }
        Learning state = learning.computeIfAbsent(target, t -> new Learning());
        state.add(window, shared, spec);
        return state.baseline();
    }

    /** Takes in how many rows a window has that there is no baseline for, and that was not profiled. */
    void count(MergedWindow window, boolean shared) {
        find(window.key()).ifPresent(state -> state.count(window, shared));
    }

    /** Tells that there are windows of which it is not known how many rows they have. */
    void missArrivals() {
        learning.values().forEach(Learning::missArrivals);
    }

    private Optional<Learning> find(WindowKey key) {
        return Optional.ofNullable(learning.get(new Target(key.version(), key.segment())));
    }

    /** What it can do without: what was learned of each segment, which begins anew with the next window. */
    List<Holding> holdings() {
        return learning.entrySet().stream()
                .sorted(Map.Entry.comparingByKey(IN_ORDER))
                .map(entry -> new Holding(
                        entry.getKey().segment(), entry.getValue().heapBytes(), _ -> learning.remove(entry.getKey())))
                .toList();
    }

    /** About how much heap it takes. */
    long heapBytes() {
        return learning.values().stream().mapToLong(Learning::heapBytes).sum();
    }

    private void makeRoom(int capacity) {
        while (learning.size() >= capacity) {
            learning.entrySet().stream()
                    .min(Comparator.comparingLong((Map.Entry<Target, Learning> entry) ->
                                    entry.getValue().endMs())
                            .thenComparing(Map.Entry::getKey, IN_ORDER))
                    .map(Map.Entry::getKey)
                    .ifPresent(learning::remove);
        }
    }

    void save(StateWriter writer) {
        learning.forEach((target, state) -> {
            if (state.takeDirty()) {
                String prefix = keyOf(target);
                Map<String, byte[]> entries = new HashMap<>();
                entries.put(prefix, state.headerToBytes());
                state.features()
                        .forEach(
                                (name, sketch) -> entries.put(prefix + "/" + WindowKey.escape(name), sketch.toBytes()));
                Map<String, byte[]> unchanging = new HashMap<>();
                state.windows()
                        .save((name, place, sketch) ->
                                unchanging.put(prefix + "/" + WindowKey.escape(name) + "/" + place, sketch));
                saved.computeIfAbsent(target, t -> new SavedEntries()).save(entries, unchanging, writer);
            }
        });
        saved.entrySet().removeIf(entry -> {
            boolean gone = !learning.containsKey(entry.getKey());
            if (gone) {
                entry.getValue().save(Map.of(), writer);
            }
            return gone;
        });
    }

    private String keyOf(Target target) {
        return AssessorState.LEARNING + WindowKey.escape(model) + "/" + WindowKey.escape(target.version()) + "/"
                + WindowKey.escape(target.segment());
    }

    void restore(String key, byte[] value) {
        String[] parts = key.substring(AssessorState.LEARNING.length()).split("/", -1);
        Target target = new Target(WindowKey.unescape(parts[1]), WindowKey.unescape(parts[2]));
        Learning state = learning.computeIfAbsent(target, t -> new Learning());
        saved.computeIfAbsent(target, t -> new SavedEntries()).restored(key);
        switch (parts.length) {
            case 3 -> state.restoreHeader(value);
            case 4 -> state.restoreFeature(WindowKey.unescape(parts[3]), value);
            case 5 -> state.windows().restore(WindowKey.unescape(parts[3]), Integer.parseInt(parts[4]), value);
            default -> throw StateFormatException.unknownEntry(key);
        }
    }
}
