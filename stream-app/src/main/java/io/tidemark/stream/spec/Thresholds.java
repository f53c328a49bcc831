package io.tidemark.stream.spec;

import io.tidemark.profile.compare.Statistic;
import io.tidemark.profile.decision.Levels;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * The effect sizes from which on a feature counts as drifted, by statistic; one that is not there keeps its default level.
 *
 * @param byStatistic names out of {@link #STATISTICS}, values finite and not negative
 */
public record Thresholds(Map<String, Double> byStatistic) {
    public static final Thresholds NONE = new Thresholds(Map.of());

    /** The statistics that decide: those that have default levels. */
    public static final List<String> STATISTICS =
            io.tidemark.profile.decision.Thresholds.defaults().levels().keySet().stream()
                    .map(Statistic::key)
                    .toList();

    public Thresholds {
        byStatistic.forEach((name, value) -> {
            if (!STATISTICS.contains(name)) {
                throw new IllegalArgumentException(
                        "thresholds." + name + ": no such statistic; use one of " + String.join(", ", STATISTICS));
            }
            if (!isLegal(value)) {
                throw new IllegalArgumentException(
                        "thresholds." + name + ": " + value + " is no threshold; use a number that is not negative");
            }
        });
        byStatistic = Map.copyOf(byStatistic);
    }

    static boolean isLegal(double value) {
        return value >= 0 && Double.isFinite(value);
    }

    public OptionalDouble of(String statistic) {
        Double threshold = byStatistic.get(statistic);
        return threshold == null ? OptionalDouble.empty() : OptionalDouble.of(threshold);
    }

    /** These, and where they say nothing the others. */
    public Thresholds over(Thresholds others) {
        Map<String, Double> merged = new TreeMap<>(others.byStatistic);
        merged.putAll(byStatistic);
        return new Thresholds(merged);
    }

    /**
     * The levels that decide. What is given here is where minor drift begins; major drift begins at the same multiple of it
     * as in the defaults.
     */
    io.tidemark.profile.decision.Thresholds over(io.tidemark.profile.decision.Thresholds defaults) {
        io.tidemark.profile.decision.Thresholds result = defaults;
        for (Map.Entry<Statistic, Levels> entry : defaults.levels().entrySet()) {
            Double minor = byStatistic.get(entry.getKey().key());
            if (minor != null) {
                Levels levels = entry.getValue();
                result = result.with(entry.getKey(), new Levels(minor, minor * levels.major() / levels.minor()));
            }
        }
        return result;
    }
}
