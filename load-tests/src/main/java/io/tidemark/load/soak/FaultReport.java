package io.tidemark.load.soak;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * A fault that has struck.
 *
 * @param monitor that was hit; empty where all were
 * @param at since the load began
 * @param lag records that were not committed as read when it struck: those of the monitor that was hit, or all
 * @param back from the moment it struck until all that had been written by its end was committed, and the lag was back where it is in peace; empty where
 *     that did not come in time, or one of the monitors had no work for as long after it
 */
record FaultReport(Fault fault, Optional<String> monitor, Duration at, long lag, Optional<Duration> back) {
    String toText() {
        return String.format(
                Locale.ROOT,
                "%s  %-18s  %-9s  lag %,7d  %s",
                Clock.text(at),
                fault,
                monitor.orElse("all"),
                lag,
                back.map(took -> String.format(Locale.ROOT, "back after %.1f s", took.toMillis() / 1e3))
                        .orElse("NOT BACK"));
    }
}
