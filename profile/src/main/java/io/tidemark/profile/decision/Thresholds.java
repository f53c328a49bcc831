package io.tidemark.profile.decision;

import io.tidemark.profile.compare.Statistic;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * When a change is drift: its effect beyond noise reaches a statistic's level, and its p-value is below alpha.
 *
 * @param minRows windows of fewer rows are not judged, nor distributions of fewer values
 * @param alpha the p-value that counts as sure, between 0 and 1
 * @param levels by statistic; a statistic that is not here is not judged
 */
public record Thresholds(long minRows, double alpha, Map<Statistic, Levels> levels) {
    private static final Thresholds DEFAULTS = new Thresholds(
            200,
            1e-4,
            Map.ofEntries(
                    Map.entry(Statistic.POPULATION_STABILITY_INDEX, new Levels(0.1, 0.2)),
                    Map.entry(Statistic.KOLMOGOROV_SMIRNOV, new Levels(0.1, 0.2)),
                    Map.entry(Statistic.WASSERSTEIN, new Levels(0.1, 0.25)),
                    Map.entry(Statistic.JENSEN_SHANNON, new Levels(0.1, 0.2)),
                    Map.entry(Statistic.HELLINGER, new Levels(0.1, 0.2)),
                    Map.entry(Statistic.TOTAL_VARIATION, new Levels(0.1, 0.2)),
                    Map.entry(Statistic.L_INFINITY, new Levels(0.1, 0.2)),
                    Map.entry(Statistic.MISSING_RATE, new Levels(0.02, 0.1)),
                    Map.entry(Statistic.INVALID_RATE, new Levels(0.01, 0.05)),
                    Map.entry(Statistic.OUT_OF_RANGE_RATE, new Levels(0.01, 0.1)),
                    Map.entry(Statistic.UNSEEN_RATE, new Levels(0.01, 0.05))));

    public Thresholds {
        if (minRows < 1) {
            throw new IllegalArgumentException("minRows is 1 or more, not " + minRows);
        }
        if (!(alpha > 0 && alpha < 1)) {
            throw new IllegalArgumentException("alpha is between 0 and 1, not " + alpha);
        }
        EnumMap<Statistic, Levels> ordered = new EnumMap<>(Statistic.class);
        ordered.putAll(levels);
        levels = Collections.unmodifiableMap(ordered);
    }

    public static Thresholds defaults() {
        return DEFAULTS;
    }

    public Thresholds withMinRows(long newMinRows) {
        return new Thresholds(newMinRows, alpha, levels);
    }

    public Thresholds withAlpha(double newAlpha) {
        return new Thresholds(minRows, newAlpha, levels);
    }

    public Thresholds with(Statistic statistic, Levels newLevels) {
        EnumMap<Statistic, Levels> changed = new EnumMap<>(Statistic.class);
        changed.putAll(levels);
        changed.put(statistic, newLevels);
        return new Thresholds(minRows, alpha, changed);
    }

    /** These thresholds with {@code statistic} no longer judged. */
    public Thresholds without(Statistic statistic) {
        EnumMap<Statistic, Levels> changed = new EnumMap<>(Statistic.class);
        changed.putAll(levels);
        changed.remove(statistic);
        return new Thresholds(minRows, alpha, changed);
    }
}
