package io.tidemark.stream.spec;

import io.tidemark.profile.decision.EpisodePolicy;
import io.tidemark.profile.embedding.EmbeddingNames;
import io.tidemark.profile.sketch.KindHint;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/**
 * How one model is monitored. A model needs none: {@link #defaults} holds for one without.
 *
 * @param window length of a window, aligned to the epoch in UTC
 * @param grace how long after its end a window still takes events, in event time
 * @param minRows a window with fewer rows is not judged
 * @param learnRows rows that a baseline is learned from for a model version that has none; 0 learns none
 * @param thresholds of all features
 * @param features those for which something differs
 */
public record MonitorSpec(
        String model,
        Duration window,
        Duration grace,
        long minRows,
        long learnRows,
        Segments segments,
        Episodes episodes,
        Thresholds thresholds,
        Map<String, FeatureSpec> features) {

    private static final Duration DEFAULT_WINDOW = Duration.ofHours(1);
    private static final Duration DEFAULT_GRACE = Duration.ofMinutes(1);
    private static final long DEFAULT_MIN_ROWS = 200;
    private static final long DEFAULT_LEARN_ROWS = 10_000;

    /**
     * By which tags the model is monitored apart, besides as a whole.
     *
     * @param max segments monitored apart at most; the rest count as one
     */
    public record Segments(List<String> by, int max) {
        public static final Segments DEFAULT = new Segments(List.of(), 200);

        public Segments {
            Range.MAX_SEGMENTS.require("segments.max", max);
            if (by.stream().anyMatch(String::isBlank) || new HashSet<>(by).size() < by.size()) {
                throw new IllegalArgumentException(
                        "segments.by: " + by + " has an empty or repeated tag; name each tag once");
            }
            by = List.copyOf(by);
        }
    }

    /**
     * When drift becomes an episode and when one is over, in windows in a row.
     *
     * @param openAfter drifted windows
     * @param closeAfter quiet windows
     */
    public record Episodes(int openAfter, int closeAfter) {
        public static final Episodes DEFAULT = new Episodes(1, 2);

        public Episodes {
            Range.CONSECUTIVE_WINDOWS.require("episodes.openAfter", openAfter);
            Range.CONSECUTIVE_WINDOWS.require("episodes.closeAfter", closeAfter);
        }
    }

    public MonitorSpec {
        if (model.isBlank()) {
            throw new IllegalArgumentException("model: is empty; name the model");
        }
        Range.WINDOW.require("window", window.toMillis());
        Range.GRACE.require("grace", grace.toMillis());
        Range.MIN_ROWS.require("minRows", minRows);
        Range.LEARN_ROWS.require("learnRows", learnRows);
        Map<String, FeatureSpec> differing = new HashMap<>(features);
        differing.values().removeIf(FeatureSpec.DEFAULT::equals);
        features = Map.copyOf(differing);
    }

    /** What holds for a model without a spec. */
    public static MonitorSpec defaults(String model) {
        return new MonitorSpec(
                model,
                DEFAULT_WINDOW,
                DEFAULT_GRACE,
                DEFAULT_MIN_ROWS,
                DEFAULT_LEARN_ROWS,
                Segments.DEFAULT,
                Episodes.DEFAULT,
                Thresholds.NONE,
                Map.of());
    }

    /** What holds for one feature. What is said of an array holds for all that is watched of it. */
    public FeatureSpec feature(String name) {
        FeatureSpec own = features.get(name);
        return own != null
                ? own
                : EmbeddingNames.arrayOf(name).map(features::get).orElse(FeatureSpec.DEFAULT);
    }

    /** The thresholds for one feature: its own before those of all features. */
    public Thresholds thresholdsOf(String feature) {
        return feature(feature).thresholds().over(thresholds);
    }

    /** Whether {@code feature} is left out of profiles and decisions. */
    public boolean ignores(String feature) {
        return feature(feature).ignore();
    }

    /** How to sketch {@code feature}; AUTO where the spec leaves it to the baseline or the data. */
    public KindHint hintOf(String feature) {
        return switch (feature(feature).kind()) {
            case AUTO -> KindHint.AUTO;
            case NUMERIC -> KindHint.NUMERIC;
            case CATEGORICAL -> KindHint.CATEGORICAL;
        };
    }

    /** What decides whether {@code feature} drifted: the defaults, with what this spec says over them. */
    public io.tidemark.profile.decision.Thresholds decisionThresholdsOf(String feature) {
        return thresholdsOf(feature)
                .over(io.tidemark.profile.decision.Thresholds.defaults().withMinRows(minRows));
    }

    public EpisodePolicy episodePolicy() {
        return new EpisodePolicy(episodes.openAfter(), episodes.closeAfter());
    }

    /** Length of a window in milliseconds. */
    public long windowMs() {
        return window.toMillis();
    }

    /** Grace in milliseconds. */
    public long graceMs() {
        return grace.toMillis();
    }

    /** Short hash of what the spec says; equal for equal specs, however their files are laid out. */
    public String revision() {
        return SpecRevision.of(this);
    }

    /** This spec with another window and grace. */
    public MonitorSpec withTimes(Duration newWindow, Duration newGrace) {
        return new MonitorSpec(
                model, newWindow, newGrace, minRows, learnRows, segments, episodes, thresholds, features);
    }

    /** This spec with other segments. */
    public MonitorSpec with(Segments newSegments) {
        return new MonitorSpec(model, window, grace, minRows, learnRows, newSegments, episodes, thresholds, features);
    }

    /** This spec with another number of rows to learn a baseline from. */
    public MonitorSpec withLearnRows(long newLearnRows) {
        return new MonitorSpec(model, window, grace, minRows, newLearnRows, segments, episodes, thresholds, features);
    }

    /** This spec with something different for one feature. */
    public MonitorSpec with(String feature, FeatureSpec featureSpec) {
        Map<String, FeatureSpec> more = new HashMap<>(features);
        more.put(feature, featureSpec);
        return new MonitorSpec(model, window, grace, minRows, learnRows, segments, episodes, thresholds, more);
    }
}
