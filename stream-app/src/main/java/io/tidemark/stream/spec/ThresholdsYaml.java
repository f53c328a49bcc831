package io.tidemark.stream.spec;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Reads thresholds: by statistic a number, a map of minor and major, or {@code off}. */
final class ThresholdsYaml {
    static final String MINOR = "minor";
    static final String MAJOR = "major";
    static final List<String> KEYS = List.of(MINOR, MAJOR);
    static final String OFF = "off";

    private static final String REMEDY = "write a number that is not negative, such as 0.2";

    private ThresholdsYaml() {}

    static Thresholds read(YamlSection section) {
        section.allowOnly(Thresholds.STATISTICS);
        Map<String, Threshold> thresholds = new HashMap<>();
        for (String statistic : Thresholds.STATISTICS) {
            threshold(section, statistic).ifPresent(threshold -> thresholds.put(statistic, threshold));
        }
        return new Thresholds(thresholds);
    }

    private static Optional<Threshold> threshold(YamlSection section, String statistic) {
        if (!section.keys().contains(statistic)) {
            return Optional.empty();
        }
        if (section.isMap(statistic)) {
            return levels(section, statistic);
        }
        if (section.isText(statistic, OFF)) {
            return Optional.of(Threshold.OFF);
        }
        OptionalDouble minor = level(section, statistic, statistic);
        return minor.isPresent() ? Optional.of(new Threshold.Minor(minor.getAsDouble())) : Optional.empty();
    }

    private static Optional<Threshold> levels(YamlSection section, String statistic) {
        YamlSection levels = section.section(statistic);
        levels.allowOnly(KEYS);
        for (String key : KEYS) {
            if (!levels.keys().contains(key)) {
                section.problem(statistic, "has no " + key, "write {minor: 0.1, major: 0.2}, or a number alone");
            }
        }
        OptionalDouble minor = level(levels, MINOR, statistic);
        OptionalDouble major = level(levels, MAJOR, statistic);
        if (minor.isEmpty() || major.isEmpty()) {
            return Optional.empty();
        }
        if (minor.getAsDouble() > major.getAsDouble()) {
            levels.problem(
                    MINOR,
                    minor.getAsDouble() + " is above major, " + major.getAsDouble(),
                    "use a minor that is not above major");
            return Optional.empty();
        }
        return Optional.of(new Threshold.Both(minor.getAsDouble(), major.getAsDouble()));
    }

    private static OptionalDouble level(YamlSection section, String key, String statistic) {
        OptionalDouble value = section.number(key, Threshold::isLegal, "threshold", REMEDY);
        double most = LargestEffect.of(statistic);
        if (value.isPresent() && value.getAsDouble() > most) {
            section.problem(
                    key,
                    value.getAsDouble() + " is never reached, since " + statistic + " is at most " + (long) most,
                    "use 0 to " + (long) most + ", or " + OFF + " for the statistic");
            return OptionalDouble.empty();
        }
        return value;
    }
}
