package io.tidemark.stream.spec;

import io.tidemark.profile.performance.Metric;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** The rows of the documentation's table of retraining and rollout. */
final class LoopReference {
    private static final Retraining RETRAIN = Retraining.DEFAULT;
    private static final Rollout ROLLOUT = Rollout.DEFAULT;
    private static final String LEVELS = "`minor`, `major`, `off`";

    record Row(String key, String value, String range, String meaning) {}

    private LoopReference() {}

    static List<Row> rows() {
        return List.of(
                row(
                        "retrain.when",
                        "`{performance: major, concept: minor}`",
                        "map",
                        "What asks for a model. Where it stands, what it does not name does not ask; `when: {}` leaves it to people."),
                row(
                        "retrain.when.drift",
                        "`off`",
                        LEVELS,
                        "Drift of features, predictions or labels of at least this severity, of the version that answers, beside its baseline."),
                row(
                        "retrain.when.dataQuality",
                        "`off`",
                        LEVELS,
                        "The same of damaged data. A model of damaged data is right only if the damage is to stay."),
                row("retrain.when.performance", "`off`", LEVELS, "The same of worse performance, whatever the cause."),
                row("retrain.when.concept", "`off`", LEVELS, "The same of worse performance by concept drift."),
                row(
                        "retrain.when.schedule",
                        "none",
                        "five fields of cron",
                        "Minute, hour, day of the month, month, day of the week, in UTC, such as `\"0 3 * * MON\"`. Of times missed the latest is made up for."),
                row(
                        "retrain.when.newLabels",
                        code(RETRAIN.when().newLabels()),
                        numbers(Range.NEW_LABELS),
                        "So many answers with a label since the last job began; 0 never asks."),
                row(
                        "retrain.cooldown",
                        duration(RETRAIN.cooldown()),
                        durations(Range.COOLDOWN),
                        "How long after a job's end the next automatic one waits, by the wall clock."),
                row(
                        "retrain.quietHours",
                        "none",
                        "`HH:MM-HH:MM`",
                        "Hours of each day, in UTC, in which no automatic job begins; also over midnight."),
                row(
                        "retrain.giveUpAfter",
                        code(RETRAIN.giveUpAfter()),
                        numbers(Range.GIVE_UP_AFTER),
                        "After so many jobs in a row that came to nothing only a person starts the next; 0 never gives up."),
                row(
                        "retrain.data.window",
                        "none",
                        durations(Range.LEARNING_TIME),
                        "Examples not older than this before the newest, by event time."),
                row(
                        "retrain.data.rows",
                        code(RETRAIN.data().rows()),
                        numbers(Range.TRAINING_ROWS),
                        "So many examples, those whose labels came last; 0 for as many as the worker holds."),
                row("retrain.data.since", "none", "`drift`", "Only examples since the drift began that asked."),
                row(
                        "retrain.data.halfLife",
                        "none",
                        durations(Range.LEARNING_TIME),
                        "An example this much older than the newest counts half."),
                row(
                        "retrain.data.minRows",
                        code(RETRAIN.data().minRows()),
                        numbers(Range.MIN_ROWS),
                        "With fewer examples no model is made."),
                row(
                        "retrain.data.maxMissing",
                        share(RETRAIN.data().maxMissing()),
                        shares(ShareRange.ANY),
                        "Share of a feature's values that may be missing."),
                row(
                        "retrain.data.minClassShare",
                        share(RETRAIN.data().minClassShare()),
                        shares(ShareRange.OF_THE_RAREST),
                        "Share of the examples that the rarest class has to have."),
                row(
                        "retrain.data.maxDuplicates",
                        share(RETRAIN.data().maxDuplicates()),
                        shares(ShareRange.ANY),
                        "Share of examples that may be the same as another, features and label."),
                row(
                        "retrain.data.maxAge",
                        "none",
                        durations(Range.LEARNING_TIME),
                        "How much older than the begin of the drift that asked the newest example may be, by event time; what else asks has no event time."),
                row("retrain.data.exclude", "none", "list of features", "Features that the model is not to see."),
                row(
                        "retrain.holdout",
                        share(RETRAIN.holdout()),
                        shares(ShareRange.HOLDOUT),
                        "Share of the examples, the latest ones, that the new model and the one that answers are judged by."),
                row(
                        "retrain.model.algorithm",
                        code(RETRAIN.model().algorithm().key()),
                        Algorithm.keys().stream().map(LoopReference::code).collect(Collectors.joining(", ")),
                        "What it is trained with; `auto` searches. Regressions: `xgboost`, `linear_regression`."),
                row(
                        "retrain.model.hyperParameters",
                        "the standard ones",
                        "map of numbers",
                        "Of the algorithm, by name. The worker knows which there are. Not with `auto`."),
                row(
                        "retrain.model.seed",
                        code(RETRAIN.model().seed()),
                        numbers(Range.SEED),
                        "What is random in training follows from it."),
                row(
                        "retrain.model.trials",
                        code(RETRAIN.model().trials()),
                        numbers(Range.TRIALS),
                        "How many settings `auto` tries."),
                row(
                        "retrain.model.searchFor",
                        duration(RETRAIN.model().searchFor()),
                        durations(Range.SEARCH),
                        "How long `auto` may search; it ends with the trial at which this is over. No more than half of what is left of `tidemark.retrain.timeout.ms`."),
                row(
                        "retrain.gates.metric",
                        "`logLoss` of classes, `rmse` of numbers",
                        Retraining.Gates.METRICS.stream()
                                .map(Metric::key)
                                .map(LoopReference::code)
                                .collect(Collectors.joining(", ")),
                        "What decides. The loss of `rocAuc` and `accuracy` is what they lack of 1."),
                row(
                        "retrain.gates.improvement",
                        share(RETRAIN.gates().improvement()),
                        shares(ShareRange.ANY),
                        "By which share of the champion's loss its own has to be less."),
                row(
                        "retrain.gates.significance",
                        code(RETRAIN.gates().significance()),
                        shares(ShareRange.POSITIVE),
                        "The p-value, of a paired test that it is no better, that has to be passed; 1 for no test."),
                row(
                        "retrain.gates.segments",
                        share(RETRAIN.gates().segments()),
                        shares(ShareRange.LOSS),
                        "By which share of the champion's loss its own may be more in any segment, beyond chance."),
                row(
                        "retrain.gates.fairness",
                        "not judged",
                        "map",
                        "Between which groups it has to be fair; `tag`, whose values are the groups, and `favourable`, the class that is good for who gets it, are required."),
                row(
                        "retrain.gates.fairness.disparateImpact",
                        share(Retraining.Fairness.DEFAULT_DISPARATE_IMPACT),
                        shares(ShareRange.ANY),
                        "The smallest share of a group that gets it, over the largest, at least."),
                row(
                        "retrain.gates.fairness.equalOpportunity",
                        share(Retraining.Fairness.DEFAULT_EQUAL_OPPORTUNITY),
                        shares(ShareRange.ANY),
                        "By how much the share that gets it of those who deserve it may differ between groups."),
                row(
                        "retrain.gates.fairness.minRows",
                        code(Retraining.Fairness.DEFAULT_MIN_ROWS),
                        numbers(Range.MIN_ROWS),
                        "A group of fewer rows is not judged."),
                row(
                        "retrain.gates.latency",
                        "any",
                        durations(Range.LATENCY_MICROS),
                        "The 99th percentile of the time that scoring one row may take, such as `5ms`."),
                row(
                        "retrain.gates.calibration",
                        code(1),
                        shares(ShareRange.POSITIVE),
                        "Expected calibration error at most; 1 for any."),
                row(
                        "rollout.automatic",
                        code(ROLLOUT.automatic()),
                        "`true`, `false`",
                        "Whether a version goes on by itself on enough evidence. It is taken back by itself in any case."),
                row(
                        "rollout.shadow",
                        code(ROLLOUT.shadow()),
                        numbers(Range.SHADOW_ROWS) + ", `off`",
                        "Labelled answers that it gives in the shadow before it may answer."),
                row(
                        "rollout.canary.shares",
                        "none",
                        "list of shares, rising",
                        "Shares of the requests that it answers one after the other, such as `[5%, 25%]`; none for no canary."),
                row(
                        "rollout.canary.rows",
                        code(ROLLOUT.canary().rows()),
                        numbers(Range.EVIDENCE_ROWS),
                        "Labelled answers that it gives at each share before it goes on."),
                row(
                        "rollout.watch",
                        duration(ROLLOUT.watch()),
                        durations(Range.WATCH),
                        "How long after it came to production, by event time, it is taken back if it turns out worse than the one before."),
                row(
                        "rollout.takeBack.loss",
                        share(ROLLOUT.takeBack().loss()),
                        shares(ShareRange.LOSS),
                        "By which share of the champion's loss its own may be more, beyond chance."),
                row(
                        "rollout.takeBack.failures",
                        share(ROLLOUT.takeBack().failures()),
                        shares(ShareRange.ANY),
                        "Share of questions that it may answer with an error."),
                row(
                        "rollout.takeBack.latency",
                        "`off`",
                        "1 to 1,000, `off`",
                        "How many times the champion's 99th percentile of latency its own may be."));
    }

    private static Row row(String key, String value, String range, String meaning) {
        return new Row(key, value, range, meaning);
    }

    private static String code(Object value) {
        return "`" + value + "`";
    }

    private static String duration(Duration duration) {
        return code(DurationText.format(duration));
    }

    private static String durations(Range range) {
        return range.show().apply(range.least()) + " to " + range.show().apply(range.most());
    }

    private static String numbers(Range range) {
        return "%,d to %,d".formatted(range.least(), range.most());
    }

    private static String share(double share) {
        return code(Percent.format(share));
    }

    private static String shares(ShareRange range) {
        return (range.open() ? "above " : "") + Percent.format(range.least()) + " to " + Percent.format(range.most());
    }
}
