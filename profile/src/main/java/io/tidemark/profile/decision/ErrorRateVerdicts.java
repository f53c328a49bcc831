package io.tidemark.profile.decision;

import io.tidemark.profile.compare.Measurement;
import io.tidemark.profile.compare.Statistic;
import io.tidemark.profile.decision.ErrorRateDetector.Alarm;
import java.time.Instant;
import java.util.List;

/** What is to be said of a model's errors as they become known. */
public final class ErrorRateVerdicts {
    /** A rate so many times the allowed one is major. */
    private static final double MAJOR = 1.5;

    private ErrorRateVerdicts() {}

    /** There are too many. */
    public static Verdict tooMany(Alarm alarm, double allowedRate) {
        Severity severity = alarm.rate() >= MAJOR * allowedRate ? Severity.MAJOR : Severity.MINOR;
        double threshold = severity == Severity.MAJOR ? MAJOR * allowedRate : allowedRate;
        return new Verdict(
                severity,
                DriftKind.PERFORMANCE,
                List.of(new Finding(Statistic.ERROR_RATE, severity, new Measurement(alarm.rate(), 0, 0), threshold)),
                Figures.percent(alarm.rate()) + " of " + Figures.of(alarm.rows())
                        + " labels that became known since " + Instant.ofEpochMilli(alarm.sinceMs())
                        + " say that the answer was wrong; " + Figures.percent(allowedRate) + " are allowed");
    }

    /** There is no evidence of too many. Where the rate is above what is allowed, a rise that had been found lingers. */
    public static Verdict none(long rows, double errors, double allowedRate) {
        double rate = rows == 0 ? 0 : errors / rows;
        return new Verdict(
                Severity.NONE,
                DriftKind.PERFORMANCE,
                List.of(),
                Figures.percent(rate) + " of " + Figures.of(rows) + " labels say that the answer was wrong; "
                        + Figures.percent(allowedRate) + " are allowed",
                rate > allowedRate);
    }
}
