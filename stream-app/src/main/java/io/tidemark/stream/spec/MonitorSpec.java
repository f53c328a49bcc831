package io.tidemark.stream.spec;

import io.tidemark.profile.decision.EpisodePolicy;
import io.tidemark.profile.decision.FalseAlarmBudget;
import io.tidemark.profile.decision.MetricLimit;
import io.tidemark.profile.decision.MetricLimits;
import io.tidemark.profile.embedding.EmbeddingNames;
import io.tidemark.profile.performance.Metric;
import io.tidemark.profile.sketch.KindHint;
import io.tidemark.profile.stats.WindowVariation;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * How one model is monitored. A model needs none: {@link #defaults} holds for one without.
 *
 * @param windows how its time is cut
 * @param minRows a window with fewer rows is not judged
 * @param learnRows rows that a baseline is learned from, at least, for a model version that has none; 0 learns none
 * @param learnFor event time that these rows cover, at least
 * @param references what a window is compared with, one at least, in the order of the enum
 * @param dataset when the model as a whole has drifted
 * @param multivariate whether the dependence between features is watched
 * @param thresholds of all features
 * @param features those for which something differs
 * @param labels how labels are joined; empty where they aren't, and performance is not watched
 * @param performance the limits that differ from the defaults; none without labels
 * @param retraining when better models are made; empty where none are
 * @param rollout how new versions come to answer; empty where the defaults hold
 * @param routes who is told of drift events; empty where those are told whom the monitor's settings name, a list of none where nobody is
 * @param source where its records are in a schema of their producers; empty where these write inference logs and ground truth
 */
public record MonitorSpec(
        String model,
        Windows windows,
        long minRows,
        long learnRows,
        Duration learnFor,
        Set<Reference> references,
        FalseAlarms falseAlarms,
        Dataset dataset,
        boolean multivariate,
        Segments segments,
        Episodes episodes,
        Thresholds thresholds,
        Map<String, FeatureSpec> features,
        Optional<Labels> labels,
        PerformanceLimits performance,
        Optional<Retraining> retraining,
        Optional<Rollout> rollout,
        Optional<List<NotifyRoute>> routes,
        Optional<Source> source) {

    static final long DEFAULT_MIN_ROWS = 200;
    static final long DEFAULT_LEARN_ROWS = 10_000;
    /** Most traffic has a rhythm of days: a baseline of the morning would call the evening drift. */
    private static final Duration DEFAULT_LEARN_FOR = Duration.ofDays(1);

    /**
     * When the model as a whole has drifted.
     *
     * @param share of the features, weighted by importance, that must have drifted; above 0, at most 1
     */
    public record Dataset(double share) {
        public static final Dataset DEFAULT = new Dataset(0.5);

        public Dataset {
            if (!isShare(share)) {
                throw new IllegalArgumentException(
                        "dataset.share: " + share + " is no share; use a number above 0 and at most 1");
            }
        }

        static boolean isShare(double share) {
            return share > 0 && share <= 1;
        }
    }

    /**
     * By which tags the model is monitored apart, besides as a whole.
     *
     * @param max segments monitored apart at most; the rest count as one
     */
    public record Segments(List<String> by, int max) {
        public static final Segments DEFAULT = new Segments(List.of(), 200);

        public Segments {
            Range.MAX_SEGMENTS.require("segments.max", max);
            if (by.stream().anyMatch(String::isBlank) || new HashSet<>(by).size() < by.size()) {
                throw new IllegalArgumentException(
                        "segments.by: " + by + " has an empty or repeated tag; name each tag once");
            }
            by.stream().filter(Segments::isAmbiguous).findFirst().ifPresent(tag -> {
                throw new IllegalArgumentException(
                        "segments.by: " + tag + " contains =, which parts a tag from its value; give it another name");
            });
            by = List.copyOf(by);
        }

        /** A segment is called TAG=VALUE; with another = in the tag, two segments could have one name. */
        static boolean isAmbiguous(String tag) {
            return tag.contains("=");
        }
    }

    /**
     * When drift becomes an episode and when one is over, in windows in a row.
     *
     * @param openAfter drifted windows
     * @param closeAfter quiet windows
     */
    public record Episodes(int openAfter, int closeAfter) {
        public static final Episodes DEFAULT = new Episodes(1, 2);

        public Episodes {
            Range.CONSECUTIVE_WINDOWS.require("episodes.openAfter", openAfter);
            Range.CONSECUTIVE_WINDOWS.require("episodes.closeAfter", closeAfter);
        }
    }

    public MonitorSpec {
        if (model.isBlank()) {
            throw new IllegalArgumentException("model: is empty; name the model");
        }
        Range.MIN_ROWS.require("minRows", minRows);
        Range.LEARN_ROWS.require("learnRows", learnRows);
        Range.LEARN_FOR.require("learnFor", learnFor.toMillis());
        references = Reference.ordered(references);
        if (references.isEmpty()) {
            throw new IllegalArgumentException("references: there are none; name one at least");
        }
        Windows.referenceProblem(windows.window(), references).ifPresent(wrong -> {
            throw new IllegalArgumentException(wrong.toString());
        });
        if (labels.isEmpty() && !performance.isEmpty()) {
            throw new IllegalArgumentException(
                    "performance: is judged from labels, and there are none; set labels too");
        }
        if (labels.isEmpty() && retraining.isPresent()) {
            throw new IllegalArgumentException(
                    "retrain: there is nothing to learn from without labels; set labels too");
        }
        if (labels.isEmpty() && source.flatMap(Source::truths).isPresent()) {
            throw new IllegalArgumentException(
                    "source.truths: what turned out to be true is joined as labels, and there are none; set labels too");
        }
        Map<String, FeatureSpec> differing = new HashMap<>(features);
        differing.values().removeIf(FeatureSpec.DEFAULT::equals);
        features = Map.copyOf(differing);
        routes = routes.map(List::copyOf);
        routes.ifPresent(NotifyRoute::requireNotTooMany);
    }

    /** What holds for a model without a spec. */
    public static MonitorSpec defaults(String model) {
        return new MonitorSpec(
                model,
                Windows.DEFAULT,
                DEFAULT_MIN_ROWS,
                DEFAULT_LEARN_ROWS,
                learnForByDefault(Windows.DEFAULT.window()),
                Reference.DEFAULT,
                FalseAlarms.DEFAULT,
                Dataset.DEFAULT,
                true,
                Segments.DEFAULT,
                Episodes.DEFAULT,
                Thresholds.NONE,
                Map.of(),
                Optional.empty(),
                PerformanceLimits.NONE,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** A day, but enough windows to tell how much windows differ, where that is not longer than anybody may learn. */
    static Duration learnForByDefault(Duration window) {
        long enoughMs = window.toMillis() * WindowVariation.FEWEST_WINDOWS;
        return Duration.ofMillis(Math.clamp(enoughMs, DEFAULT_LEARN_FOR.toMillis(), Range.LEARN_FOR.most()));
    }

    /** What holds for one feature. What is said of an array holds for all that is watched of it. */
    public FeatureSpec feature(String name) {
        FeatureSpec own = features.get(name);
        return own != null
                ? own
                : EmbeddingNames.arrayOf(name).map(features::get).orElse(FeatureSpec.DEFAULT);
    }

    /** The thresholds for one feature: its own before those of all features. */
    public Thresholds thresholdsOf(String feature) {
        return feature(feature).thresholds().over(thresholds);
    }

    /** Whether {@code feature} is left out of profiles and decisions. */
    public boolean ignores(String feature) {
        return feature(feature).ignore();
    }

    /** How to sketch {@code feature}; AUTO where the spec leaves it to the baseline or the data. */
    public KindHint hintOf(String feature) {
        return switch (feature(feature).kind()) {
            case AUTO -> KindHint.AUTO;
            case NUMERIC -> KindHint.NUMERIC;
            case CATEGORICAL -> KindHint.CATEGORICAL;
        };
    }

    /** What decides whether {@code feature} drifted: the defaults, with what this spec says over them. */
    public io.tidemark.profile.decision.Thresholds decisionThresholdsOf(String feature) {
        return thresholdsOf(feature)
                .over(io.tidemark.profile.decision.Thresholds.defaults().withMinRows(minRows));
    }

    /** This spec with the levels of all statistics written out, so that it says what a reader would have to look up. */
    public MonitorSpec explicit() {
        return with(thresholds.explicit());
    }

    /** This spec with all thresholds so many times as high, those of single features, too. */
    public MonitorSpec withThresholdsTimes(double factor) {
        if (factor == 1) {
            return this;
        }
        Map<String, FeatureSpec> scaled = new HashMap<>();
        features.forEach((name, feature) -> scaled.put(
                name,
                feature.thresholds().byStatistic().isEmpty()
                        ? feature
                        : feature.with(thresholdsOf(name).times(factor))));
        return edit().thresholds(thresholds.times(factor)).features(scaled).build();
    }

    /**
     * The probability of a false alarm that a decision over all versions, segments and features may have. Windows and each length
     * of roll-up, compared with each of the references, have equal parts of the budget; so has performance, where there are labels.
     *
     * @param every how often such a decision is made
     */
    public double levelOf(Duration every) {
        return new FalseAlarmBudget(falseAlarms.count(), falseAlarms.per()).levelOf(every, watches());
    }

    /** How many kinds of decision share the budget; with labels the performance of windows and the errors as they become known are two more. */
    private int watches() {
        int ofLabels = labels.isPresent() ? 2 : 0;
        return (1 + windows.rollups().size()) * references.size() + ofLabels;
    }

    /**
     * The probability of a false alarm that a decision on performance over all versions, segments and metrics may have: a part of
     * the budget as large as each of the others.
     *
     * @param every how often such a decision is made
     */
    public double levelOfPerformance(Duration every) {
        return levelOf(every);
    }

    /** The time in which the watch over errors as they become known may give one false alarm: its part of the budget. */
    public Duration timePerFalseAlarmOfErrors() {
        return falseAlarms.per().multipliedBy(watches()).dividedBy(falseAlarms.count());
    }

    /** From where on worse performance is drift: the defaults, with what this spec says over them. */
    public MetricLimits metricLimits() {
        return performance.over(MetricLimits.defaults());
    }

    /** Where a metric is worse than this, performance is drift, beside a baseline's of {@code reference}; empty where it is not judged. */
    public OptionalDouble limitOf(Metric metric, double reference) {
        return switch (metricLimits().byMetric().get(metric)) {
            case null -> OptionalDouble.empty();
            case MetricLimit.OfBaseline(double minor, double _) -> OptionalDouble.of(minor * reference);
            case MetricLimit.Absolute(double minor, double _) -> OptionalDouble.of(minor);
        };
    }

    public EpisodePolicy episodePolicy() {
        return new EpisodePolicy(episodes.openAfter(), episodes.closeAfter());
    }

    public Duration window() {
        return windows.window();
    }

    public Duration grace() {
        return windows.grace();
    }

    /** Length of a window in milliseconds. */
    public long windowMs() {
        return windows.window().toMillis();
    }

    /** Length in milliseconds of the panes that windows are merged from: the hop. */
    public long paneMs() {
        return windows.hop().toMillis();
    }

    /** Grace in milliseconds. */
    public long graceMs() {
        return windows.grace().toMillis();
    }

    /** Short hash of what the spec says; equal for equal specs, however their files are laid out. */
    public String revision() {
        return SpecRevision.of(this);
    }

    /** This spec with another window and grace. A hop that is the whole window stays so, and {@code learnFor} its default. */
    public MonitorSpec withTimes(Duration newWindow, Duration newGrace) {
        MonitorSpec timed = with(windows.withTimes(newWindow, newGrace));
        return learnFor.equals(learnForByDefault(windows.window()))
                ? timed.withLearning(learnRows, learnForByDefault(newWindow))
                : timed;
    }

    public MonitorSpec with(Windows newWindows) {
        return edit().windows(newWindows).build();
    }

    public MonitorSpec with(Segments newSegments) {
        return edit().segments(newSegments).build();
    }

    public MonitorSpec with(Episodes newEpisodes) {
        return edit().episodes(newEpisodes).build();
    }

    public MonitorSpec with(FalseAlarms newFalseAlarms) {
        return edit().falseAlarms(newFalseAlarms).build();
    }

    public MonitorSpec with(Dataset newDataset) {
        return edit().dataset(newDataset).build();
    }

    /** This spec with other thresholds of all features. */
    public MonitorSpec with(Thresholds newThresholds) {
        return edit().thresholds(newThresholds).build();
    }

    /** This spec with something different for one feature. */
    public MonitorSpec with(String feature, FeatureSpec featureSpec) {
        Map<String, FeatureSpec> more = new HashMap<>(features);
        more.put(feature, featureSpec);
        return edit().features(more).build();
    }

    /** This spec with labels joined. */
    public MonitorSpec with(Labels newLabels) {
        return edit().labels(Optional.of(newLabels)).build();
    }

    /** This spec with other limits of performance, which need labels. */
    public MonitorSpec with(PerformanceLimits newPerformance) {
        return edit().performance(newPerformance).build();
    }

    /** This spec with better models made, which needs labels. */
    public MonitorSpec with(Retraining newRetraining) {
        return edit().retraining(Optional.of(newRetraining)).build();
    }

    /** This spec with another way for new versions to answer. */
    public MonitorSpec with(Rollout newRollout) {
        return edit().rollout(Optional.of(newRollout)).build();
    }

    /** This spec with others told of drift events. */
    public MonitorSpec with(List<NotifyRoute> newRoutes) {
        return edit().routes(Optional.of(newRoutes)).build();
    }

    /** This spec with records read in a schema of their producers. */
    public MonitorSpec with(Source newSource) {
        return edit().source(Optional.of(newSource)).build();
    }

    public MonitorSpec withMinRows(long newMinRows) {
        return edit().minRows(newMinRows).build();
    }

    /** This spec with another number of rows, and another time, to learn a baseline from. */
    public MonitorSpec withLearning(long newLearnRows, Duration newLearnFor) {
        return edit().learnRows(newLearnRows).learnFor(newLearnFor).build();
    }

    public MonitorSpec withReferences(Set<Reference> newReferences) {
        return edit().references(newReferences).build();
    }

    public MonitorSpec withMultivariate(boolean newMultivariate) {
        return edit().multivariate(newMultivariate).build();
    }

    private MonitorSpecEditor edit() {
        return new MonitorSpecEditor(this);
    }
}
