package io.tidemark.standalone.advice;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What came of a setting.
 *
 * @param alarms in the order of time
 * @param span from the first to the last window that was judged
 * @param judged time whose windows were judged
 * @param judgedWindows how many those were
 * @param noticed how soon a drift of each size in one feature would have been told of
 */
public record Trial(
        Setting setting,
        List<Alarm> alarms,
        Optional<Period> span,
        Duration judged,
        int judgedWindows,
        Map<TestDrift, Noticed> noticed) {
    private static final double WEEK_MS = Duration.ofDays(7).toMillis();

    public Trial {
        alarms = List.copyOf(alarms);
        noticed = Map.copyOf(noticed);
    }

    Trial with(Map<TestDrift, Noticed> measured) {
        return new Trial(setting, alarms, span, judged, judgedWindows, measured);
    }

    /** Alarms that are about no known drift. */
    public List<Alarm> otherAlarms(List<Period> known) {
        return alarms.stream()
                .filter(alarm -> known.stream().noneMatch(drift -> drift.isToldBy(alarm)))
                .toList();
    }

    /** How long after a known drift began it was told of; empty where it was not. */
    public Optional<Duration> delayOf(Period drift) {
        return alarms.stream()
                .filter(drift::isToldBy)
                .map(Alarm::windowEnd)
                .min(Comparator.naturalOrder())
                .map(end -> Duration.between(drift.from(), end))
                .map(delay -> delay.isNegative() ? Duration.ZERO : delay);
    }

    /** Known drifts that were told of. */
    public int caught(List<Period> known) {
        return (int) known.stream().filter(drift -> delayOf(drift).isPresent()).count();
    }

    /** Whether it notices such a drift in most features, sooner or later. */
    boolean notices(TestDrift drift) {
        return Optional.ofNullable(noticed.get(drift)).flatMap(Noticed::delay).isPresent();
    }

    /** So many alarms in a week of judged time; 0 where nothing was judged. */
    public double perWeek(int count) {
        return judged.isZero() ? 0 : count * WEEK_MS / judged.toMillis();
    }
}
