package io.tidemark.stream.spec;

import io.tidemark.schemas.avro.ThresholdLevels;
import java.util.HashMap;
import java.util.Map;

/**
 * Thresholds as a record holds them: in {@code thresholds} where minor drift begins, by statistic; in {@code levels} what a
 * number can't say. A statistic that stands in both is as {@code levels} has it; its number is for readers that know no
 * levels yet.
 */
final class ThresholdRecords {
    private ThresholdRecords() {}

    /**
     * The thresholds in a record.
     *
     * @throws IllegalArgumentException if there is one that no spec may have; the message names it
     */
    static Thresholds read(Map<String, Double> minor, Map<String, ThresholdLevels> levels) {
        Map<String, Threshold> thresholds = new HashMap<>();
        minor.forEach((name, value) -> {
            if (!levels.containsKey(name)) {
                thresholds.put(name, threshold(name, new ThresholdLevels(value, null, false)));
            }
        });
        levels.forEach((name, value) -> thresholds.put(name, threshold(name, value)));
        return new Thresholds(thresholds);
    }

    private static Threshold threshold(String name, ThresholdLevels levels) {
        Double major = levels.getMajor();
        try {
            if (levels.getOff()) {
                return Threshold.OFF;
            }
            return major == null
                    ? new Threshold.Minor(levels.getMinor())
                    : new Threshold.Both(levels.getMinor(), major);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("thresholds." + name + ": " + e.getMessage(), e);
        }
    }

    /** Where minor drift begins, for the statistics that are not off. */
    static Map<String, Double> minor(Thresholds thresholds) {
        Map<String, Double> numbers = new HashMap<>();
        thresholds.byStatistic().forEach((name, threshold) -> {
            switch (threshold) {
                case Threshold.Minor(double minor) -> numbers.put(name, minor);
                case Threshold.Both(double minor, double major) -> numbers.put(name, minor);
                case Threshold.Off() -> {}
            }
        });
        return numbers;
    }

    /** What is more than a number. */
    static Map<String, ThresholdLevels> levels(Thresholds thresholds) {
        Map<String, ThresholdLevels> levels = new HashMap<>();
        thresholds.byStatistic().forEach((name, threshold) -> {
            switch (threshold) {
                case Threshold.Minor(double minor) -> {}
                case Threshold.Both(double minor, double major) ->
                    levels.put(name, new ThresholdLevels(minor, major, false));
                case Threshold.Off() -> levels.put(name, new ThresholdLevels(0.0, null, true));
            }
        });
        return levels;
    }
}
