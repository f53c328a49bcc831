package io.tidemark.load.scorecard;

import io.tidemark.load.scorecard.estimate.Interval;
import io.tidemark.load.scorecard.stream.Scenario;
import java.util.ArrayList;
import java.util.List;

/**
 * What the decisions should reach, and what they did.
 *
 * @param limit false episodes per model-week at most, or a share of detections at least
 * @param measured the estimate, which is compared with the limit
 */
public record Target(String what, Direction direction, double limit, double measured, Interval interval) {

    /** On which side of the limit it passes. */
    public enum Direction {
        AT_MOST,
        AT_LEAST
    }

    public boolean passes() {
        return direction == Direction.AT_MOST ? measured <= limit : measured >= limit;
    }

    /** The targets of which {@code results} has the cells. */
    public static List<Target> of(Results results) {
        List<Target> targets = new ArrayList<>();
        for (NoDrift row : results.quietRows()) {
            targets.add(new Target(
                    "false episodes per model-week, %s, %,d rows"
                            .formatted(row.cell().stream().label(), row.cell().rows()),
                    Direction.AT_MOST,
                    1,
                    row.falseEpisodes().value(),
                    row.falseEpisodes().interval()));
        }
        addDetection(targets, results, Scenario.SHIFT_025, 1_000, 0.8);
        addDetection(targets, results, Scenario.SHIFT_025, 10_000, 0.99);
        addDetection(targets, results, Scenario.SHIFT_010, 10_000, 0.9);
        addDetection(targets, results, Scenario.SHIFT_010, 100_000, 0.99);
        addDetection(targets, results, Scenario.VARIANCE, 1_000, 0.9);
        addDetection(targets, results, Scenario.VARIANCE, 10_000, 0.99);
        addDetection(targets, results, Scenario.MISSING_02, 1_000, 0.95);
        addDetection(targets, results, Scenario.NEW_CATEGORY, 1_000, 0.8);
        addDetection(targets, results, Scenario.CORRELATION, 10_000, 0.95);
        addDetection(targets, results, Scenario.GRADUAL, 1_000, 0.95);
        return List.copyOf(targets);
    }

    private static void addDetection(List<Target> targets, Results results, Scenario scenario, int rows, double limit) {
        results.detectionOf(scenario, rows)
                .map(Detection::tidemark)
                .ifPresent(detected -> targets.add(new Target(
                        "%s, %,d rows: detected %s"
                                .formatted(
                                        scenario.label(),
                                        rows,
                                        scenario == Scenario.GRADUAL
                                                ? "before the last window"
                                                : "in the first window"),
                        Direction.AT_LEAST,
                        limit,
                        detected.value(),
                        detected.interval())));
    }
}
