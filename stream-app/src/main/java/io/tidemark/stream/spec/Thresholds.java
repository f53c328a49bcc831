package io.tidemark.stream.spec;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * The effect sizes from which on a feature counts as drifted, by statistic; one that is not there keeps its default.
 *
 * @param byStatistic names out of {@link #STATISTICS}, values finite and not negative
 */
public record Thresholds(Map<String, Double> byStatistic) {
    public static final Thresholds NONE = new Thresholds(Map.of());

    public static final List<String> STATISTICS = List.of(
            "psi",
            "ks",
            "wasserstein",
            "jensenShannon",
            "hellinger",
            "totalVariation",
            "chiSquare",
            "missing",
            "invalid",
            "outOfRange",
            "unseen");

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
}
