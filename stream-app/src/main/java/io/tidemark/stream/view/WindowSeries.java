package io.tidemark.stream.view;

import io.tidemark.schemas.avro.WindowProfile;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** The windows of one segment of a version, by their beginnings. Guarded by who owns it. */
final class WindowSeries {
    private final FeatureNumbers features = new FeatureNumbers();
    private final NavigableMap<Instant, ViewedWindow> windows = new TreeMap<>();

    /** @return by how many bytes it has grown */
    long add(WindowProfile part, RecordPlace place) {
        ViewedWindow window = windows.get(part.getWindowStart());
        long before = features.bytes() + (window == null ? 0 : window.bytes());
        if (window == null) {
            window = new ViewedWindow(part.getWindowStart(), part.getWindowEnd());
            windows.put(part.getWindowStart(), window);
        }
        window.add(part, place, features);
        return features.bytes() + window.bytes() - before;
    }

    /** What it takes beside its windows. */
    long ownBytes() {
        return features.bytes();
    }

    Collection<ViewedWindow> windows() {
        return windows.values();
    }

    boolean isEmpty() {
        return windows.isEmpty();
    }

    /** The last ones in the order of time. */
    List<WindowSummary> last(int most) {
        return windows.descendingMap().values().stream()
                .limit(most)
                .map(window -> summary(List.of(window)))
                .toList()
                .reversed();
    }

    Optional<WindowSummary> window(Instant start) {
        return Optional.ofNullable(windows.get(start)).map(window -> summary(List.of(window)));
    }

    /** The features that drifted in a window, the worst first, then by name. */
    List<String> worstFeatures(Instant start, int most) {
        ViewedWindow window = windows.get(start);
        return window == null
                ? List.of()
                : IntStream.range(0, features.count())
                        .filter(feature -> window.severityOf(feature) > ViewedWindow.UNCHANGED)
                        .boxed()
                        .sorted(Comparator.<Integer>comparingInt(feature -> -window.severityOf(feature))
                                .thenComparing(features::name))
                        .limit(most)
                        .map(features::name)
                        .toList();
    }

    List<RecordPlace> places(Instant start) {
        ViewedWindow window = windows.get(start);
        return window == null ? List.of() : window.places();
    }

    /** Those that begin from {@code from} on and before {@code to}. */
    Collection<ViewedWindow> between(Instant from, Instant to) {
        return from.isBefore(to) ? windows.subMap(from, to).values() : List.of();
    }

    /** @return how many bytes that frees */
    long remove(ViewedWindow window) {
        return windows.remove(window.start(), window) ? window.bytes() : 0;
    }

    /** @return how many bytes it frees that windows that were judged before this, by the wall clock, are forgotten */
    long removeJudgedBefore(Instant time) {
        long before = bytesOfWindows();
        windows.values().removeIf(window -> window.lastJudged().isBefore(time));
        return before - bytesOfWindows();
    }

    private long bytesOfWindows() {
        return windows.values().stream().mapToLong(ViewedWindow::bytes).sum();
    }

    /** @param columns as many as there are to be at most; where there are more windows, several are one */
    HeatMap heatMap(Instant from, Instant to, int columns) {
        List<List<ViewedWindow>> groups = WindowGroups.of(between(from, to), columns);
        List<WindowSummary> summaries =
                groups.stream().map(WindowSeries::summary).toList();
        List<HeatMap.Row> rows = IntStream.range(0, features.count())
                .mapToObj(feature -> new HeatMap.Row(features.name(feature), severities(feature, groups)))
                .filter(row -> row.severities().chars().anyMatch(severity -> severity != HeatMap.ABSENT))
                .sorted(WORST_FIRST)
                .toList();
        return new HeatMap(summaries, rows);
    }

    /** By how often it was how bad, then by name. */
    private static final Comparator<HeatMap.Row> WORST_FIRST = Comparator.<HeatMap.Row>comparingLong(
                    row -> -count(row, HeatMap.MAJOR))
            .thenComparingLong(row -> -count(row, HeatMap.MINOR))
            .thenComparing(HeatMap.Row::feature);

    private static long count(HeatMap.Row row, char severity) {
        return row.severities().chars().filter(each -> each == severity).count();
    }

    private static String severities(int feature, List<List<ViewedWindow>> groups) {
        StringBuilder text = new StringBuilder(groups.size());
        for (List<ViewedWindow> group : groups) {
            byte worst = ViewedWindow.ABSENT;
            for (ViewedWindow window : group) {
                worst = (byte) Math.max(worst, window.severityOf(feature));
            }
            text.append(HeatMap.characterOf(worst));
        }
        return text.toString();
    }

    private static WindowSummary summary(List<ViewedWindow> group) {
        ViewedWindow worst = group.stream()
                .max(Comparator.comparingInt(ViewedWindow::severity))
                .orElseThrow();
        return new WindowSummary(
                group.getFirst().start(),
                group.getLast().end(),
                group.size(),
                group.stream().mapToLong(ViewedWindow::rows).sum(),
                HeatMap.characterOf(worst.severity()),
                Optional.ofNullable(worst.finding()));
    }

    /** One feature over time; empty where it was never seen. */
    List<FeaturePoint> feature(String name, Instant from, Instant to, int points) {
        List<FeaturePoint> all = new ArrayList<>();
        features.find(name)
                .ifPresent(feature -> WindowGroups.of(between(from, to), points)
                        .forEach(group -> all.add(FeaturePoint.of(group, feature))));
        return all;
    }
}
