package io.tidemark.stream.spec;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How a model's time is cut. All windows are aligned to the epoch in UTC, so days begin at midnight and weeks on Thursday.
 *
 * @param window length of a window
 * @param hop how often a window is judged; it divides the window, which is a merge of panes of this length
 * @param grace how long after its end a window still takes events, in event time
 * @param rollups lengths of longer windows that follow each other, each a multiple of the window; the shortest first
 */
public record Windows(Duration window, Duration hop, Duration grace, List<Duration> rollups) {
    public static final Windows DEFAULT = tumbling(Duration.ofHours(1), Duration.ofMinutes(1));

    static final int MOST_ROLLUPS = 5;

    /** A window's panes are all held until it is judged. */
    static final int MOST_PANES = 1_440;

    /** Panes that have ended stay open for as long as the grace, with all their sketches, in every partition. */
    static final int MOST_PANES_IN_GRACE = 10_000;

    private static final Duration WEEK = Duration.ofDays(7);

    public Windows {
        Range.WINDOW.require("window", window.toMillis());
        Range.WINDOW.require("hop", hop.toMillis());
        Range.GRACE.require("grace", grace.toMillis());
        rollups = rollups.stream().sorted().toList();
        rollups.forEach(rollup -> Range.WINDOW.require("rollups", rollup.toMillis()));
        contradictions(window, hop, grace, rollups).stream().findFirst().ifPresent(wrong -> {
            throw new IllegalArgumentException(wrong.toString());
        });
    }

    /** Windows that are judged once, at their end. */
    public static Windows tumbling(Duration window, Duration grace) {
        return new Windows(window, window, grace, List.of());
    }

    /** What is wrong with lengths that are each in range. */
    static List<SpecProblem> contradictions(Duration window, Duration hop, Duration grace, List<Duration> rollups) {
        List<SpecProblem> found = new ArrayList<>();
        hopProblem(window, hop).ifPresent(found::add);
        graceProblem(hop, grace).ifPresent(found::add);
        if (rollups.size() > MOST_ROLLUPS) {
            found.add(problem("rollups", "has " + rollups.size() + " lengths", "keep at most " + MOST_ROLLUPS));
        }
        for (int i = 0; i < rollups.size(); i++) {
            Duration rollup = rollups.get(i);
            if (rollups.indexOf(rollup) < i) {
                found.add(
                        problem("rollups", DurationText.format(rollup) + " stands there twice", "remove one of them"));
            } else {
                rollupProblem(window, rollup).ifPresent(found::add);
            }
        }
        return found;
    }

    private static Optional<SpecProblem> hopProblem(Duration window, Duration hop) {
        if (!divides(hop, window)) {
            return Optional.of(problem(
                    "hop",
                    DurationText.format(hop) + " does not divide the window of " + DurationText.format(window),
                    "use the window or a whole part of it"));
        }
        if (window.dividedBy(hop) > MOST_PANES) {
            return Optional.of(problem(
                    "hop",
                    DurationText.format(hop) + " cuts the window of " + DurationText.format(window) + " into "
                            + window.dividedBy(hop) + " panes",
                    "use a longer hop, for at most " + MOST_PANES));
        }
        return Optional.empty();
    }

    private static Optional<SpecProblem> graceProblem(Duration hop, Duration grace) {
        return grace.dividedBy(hop) <= MOST_PANES_IN_GRACE
                ? Optional.empty()
                : Optional.of(problem(
                        "grace",
                        DurationText.format(grace) + " keeps " + grace.dividedBy(hop) + " panes of "
                                + DurationText.format(hop) + " open",
                        "use a longer window or hop, or a shorter grace, for at most " + MOST_PANES_IN_GRACE));
    }

    private static Optional<SpecProblem> rollupProblem(Duration window, Duration rollup) {
        String length = DurationText.format(rollup);
        if (rollup.compareTo(window) <= 0) {
            return Optional.of(problem(
                    "rollups",
                    length + " is not longer than the window of " + DurationText.format(window),
                    "use a multiple of the window, or remove it"));
        }
        return divides(window, rollup)
                ? Optional.empty()
                : Optional.of(problem(
                        "rollups",
                        length + " is no multiple of the window of " + DurationText.format(window),
                        "use whole multiples of the window"));
    }

    /** Without a whole number of windows in a week, none began seven days before another. */
    static Optional<SpecProblem> referenceProblem(Duration window, Set<Reference> references) {
        return !references.contains(Reference.SAME_TIME_LAST_WEEK) || divides(window, WEEK)
                ? Optional.empty()
                : Optional.of(problem(
                        "references",
                        Reference.SAME_TIME_LAST_WEEK.key() + " needs a window that divides a week, which "
                                + DurationText.format(window) + " does not",
                        "use a window such as 1h, 1d or 1w, or leave it out"));
    }

    private static SpecProblem problem(String key, String what, String remedy) {
        return new SpecProblem(0, key, what, remedy);
    }

    private static boolean divides(Duration part, Duration whole) {
        return whole.toMillis() % part.toMillis() == 0;
    }

    /** Other lengths of window and grace. A hop that is the whole window stays so. */
    Windows withTimes(Duration newWindow, Duration newGrace) {
        return new Windows(newWindow, hop.equals(window) ? newWindow : hop, newGrace, rollups);
    }
}
