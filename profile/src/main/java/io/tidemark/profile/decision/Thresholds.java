package io.tidemark.profile.decision;

import io.tidemark.profile.compare.Statistic;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * How large an effect has to be.
 *
 * @param minRows windows of fewer rows are not judged, nor distributions of fewer values
 * @param levels by statistic; a statistic that is not here is not judged
 */
public record Thresholds(long minRows, Map<Statistic, Levels> levels) {
    private static final Thresholds DEFAULTS = new Thresholds(
            200,
            Map.ofEntries(
                    Map.entry(Statistic.POPULATION_STABILITY_INDEX, new Levels(0.1, 0.2)),
                    Map.entry(Statistic.KOLMOGOROV_SMIRNOV, new Levels(0.05, 0.2)),
                    Map.entry(Statistic.WASSERSTEIN, new Levels(0.05, 0.25)),
                    Map.entry(Statistic.JENSEN_SHANNON, new Levels(0.05, 0.2)),
                    Map.entry(Statistic.HELLINGER, new Levels(0.05, 0.2)),
                    Map.entry(Statistic.TOTAL_VARIATION, new Levels(0.05, 0.2)),
                    Map.entry(Statistic.L_INFINITY, new Levels(0.05, 0.2)),
                    Map.entry(Statistic.TAIL_RATE, new Levels(0.005, 0.1)),
                    Map.entry(Statistic.MISSING_RATE, new Levels(0.005, 0.1)),
                    Map.entry(Statistic.INVALID_RATE, new Levels(0.005, 0.05)),
                    Map.entry(Statistic.OUT_OF_RANGE_RATE, new Levels(0.005, 0.1)),
                    Map.entry(Statistic.UNSEEN_RATE, new Levels(0.005, 0.05)),
                    Map.entry(Statistic.FROZEN, new Levels(1, 1)),
                    Map.entry(Statistic.DISTINCT, new Levels(0.1, 0.5)),
                    Map.entry(Statistic.CORRELATION, new Levels(0.1, 0.3)),
                    Map.entry(Statistic.VOLUME, new Levels(1, 2))));

    public Thresholds {
        if (minRows < 1) {
            throw new IllegalArgumentException("minRows is 1 or more, not " + minRows);
        }
        EnumMap<Statistic, Levels> ordered = new EnumMap<>(Statistic.class);
        ordered.putAll(levels);
        levels = Collections.unmodifiableMap(ordered);
    }

    public static Thresholds defaults() {
        return DEFAULTS;
    }

    public Thresholds withMinRows(long newMinRows) {
        return new Thresholds(newMinRows, levels);
    }

    public Thresholds with(Statistic statistic, Levels newLevels) {
        EnumMap<Statistic, Levels> changed = new EnumMap<>(Statistic.class);
        changed.putAll(levels);
        changed.put(statistic, newLevels);
        return new Thresholds(minRows, changed);
    }

    /** These thresholds with {@code statistic} no longer judged. */
    public Thresholds without(Statistic statistic) {
        EnumMap<Statistic, Levels> changed = new EnumMap<>(Statistic.class);
        changed.putAll(levels);
        changed.remove(statistic);
        return new Thresholds(minRows, changed);
    }
}
