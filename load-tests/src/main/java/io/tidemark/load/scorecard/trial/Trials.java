package io.tidemark.load.scorecard.trial;

import io.tidemark.load.scorecard.stream.RowSource;
import io.tidemark.load.scorecard.stream.Scenario;
import io.tidemark.load.scorecard.stream.Seeds;
import io.tidemark.load.scorecard.stream.SketchCoins;
import io.tidemark.load.scorecard.stream.StreamKind;
import io.tidemark.load.scorecard.stream.SyntheticBaselines;
import io.tidemark.profile.baseline.Baseline;
import io.tidemark.stream.event.NameDictionary;
import io.tidemark.stream.spec.MonitorSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * Single trials, each with random numbers and coins of its own: the same seeds give the same outcome, in any order. Not for several
 * threads at once.
 */
record Trials(Seeds seeds, int baselineRows) {

    /** One baseline and its weeks without drift. */
    QuietOutcome quiet(QuietCell cell, int replicate) {
        StreamKind stream = cell.stream();
        String name = "quiet/%s/%d/%d".formatted(stream.label(), cell.rows(), replicate);
        Baseline baseline = SyntheticBaselines.create(stream.family(), baselineRows, seeds, name + "/baseline");
        MonitorSpec spec = stream.spec("scorecard");
        SketchCoins.seed(seeds.of(name));
        Observations seen = new Observations(spec, cell.windowsEach(), _ -> false);
        NameDictionary names = new NameDictionary(Integer.MAX_VALUE);
        RowSource rows = RowSource.quiet(stream.family(), stream.segmented(), names, seeds.generator(name));
        new MonitorRun(spec, baseline, names, seen).run(rows, cell.windowsEach(), cell.rows(), () -> false);
        return new QuietOutcome(seen.judged(), seen.opened(), seen.alarms(), seen.scores());
    }

    /** One baseline, and for each cell a stream that drifts away from it. */
    List<DriftOutcome> drift(List<DriftCell> cells, int replicate) {
        StreamKind stream = cells.getFirst().scenario().stream();
        Baseline baseline = SyntheticBaselines.create(
                stream.family(), baselineRows, seeds, "drift/%s/%d/baseline".formatted(stream.label(), replicate));
        List<DriftOutcome> outcomes = new ArrayList<>();
        for (DriftCell cell : cells) {
            outcomes.add(drift(cell, baseline, replicate));
        }
        return outcomes;
    }

    private DriftOutcome drift(DriftCell cell, Baseline baseline, int replicate) {
        Scenario scenario = cell.scenario();
        int atLeast = scenario.detectionWindows();
        MonitorSpec spec = scenario.stream().spec("scorecard");
        Observations seen = new Observations(spec, cell.patience(), scenario::concerns);
        NameDictionary names = new NameDictionary(Integer.MAX_VALUE);
        String name = "drift/%s/%d/%d".formatted(scenario.name(), cell.rows(), replicate);
        SketchCoins.seed(seeds.of(name));
        RowSource rows = scenario.rows(names, seeds.generator(name));
        new MonitorRun(spec, baseline, names, seen)
                .run(
                        rows,
                        cell.patience(),
                        cell.rows(),
                        () -> seen.judged() >= atLeast && seen.detectedIn().isPresent());
        return new DriftOutcome(seen.detectedIn().orElse(DriftOutcome.NEVER), seen.largestScores(atLeast));
    }
}
