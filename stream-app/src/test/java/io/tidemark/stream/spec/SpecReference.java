package io.tidemark.stream.spec;

import io.tidemark.profile.compare.Statistic;
import io.tidemark.profile.decision.Thresholds;
import io.tidemark.profile.performance.Metric;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The tables of the documentation that follow from the monitor spec and its defaults. */
public final class SpecReference {
    private static final MonitorSpec DEFAULTS = MonitorSpec.defaults("any");

    private record Key(String name, String value, String range, String meaning) {
        String row() {
            return "| `" + name + "` | " + value + " | " + range + " | " + meaning + " |\n";
        }
    }

    private SpecReference() {}

    /** The keys with their defaults and ranges, as rows of a Markdown table. */
    public static String keys() {
        return List.of(
                        new Key("model", "required", "text", "The model, as it stands in the inference logs."),
                        new Key(
                                "window",
                                code(DurationText.format(DEFAULTS.window())),
                                durations(Range.WINDOW),
                                "Length of a window. Windows are aligned to the epoch in UTC."),
                        new Key(
                                "hop",
                                "the window",
                                durations(Range.WINDOW),
                                "How often a window is judged. Divides the window, into %,d panes at most: windows are"
                                                .formatted(Windows.MOST_PANES)
                                        + " merges of panes of this length."),
                        new Key(
                                "grace",
                                code(DurationText.format(DEFAULTS.grace())),
                                durations(Range.GRACE),
                                "How long after its end a window still takes events, in event time."),
                        new Key(
                                "rollups",
                                "none",
                                "up to " + Windows.MOST_ROLLUPS + " durations",
                                "Lengths of longer windows that follow each other, each a multiple of the window. They see what"
                                        + " is too small for a window, and have episodes of their own."),
                        new Key(
                                "minRows",
                                code(DEFAULTS.minRows()),
                                numbers(Range.MIN_ROWS),
                                "A window with fewer rows is not judged alone, but together with the next ones, up to 24 windows"
                                        + " in all. A distance is not judged on fewer values."),
                        new Key(
                                "learnRows",
                                code(DEFAULTS.learnRows()),
                                numbers(Range.LEARN_ROWS),
                                "Rows that a baseline is learned from, at least, for a segment of a model version that has none."
                                        + " 0 learns none."),
                        new Key(
                                "learnFor",
                                "1d, or five windows where they are longer",
                                durations(Range.LEARN_FOR),
                                "Event time that these rows cover, at least: long enough for the rhythm of the traffic, a week"
                                        + " where weekends differ."),
                        new Key(
                                "references",
                                code(DEFAULTS.references().stream()
                                        .map(Reference::key)
                                        .toList()),
                                Reference.keys().stream()
                                        .map(SpecReference::code)
                                        .collect(Collectors.joining(", ")),
                                "What a window is compared with, one or more, each with episodes of its own: the baseline,"
                                        + " the last judged window that ended where it begins or before, the window"
                                        + " seven days before. The last needs a window that divides a week."),
                        new Key(
                                "falseAlarms",
                                code(DEFAULTS.falseAlarms()),
                                "%s per %s".formatted(numbers(Range.FALSE_ALARMS), durations(Range.FALSE_ALARMS_PER)),
                                "`N per DURATION`: how often a model that does not drift may be called drifted, over all"
                                        + " its tests."),
                        new Key(
                                "dataset.share",
                                code(DEFAULTS.dataset().share()),
                                "above 0, up to 1",
                                "Share of the features, weighted by their importance, that must have drifted for the"
                                        + " model as a whole to have drifted."),
                        new Key(
                                "multivariate",
                                code(DEFAULTS.multivariate()),
                                "`true`, `false`",
                                "Whether the dependence between features is watched."),
                        new Key(
                                "segments.by",
                                "none",
                                "list of tags without `=`",
                                "Tags by whose values the model is monitored apart, besides as a whole."),
                        new Key(
                                "segments.max",
                                code(DEFAULTS.segments().max()),
                                numbers(Range.MAX_SEGMENTS),
                                "Segments monitored apart at most, over all tags. The rest count in `TAG=other`."),
                        new Key(
                                "episodes.openAfter",
                                code(DEFAULTS.episodes().openAfter()),
                                numbers(Range.CONSECUTIVE_WINDOWS),
                                "Drifted windows in a row before an episode opens."),
                        new Key(
                                "episodes.closeAfter",
                                code(DEFAULTS.episodes().closeAfter()),
                                numbers(Range.CONSECUTIVE_WINDOWS),
                                "Quiet windows in a row before an episode is resolved."),
                        new Key(
                                "thresholds.STATISTIC",
                                "see below",
                                "number, `{minor: X, major: Y}`, `off`",
                                "Effect size from which on a feature counts as drifted, for all features. See below."),
                        new Key(
                                "features.NAME.kind",
                                "`auto`",
                                "`numeric`, `categorical`, `auto`",
                                "How the feature's values are compared. `auto` takes the baseline's kind, and without a"
                                        + " baseline that of the data."),
                        new Key(
                                "features.NAME.ignore",
                                "`false`",
                                "`true`, `false`",
                                "Leaves the feature out of profiles and decisions."),
                        new Key(
                                "features.NAME.importance",
                                code((long) FeatureSpec.DEFAULT.importance()),
                                "0 to %,d".formatted((long) FeatureSpec.MOST_IMPORTANT),
                                "The feature's weight in `dataset.share`."),
                        new Key(
                                "features.NAME.thresholds.STATISTIC",
                                "that of all features",
                                "as above",
                                "Threshold for this feature alone."),
                        new Key(
                                "labels",
                                "absent",
                                "map; `{}` for the defaults",
                                "Joins the labels that turn out later with what the model predicted. Without it, performance is"
                                        + " not watched. [Below](#labels-and-performance)."),
                        new Key(
                                "labels.wait",
                                code(DurationText.format(Labels.DEFAULT.waitFor())),
                                durations(Range.LABELS_WAIT),
                                "How long after a window's end its labels are waited for, in event time."),
                        new Key(
                                "labels.positive",
                                "none",
                                "text",
                                "The class, of two, that `prediction.score` is the score of."),
                        new Key(
                                "labels.coverage",
                                code(Labels.DEFAULT.coverage()),
                                "above 0, up to 1; or above 0%, up to 100%",
                                "A window's performance is judged once labels of this share of its predictions are there, at the"
                                        + " latest when `wait` is over."),
                        new Key(
                                "performance.METRIC",
                                "[below](#labels-and-performance)",
                                "percentage, number, `{minor: X, major: Y}`, `off`",
                                "Limit from which on worse performance is drift. Needs `labels`."),
                        new Key(
                                "retrain",
                                "absent",
                                "map; `{}` for the defaults",
                                "Makes better models. Without it, none are made. Needs `labels`. [Below](#retraining-and-rollout)."),
                        new Key(
                                "rollout",
                                "as below",
                                "map",
                                "How a new version comes to answer, and what takes it back. Needs `labels`, unless"
                                        + " `automatic: false`. [Below](#retraining-and-rollout)."),
                        new Key(
                                "notify",
                                "as the file of channels says",
                                "list of up to " + Range.ROUTES.most() + " maps; `[]` for nobody",
                                "Who is told of the model's drift events. [Notifications](notifications.md#routes)."),
                        new Key(
                                "source",
                                "absent",
                                "map",
                                "Topics whose producers have a schema of their own, and what in their records is what. Without it,"
                                        + " producers write inference logs and ground truth."
                                        + " [Your own schema](integrations.md#your-own-schema)."))
                .stream()
                .map(Key::row)
                .collect(Collectors.joining("", "| key | default | range | meaning |\n|---|---|---|---|\n", ""));
    }

    /** The keys of retraining and rollout, as a Markdown table. */
    public static String loop() {
        return LoopReference.rows().stream()
                .map(row -> new Key(row.key(), row.value(), row.range(), row.meaning()).row())
                .collect(Collectors.joining("", "| key | default | range | meaning |\n|---|---|---|---|\n", ""));
    }

    /** The levels that decide by default, as a Markdown table. */
    public static String levels() {
        return Thresholds.defaults().levels().entrySet().stream()
                .map(entry -> level(
                        entry.getKey(),
                        entry.getValue().minor(),
                        entry.getValue().major()))
                .collect(Collectors.joining("", "| statistic | is the | minor | major |\n|---|---|---|---|\n", ""));
    }

    /** The metrics, as a Markdown table. */
    public static String metrics() {
        return Arrays.stream(Metric.values())
                .map(SpecReference::metric)
                .collect(Collectors.joining(
                        "",
                        "| metric | is the | better | limits as values | as shares |\n|---|---|---|---|---|\n",
                        ""));
    }

    private static String metric(Metric metric) {
        boolean hasShares = metric.better() != Metric.Better.NEARER_ZERO;
        return "| `%s` | %s | %s | %s | %s |\n"
                .formatted(
                        metric.key(),
                        metric.words(),
                        switch (metric.better()) {
                            case HIGHER -> "higher";
                            case LOWER -> "lower";
                            case NEARER_ZERO -> "nearer to 0";
                        },
                        MetricRange.of(metric).words(),
                        hasShares ? MetricRange.ofShares(metric).percentages() : "none");
    }

    private static String level(Statistic statistic, double minor, double major) {
        return "| `" + statistic.key() + "` | " + (statistic.isRate() ? "change of the " : "") + statistic.words()
                + " | " + minor + " | " + major + " |\n";
    }

    private static String durations(Range range) {
        return range.show().apply(range.least()) + " to " + range.show().apply(range.most());
    }

    private static String numbers(Range range) {
        return "%,d to %,d".formatted(range.least(), range.most());
    }

    private static String code(Object value) {
        return "`" + value + "`";
    }
}
