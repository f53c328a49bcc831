package io.tidemark.stream.assess;

import io.tidemark.profile.baseline.Baseline;
import io.tidemark.profile.baseline.FeatureBaseline;
import io.tidemark.stream.spec.MonitorSpec;
import io.tidemark.stream.spec.Reference;
import io.tidemark.stream.window.WindowKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.LongStream;

/**
 * Earlier windows of one model as something to compare with. A window is kept for {@link #KEPT}; whatever the history still has, an
 * older one is not compared with, so that results do not depend on when it was swept.
 */
final class ReferenceWindows {
    static final Duration KEPT = Duration.ofDays(8);

    private static final Duration WEEK = Duration.ofDays(7);
    private static final Duration SWEPT_EVERY = Duration.ofDays(1);

    private final String model;
    private final WindowHistory history;
    private long sweptDay = Long.MIN_VALUE;

    ReferenceWindows(String model, WindowHistory history) {
        this.model = model;
        this.history = history;
    }

    /** Whether {@code spec} asks for any earlier window. */
    static boolean areAskedFor(MonitorSpec spec) {
        return spec.references().stream().anyMatch(reference -> reference != Reference.BASELINE);
    }

    /**
     * The window that {@code reference} is for {@code window}, if there was one that had enough rows, and if this one has.
     *
     * @param baseline the model's, for kinds and bins
     */
    Optional<Yardstick> of(
            Reference reference,
            MergedWindow window,
            String resolution,
            Optional<Baseline> baseline,
            MonitorSpec spec) {
        if (window.rows() < spec.minRows() || !window.isProfiled()) {
            return Optional.empty();
        }
        return earlier(reference, window.key(), resolution)
                .filter(earlier -> earlier.rows() >= spec.minRows())
                .map(earlier -> yardstick(reference, earlier, baseline));
    }

    private Optional<EarlierWindow> earlier(Reference reference, WindowKey key, String resolution) {
        return switch (reference) {
            case BASELINE -> Optional.empty();
            case PREVIOUS_WINDOW -> history.lastBefore(key, resolution, key.startMs() - KEPT.toMillis());
            case SAME_TIME_LAST_WEEK -> {
                Span lastWeek = new Span(key.startMs() - WEEK.toMillis(), key.endMs() - WEEK.toMillis());
                yield history.at(SeriesKey.of(key).over(lastWeek), resolution);
            }
        };
    }

    private static Yardstick yardstick(Reference reference, EarlierWindow earlier, Optional<Baseline> baseline) {
        Map<String, FeatureBaseline> features = new TreeMap<>();
        earlier.features()
                .forEach((name, sketch) -> features.put(
                        name,
                        baseline.flatMap(known -> known.feature(name))
                                .map(known -> FeatureBaseline.ofWindow(known, earlier.rows(), sketch))
                                .orElseGet(() -> FeatureBaseline.of(name, earlier.rows(), sketch))));
        String id = Instant.ofEpochMilli(earlier.key().startMs()) + "/"
                + Instant.ofEpochMilli(earlier.key().endMs());
        return new Yardstick(reference, id, false, features, Optional.empty());
    }

    /** Keeps a judged window for later ones, if the spec will ask for it. */
    void remember(MergedWindow window, String resolution, MonitorSpec spec) {
        if (areAskedFor(spec) && window.rows() >= spec.minRows() && window.isProfiled()) {
            history.put(new EarlierWindow(window.key(), resolution, window.rows(), window.features()));
        }
    }

    /** Drops, from time to time, what no window needs that ends after {@code passedMs}. */
    void forget(long passedMs, MonitorSpec spec) {
        long day = Math.floorDiv(passedMs, SWEPT_EVERY.toMillis());
        if (day != sweptDay) {
            sweptDay = day;
            history.expire(model, passedMs - KEPT.toMillis() - longestMs(spec));
        }
    }

    private static long longestMs(MonitorSpec spec) {
        return LongStream.concat(
                        LongStream.of(PaneRing.LONGEST_CARRY * spec.windowMs()),
                        spec.windows().rollups().stream().mapToLong(Duration::toMillis))
                .max()
                .orElse(0);
    }
}
