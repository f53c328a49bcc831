package io.tidemark.load.scorecard.report;

import io.tidemark.load.scorecard.Plan;
import io.tidemark.load.scorecard.stream.Scenario;

/** What was run, in words. */
final class MethodText {
    private MethodText() {}

    static String of(Plan plan) {
        StringBuilder drifts = new StringBuilder();
        plan.drift().stream()
                .map(cell -> cell.scenario())
                .distinct()
                .forEach(scenario -> drifts.append(line(scenario)));
        return """
            ## Method

            **What is measured** is the monitor's own code, not a model of it: rows go as events through `PartitionProfiler` and
            `Assessor`, the two steps that run on Kafka, with the default spec (windows of 1 h, `openAfter` 1). Rows come in order of
            time, evenly spaced, in one partition.

            **Streams** have 20 independent features: normal; log-normal with σ = 1; zero-inflated (70 %% zeros, else exponential);
            categories (1,000, Zipf's law with exponent 1.1); mixed, five of each. Baselines have %s rows of the same distribution and
            are made as those of CSV files are: sketched, then counted exactly, then counted jointly. All is drawn from the seed, the coins that
            quantile sketches toss included, and nothing depends on the number of threads.

            **Without drift** each baseline is used for a few model-weeks of 168 windows and then replaced, since the baseline's own
            sampling error is part of the truth: the windows of one baseline are not independent of each other, so the exact intervals
            of rates are somewhat too narrow where a baseline has many false alarms. A false episode is an OPENED event of any feature.
            A false window is one with an OPENED event or a verdict of drift.

            **With drift** %d streams are run per scenario and size, each against a baseline of its own; the drift is there from the
            first row of the first window on. Detected means that an episode of an affected feature opened in the first window; for the
            change of correlation, also an episode of no single feature. The scenarios:

            %s
            **Other rules** score the same windows from the same sketches, as Evidently, NannyML, whylogs and vendors have them by default,
            missing values left out. A window alarms if any of its 20 features, of any segment, exceeds the threshold, affected or not; for
            Tidemark only episodes of affected features count. PSI and Jensen–Shannon go over the baseline's deciles, and over all
            categories. "KS p" is the asymptotic p-value of the plain two-sample Kolmogorov–Smirnov test, from the sketches' D without any
            correction for rank errors; for categories it is that of Pearson's χ² test. "Wasserstein" is the distance over the baseline's
            standard deviation; for categories it is Jensen–Shannon.

            **Matched rates.** A fixed threshold that alarms every day sees every drift, so the rules are compared again with the threshold
            that suits them best: the lowest with which they alarm, on the streams without drift of the same family and size, in no more
            windows than allowed. Allowed are, in the first of the two tables, as many windows as Tidemark alarmed in (where it did in none:
            3, the upper end of the exact interval for none), in the second, one per model-week. Nobody can choose thresholds that way
            outside of a simulation; it is the most favourable choice for the rule. No stream that a threshold was chosen on is used for
            detection.

            **Not covered:** features that depend on each other without drift; rows that depend on each other, such as daily rhythms or
            bursts, which make real windows differ more than independent rows do; learned baselines and ones of other sizes; several
            partitions (which don't change decisions); drift in predictions and labels, which are decided as features are.
            """.formatted(Figures.count(plan.baselineRows()), plan.repeats(), drifts);
    }

    private static String line(Scenario scenario) {
        return "- **%s** (%s stream): %s.\n"
                .formatted(scenario.label(), scenario.stream().label(), scenario.definition());
    }
}
