package io.tidemark.standalone.advice;

import io.tidemark.stream.spec.DurationText;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;

/** How figures of an advice are written. */
public final class AdviceTexts {
    private AdviceTexts() {}

    /** A setting in short: {@code 6h windows, thresholds × 0.5, openAfter 2}. */
    public static String of(Setting setting) {
        return "%s windows, thresholds × %s, openAfter %d"
                .formatted(DurationText.format(setting.window()), factor(setting.thresholds()), setting.openAfter());
    }

    /** A factor without needless digits. */
    public static String factor(double factor) {
        return factor == Math.rint(factor) ? "%d".formatted(Math.round(factor)) : "%s".formatted(factor);
    }

    /** How long it takes, to two digits or so; {@code never} where it does not happen. */
    public static String delay(Optional<Duration> delay) {
        return delay.map(AdviceTexts::delay).orElse("never");
    }

    private static String delay(Duration delay) {
        for (ChronoUnit unit : new ChronoUnit[] {ChronoUnit.DAYS, ChronoUnit.HOURS, ChronoUnit.MINUTES}) {
            double amount = (double) delay.toMillis() / unit.getDuration().toMillis();
            if (amount >= 1) {
                return String.format(
                        Locale.ROOT,
                        amount < 10 ? "%.1f %s" : "%.0f %s",
                        amount,
                        switch (unit) {
                            case DAYS -> "d";
                            case HOURS -> "h";
                            default -> "min";
                        });
            }
        }
        return delay.toSeconds() + " s";
    }

    /** How a drift is noticed; a dash where it was not measured. */
    public static String noticed(Trial trial, TestDrift drift) {
        Noticed noticed = trial.noticed().get(drift);
        return noticed == null ? "–" : delay(noticed.delay());
    }

    /** So many alarms in a week, to two digits or so: one in half a year is not none. */
    public static String perWeek(double alarms) {
        String format = alarms == 0 || alarms >= 10 ? "%.0f" : alarms < 1 ? "%.2f" : "%.1f";
        return String.format(Locale.ROOT, format, alarms);
    }
}
