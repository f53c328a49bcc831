package io.tidemark.standalone.advice;

import io.tidemark.stream.spec.MonitorSpec;
import java.time.Duration;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What is tried.
 *
 * @param spec what holds for all settings, and whose own setting is tried besides
 * @param windows lengths of windows
 * @param thresholds how many times as high as in the spec
 * @param openAfter drifted windows in a row before an episode opens
 * @param known times in which something is known to have been wrong; alarms in them are none too many
 */
public record AdviceQuestion(
        MonitorSpec spec,
        List<Duration> windows,
        List<Double> thresholds,
        List<Integer> openAfter,
        List<Period> known) {
    public AdviceQuestion {
        windows = List.copyOf(windows);
        thresholds = List.copyOf(thresholds);
        openAfter = List.copyOf(openAfter);
        known = List.copyOf(known);
    }

    /** All combinations, and the spec's own setting, in order. */
    SortedSet<Setting> settings() {
        SortedSet<Setting> settings = new TreeSet<>(Setting.IN_ORDER);
        settings.add(Setting.of(spec));
        for (Duration window : windows) {
            for (double factor : thresholds) {
                openAfter.forEach(windowsInARow -> settings.add(new Setting(window, factor, windowsInARow)));
            }
        }
        return settings;
    }
}
