package io.tidemark.profile.decision;

import java.time.Duration;

/**
 * How many false alarms a monitor may give: the one setting that all levels of significance follow from.
 *
 * @param alarms 1 or more
 * @param per in what time
 */
public record FalseAlarmBudget(int alarms, Duration per) {
    /** Drift is to be sure, however few windows there are to spend a budget on. */
    private static final double LARGEST_LEVEL = 0.01;

    public FalseAlarmBudget {
        if (alarms < 1 || !per.isPositive()) {
            throw new IllegalArgumentException(
                    "a budget is one false alarm or more in a time above 0, not " + alarms + " per " + per);
        }
    }

    /**
     * The probability of a false alarm that one window may have, at most 0.01: the alarms, divided by the windows in their time.
     *
     * @param every how often there is a window
     * @param watches how many kinds of window share the budget, such as panes and their roll-ups
     */
    public double levelOf(Duration every, int watches) {
        double windows = (double) per.toMillis() / every.toMillis() * watches;
        return Math.min(LARGEST_LEVEL, alarms / windows);
    }
}
