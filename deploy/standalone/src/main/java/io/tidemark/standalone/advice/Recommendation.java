package io.tidemark.standalone.advice;

import io.tidemark.stream.spec.FalseAlarms;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The setting to take: of those that would have given no more alarms than are accepted, beside those about known drift, the one that tells of most of
 * what is known, then soonest; then the one that notices a moderate drift soonest, then a large and a small one; then the one with the fewest alarms.
 *
 * @param trial what came of it
 * @param withinBudget whether it stays within the alarms that are accepted; where no setting does, it is the one with the fewest
 */
public record Recommendation(Trial trial, boolean withinBudget) {
    private static final Duration NEVER = Duration.ofDays(365_000);

    /** The setting to take; empty where no window was judged with any. */
    static Optional<Recommendation> among(List<Trial> trials, List<Period> known, FalseAlarms accepted) {
        List<Trial> judged =
                trials.stream().filter(trial -> trial.judgedWindows() > 0).toList();
        Comparator<Trial> fewest = Comparator.comparingDouble(
                trial -> trial.perWeek(trial.otherAlarms(known).size()));
        Comparator<Trial> soonest = Comparator.<Trial>comparingInt(trial -> -trial.caught(known))
                .thenComparing(trial -> totalDelay(trial, known))
                .thenComparing(trial -> delay(trial, TestDrift.MODERATE))
                .thenComparing(trial -> delay(trial, TestDrift.LARGE))
                .thenComparing(trial -> delay(trial, TestDrift.SMALL));
        Comparator<Trial> plainest = Comparator.<Trial>comparingDouble(
                        trial -> Math.abs(Math.log(trial.setting().thresholds())))
                .thenComparing(Trial::setting, Setting.IN_ORDER);
        return judged.stream()
                .filter(trial -> isAccepted(trial, known, accepted))
                .min(soonest.thenComparing(fewest).thenComparing(plainest))
                .map(trial -> new Recommendation(trial, true))
                .or(() -> judged.stream()
                        .min(fewest.thenComparing(soonest).thenComparing(plainest))
                        .map(trial -> new Recommendation(trial, false)));
    }

    /** How many alarms are accepted in the time that a trial judged: one at least, since less can't be told from none. */
    static long accepted(FalseAlarms accepted, Duration judged) {
        return Math.max(
                1,
                Math.round(accepted.count()
                        * ((double) judged.toMillis() / accepted.per().toMillis())));
    }

    static boolean isAccepted(Trial trial, List<Period> known, FalseAlarms accepted) {
        return trial.otherAlarms(known).size() <= accepted(accepted, trial.judged());
    }

    private static Duration totalDelay(Trial trial, List<Period> known) {
        return known.stream().flatMap(drift -> trial.delayOf(drift).stream()).reduce(Duration.ZERO, Duration::plus);
    }

    private static Duration delay(Trial trial, TestDrift drift) {
        return Optional.ofNullable(trial.noticed().get(drift))
                .flatMap(Noticed::delay)
                .orElse(NEVER);
    }
}
