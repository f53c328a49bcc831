package io.tidemark.standalone.advice;

import io.tidemark.stream.spec.MonitorSpec;
import io.tidemark.stream.spec.Windows;
import java.time.Duration;
import java.util.Comparator;

/**
 * One way to monitor a stream.
 *
 * @param window length of a window
 * @param thresholds how many times as high as in the spec they are
 * @param openAfter drifted windows in a row before an episode opens
 */
public record Setting(Duration window, double thresholds, int openAfter) {
    /** By window, thresholds, and {@code openAfter}. */
    static final Comparator<Setting> IN_ORDER = Comparator.comparing(Setting::window)
            .thenComparingDouble(Setting::thresholds)
            .thenComparingInt(Setting::openAfter);

    /**
     * A spec with this setting. Its windows are judged once, at their end, and have no roll-ups: those have alarms of their own.
     *
     * @throws IllegalArgumentException if the rest of the spec does not go with it
     */
    public MonitorSpec in(MonitorSpec spec) {
        MonitorSpec timed = spec.withTimes(window, spec.grace());
        return timed.with(Windows.tumbling(window, spec.grace()))
                .withThresholdsTimes(thresholds)
                .with(new MonitorSpec.Episodes(openAfter, spec.episodes().closeAfter()));
    }

    /** The setting of a spec. */
    static Setting of(MonitorSpec spec) {
        return new Setting(spec.window(), 1, spec.episodes().openAfter());
    }
}
