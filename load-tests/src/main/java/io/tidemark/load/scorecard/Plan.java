package io.tidemark.load.scorecard;

import io.tidemark.load.scorecard.stream.Family;
import io.tidemark.load.scorecard.stream.Scenario;
import io.tidemark.load.scorecard.stream.StreamKind;
import io.tidemark.load.scorecard.trial.DriftCell;
import io.tidemark.load.scorecard.trial.QuietCell;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What a scorecard runs.
 *
 * @param quick whether this is the short run, too short for evidence
 * @param baselineRows rows of every baseline
 * @param repeats streams per drift cell, each against a baseline of its own
 */
public record Plan(
        boolean quick, long seed, int baselineRows, int repeats, List<QuietCell> quiet, List<DriftCell> drift) {
    public static final long DEFAULT_SEED = 1;
    private static final int BASELINE_ROWS = 100_000;

    /** Drifts so large that 100,000 rows a window are a waste of time, or that are defined for few sizes only. */
    private static final Set<Scenario> AT_LARGEST = EnumSet.of(
            Scenario.SHIFT_010,
            Scenario.SHIFT_025,
            Scenario.VARIANCE,
            Scenario.TAIL,
            Scenario.SWAP,
            Scenario.CORRELATION);

    public Plan {
        quiet = List.copyOf(quiet);
        drift = List.copyOf(drift);
    }

    /** The run that docs/scorecard.md is made of. */
    public static Plan full(long seed) {
        List<QuietCell> quiet = new ArrayList<>();
        for (Family family : Family.values()) {
            StreamKind stream = new StreamKind(family, false);
            boolean headline = family == Family.MIXED;
            quiet.add(new QuietCell(stream, 200, headline ? 40 : 12, 5));
            quiet.add(new QuietCell(stream, 1_000, headline ? 25 : 10, 4));
            quiet.add(new QuietCell(stream, 10_000, headline ? 10 : 5, 2));
            quiet.add(new QuietCell(stream, 100_000, headline ? 8 : 4, 1));
        }
        quiet.add(new QuietCell(new StreamKind(Family.NORMAL, true), 10_000, 10, 2));
        List<DriftCell> drift = new ArrayList<>();
        for (Scenario scenario : Scenario.values()) {
            int patience = scenario == Scenario.GRADUAL ? Scenario.GRADUAL_WINDOWS : 12;
            if (!scenario.stream().segmented()) {
                drift.add(new DriftCell(scenario, 200, patience));
                drift.add(new DriftCell(scenario, 1_000, patience));
            }
            drift.add(new DriftCell(scenario, 10_000, patience));
            if (AT_LARGEST.contains(scenario)) {
                drift.add(new DriftCell(scenario, 100_000, 3));
            }
        }
        return new Plan(false, seed, BASELINE_ROWS, 200, quiet, drift);
    }

    /** A look in less than a minute: fewer weeks, fewer repeats, no window of 100,000 rows. */
    public static Plan quick(long seed) {
        List<QuietCell> quiet = new ArrayList<>();
        for (Family family : List.of(Family.MIXED, Family.NORMAL, Family.CATEGORICAL)) {
            StreamKind stream = new StreamKind(family, false);
            boolean headline = family == Family.MIXED;
            quiet.add(new QuietCell(stream, 200, headline ? 3 : 2, 2));
            quiet.add(new QuietCell(stream, 1_000, headline ? 3 : 2, 1));
            quiet.add(new QuietCell(stream, 10_000, 1, 1));
        }
        List<DriftCell> drift = new ArrayList<>();
        for (Scenario scenario : Scenario.values()) {
            Family family = scenario.stream().family();
            boolean covered = family == Family.NORMAL || family == Family.CATEGORICAL;
            if (!covered || scenario.stream().segmented()) {
                continue;
            }
            int patience = scenario == Scenario.GRADUAL ? Scenario.GRADUAL_WINDOWS : 2;
            drift.add(new DriftCell(scenario, 200, patience));
            drift.add(new DriftCell(scenario, 1_000, patience));
            if (scenario != Scenario.GRADUAL) {
                drift.add(new DriftCell(scenario, 10_000, 1));
            }
        }
        return new Plan(true, seed, BASELINE_ROWS, 16, quiet, drift);
    }
}
