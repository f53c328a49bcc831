package io.tidemark.stream.spec;

import io.tidemark.profile.compare.Statistic;
import io.tidemark.profile.decision.Levels;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The effect sizes from which on a feature counts as drifted, by statistic; one that is not there keeps its default levels.
 *
 * @param byStatistic names out of {@link #STATISTICS}
 */
public record Thresholds(Map<String, Threshold> byStatistic) {
    public static final Thresholds NONE = new Thresholds(Map.of());

    /** The statistics that decide: those that have default levels. */
    public static final List<String> STATISTICS =
            io.tidemark.profile.decision.Thresholds.defaults().levels().keySet().stream()
                    .map(Statistic::key)
                    .toList();

    public Thresholds {
        for (String name : byStatistic.keySet()) {
            if (!STATISTICS.contains(name)) {
                throw new IllegalArgumentException(
                        "thresholds." + name + ": no such statistic; use one of " + String.join(", ", STATISTICS));
            }
        }
        byStatistic = Map.copyOf(byStatistic);
    }

    /** Where minor drift begins, by statistic. */
    public static Thresholds minor(Map<String, Double> levels) {
        return new Thresholds(levels.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, e -> new Threshold.Minor(e.getValue()))));
    }

    public Optional<Threshold> of(String statistic) {
        return Optional.ofNullable(byStatistic.get(statistic));
    }

    /** These, and where they say nothing the others. */
    public Thresholds over(Thresholds others) {
        Map<String, Threshold> merged = new TreeMap<>(others.byStatistic);
        merged.putAll(byStatistic);
        return new Thresholds(merged);
    }

    /** The levels that decide: the defaults, with what is said here over them. */
    io.tidemark.profile.decision.Thresholds over(io.tidemark.profile.decision.Thresholds defaults) {
        io.tidemark.profile.decision.Thresholds result = defaults;
        for (Map.Entry<Statistic, Levels> entry : defaults.levels().entrySet()) {
            Statistic statistic = entry.getKey();
            Threshold threshold = byStatistic.get(statistic.key());
            result = switch (threshold) {
                case null -> result;
                case Threshold.Minor(double minor) ->
                    result.with(statistic, new Levels(minor, minor * multiple(entry.getValue())));
                case Threshold.Both(double minor, double major) -> result.with(statistic, new Levels(minor, major));
                case Threshold.Off() -> result.without(statistic);
            };
        }
        return result;
    }

    /**
     * The same with both levels of every statistic written out, at most as large as effects get.
     */
    Thresholds explicit() {
        Map<Statistic, Levels> levels =
                over(io.tidemark.profile.decision.Thresholds.defaults()).levels();
        Map<String, Threshold> explicit = new TreeMap<>();
        STATISTICS.forEach(statistic -> explicit.put(statistic, Threshold.OFF));
        levels.forEach((statistic, level) -> {
            double most = LargestEffect.of(statistic);
            explicit.put(
                    statistic.key(), new Threshold.Both(Math.min(level.minor(), most), Math.min(level.major(), most)));
        });
        return new Thresholds(explicit);
    }

    /** The same with both levels of every statistic written out, so many times as high; at most as large as effects get. A statistic that is off stays so. */
    Thresholds times(double factor) {
        Map<String, Threshold> scaled = new TreeMap<>();
        explicit()
                .byStatistic
                .forEach((statistic, threshold) -> scaled.put(statistic, times(statistic, threshold, factor)));
        return new Thresholds(scaled);
    }

    private static Threshold times(String statistic, Threshold threshold, double factor) {
        double most = LargestEffect.of(statistic);
        return switch (threshold) {
            case Threshold.Off off -> off;
            case Threshold.Minor(double minor) -> new Threshold.Minor(Math.min(minor * factor, most));
            case Threshold.Both(double minor, double major) ->
                new Threshold.Both(Math.min(minor * factor, most), Math.min(major * factor, most));
        };
    }

    private static double multiple(Levels levels) {
        return levels.major() / levels.minor();
    }
}
