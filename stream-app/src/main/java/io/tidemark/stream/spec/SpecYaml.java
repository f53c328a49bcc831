package io.tidemark.stream.spec;

import io.tidemark.stream.event.FeatureNames;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads a monitor spec from YAML.
 *
 * <p>The file is never turned into objects, only asked for the keys that a spec has, so tags have no effect. Its size,
 * depth and number of aliases are limited. All problems are reported at once, in the order of the file.
 */
public final class SpecYaml {
    private static final String LABELS = "labels";
    private static final String PERFORMANCE = "performance";
    private static final String RETRAIN = "retrain";
    private static final String ROLLOUT = "rollout";
    private static final String NOTIFY = "notify";
    private static final String SOURCE = "source";

    static final List<String> KEYS = List.of(
            "model",
            "window",
            "hop",
            "grace",
            "rollups",
            "minRows",
            "learnRows",
            "learnFor",
            "references",
            "falseAlarms",
            "dataset",
            "multivariate",
            "segments",
            "episodes",
            "thresholds",
            "features",
            LABELS,
            PERFORMANCE,
            RETRAIN,
            ROLLOUT,
            NOTIFY,
            SOURCE);
    static final List<String> DATASET_KEYS = List.of("share");
    static final List<String> SEGMENTS_KEYS = List.of("by", "max");
    static final List<String> EPISODES_KEYS = List.of("openAfter", "closeAfter");

    private final List<SpecProblem> problems = new ArrayList<>();

    private SpecYaml() {}

    /**
     * The spec in a file's text.
     *
     * @throws InvalidSpecException if anything is wrong with it
     */
    public static MonitorSpec read(String yaml) {
        return new SpecYaml().spec(yaml);
    }

    private MonitorSpec spec(String yaml) {
        YamlSection root = YamlSection.root(YamlDocument.parse(yaml), problems);
        root.allowOnly(KEYS);
        Optional<String> model = root.text("model");
        if (!root.keys().contains("model")) {
            root.problem("model", "is missing", "write \"model: NAME\", as it stands in the inference logs");
        }
        MonitorSpec defaults = MonitorSpec.defaults(model.orElse("unnamed"));
        MonitorSpecEditor spec = new MonitorSpecEditor(defaults)
                .falseAlarms(falseAlarms(root))
                .dataset(dataset(root.section("dataset")))
                .multivariate(root.flag("multivariate", defaults.multivariate()))
                .segments(segments(root.section("segments")))
                .episodes(episodes(root.section("episodes")))
                .thresholds(ThresholdsYaml.read(root.section("thresholds")))
                .features(features(root.section("features")));
        readPerformance(root, spec);
        readLoop(root, spec);
        spec.routes(NotifyYaml.read(root, NOTIFY)).source(source(root));
        readRows(root, spec);
        readTimes(root, spec);
        if (!problems.isEmpty()) {
            throw new InvalidSpecException(problems.stream()
                    .sorted(Comparator.comparingInt(SpecProblem::line))
                    .toList());
        }
        return spec.build();
    }

    private static void readPerformance(YamlSection root, MonitorSpecEditor spec) {
        Optional<Labels> labels = LabelsYaml.read(root, LABELS);
        PerformanceLimits limits = PerformanceYaml.read(root.section(PERFORMANCE));
        if (labels.isEmpty() && root.keys().contains(PERFORMANCE)) {
            root.problem(PERFORMANCE, "is judged from labels, and there are none", "add \"labels: {}\", or remove it");
        }
        spec.labels(labels).performance(limits);
    }

    private static Optional<Source> source(YamlSection root) {
        Optional<Source> source = SourceYaml.read(root, SOURCE);
        boolean unjoined =
                source.flatMap(Source::truths).isPresent() && !root.keys().contains(LABELS);
        if (unjoined) {
            root.problem(
                    SOURCE,
                    "its truths would be joined with nothing, since there are no labels",
                    "add \"labels: {}\", or remove truths");
        }
        return source.filter(_ -> !unjoined);
    }

    /** Examples and evidence are labelled answers. */
    private static void readLoop(YamlSection root, MonitorSpecEditor spec) {
        Optional<Retraining> retraining = RetrainYaml.read(root, RETRAIN);
        Optional<Rollout> rollout = RolloutYaml.read(root, ROLLOUT);
        boolean labelled = root.keys().contains(LABELS);
        if (retraining.isPresent() && !labelled) {
            root.problem(RETRAIN, "there is nothing to learn from without labels", "add \"labels: {}\", or remove it");
        }
        if (rollout.filter(Rollout::automatic).isPresent() && !labelled) {
            root.problem(
                    ROLLOUT,
                    "no version would ever go on without labels to judge it by",
                    "add \"labels: {}\", or set automatic: false");
        }
        spec.retraining(retraining.filter(_ -> labelled)).rollout(rollout);
    }

    /** A baseline of fewer rows than a window needs would never be judged by. */
    private static void readRows(YamlSection root, MonitorSpecEditor spec) {
        long minRows = root.wholeNumber("minRows", Range.MIN_ROWS, MonitorSpec.DEFAULT_MIN_ROWS);
        long learnRows = root.wholeNumber("learnRows", Range.LEARN_ROWS, MonitorSpec.DEFAULT_LEARN_ROWS);
        if (root.isSound("minRows") && root.isSound("learnRows") && learnRows > 0 && learnRows < minRows) {
            root.problem(
                    root.keys().contains("learnRows") ? "learnRows" : "minRows",
                    "minRows of " + minRows + " need a baseline of as many rows, and learnRows is " + learnRows,
                    "use learnRows of minRows or more, or 0 to learn none");
        }
        spec.minRows(minRows).learnRows(learnRows);
    }

    /** Windows and references, and what of them contradicts each other. */
    private static void readTimes(YamlSection root, MonitorSpecEditor spec) {
        Duration window = root.duration("window", Range.WINDOW, Windows.DEFAULT.window());
        Duration hop = root.duration("hop", Range.WINDOW, window);
        Duration grace = root.duration("grace", Range.GRACE, Windows.DEFAULT.grace());
        spec.learnFor(root.duration("learnFor", Range.LEARN_FOR, MonitorSpec.learnForByDefault(window)));
        List<Duration> rollups = root.durations("rollups", Range.WINDOW);
        Set<Reference> references = references(root);
        if (root.isSound("window")) {
            Windows.contradictions(window, hop, grace, rollups).stream()
                    .filter(wrong -> root.isSound(wrong.key()))
                    .toList()
                    .forEach(wrong -> root.problem(wrong.key(), wrong.what(), wrong.remedy()));
            Windows.referenceProblem(window, references)
                    .ifPresent(wrong -> root.problem(wrong.key(), wrong.what(), wrong.remedy()));
        }
        if (Stream.of("window", "hop", "grace", "rollups").allMatch(root::isSound)) {
            spec.windows(new Windows(window, hop, grace, rollups));
        }
        spec.references(references);
    }

    private static Set<Reference> references(YamlSection root) {
        List<String> keys = root.texts("references", "[baseline, previous-window]");
        if (root.isEmptyList("references")) {
            root.problem("references", "names none", "name one at least, or remove the line");
        }
        Set<Reference> references = new LinkedHashSet<>();
        for (String key : keys) {
            Reference.of(key)
                    .ifPresentOrElse(
                            references::add, () -> root.unknown("references", key, "reference", Reference.keys()));
        }
        return references.isEmpty() ? Reference.DEFAULT : references;
    }

    private static FalseAlarms falseAlarms(YamlSection root) {
        Optional<String> text = root.text("falseAlarms");
        Optional<FalseAlarms.Text> read = text.flatMap(FalseAlarms::parse);
        if (text.isPresent() && read.isEmpty()) {
            root.problem(
                    "falseAlarms",
                    YamlSection.quoted(text.get()) + " is no budget of false alarms",
                    "write \"N per DURATION\" such as 1 per 7d or 2 per 1d");
        }
        return read.filter(budget -> root.isWithin("falseAlarms", Range.FALSE_ALARMS, budget.count())
                        && root.isWithin(
                                "falseAlarms",
                                Range.FALSE_ALARMS_PER,
                                budget.per().toMillis()))
                .map(budget -> new FalseAlarms((int) budget.count(), budget.per()))
                .orElse(FalseAlarms.DEFAULT);
    }

    private static MonitorSpec.Dataset dataset(YamlSection section) {
        section.allowOnly(DATASET_KEYS);
        double share = section.number(
                "share",
                MonitorSpec.Dataset::isShare,
                "write a number above 0 and at most 1",
                MonitorSpec.Dataset.DEFAULT.share());
        return new MonitorSpec.Dataset(share);
    }

    private static MonitorSpec.Segments segments(YamlSection section) {
        section.allowOnly(SEGMENTS_KEYS);
        int max = (int) section.wholeNumber("max", Range.MAX_SEGMENTS, MonitorSpec.Segments.DEFAULT.max());
        List<String> tags = section.texts("by", "[region, tenant]");
        tags.stream()
                .filter(MonitorSpec.Segments::isAmbiguous)
                .forEach(tag -> section.problem(
                        "by",
                        YamlSection.quoted(tag) + " contains =, which parts a tag from its value",
                        "give the tag another name"));
        return new MonitorSpec.Segments(
                tags.stream()
                        .filter(tag -> !MonitorSpec.Segments.isAmbiguous(tag))
                        .toList(),
                max);
    }

    private static MonitorSpec.Episodes episodes(YamlSection section) {
        section.allowOnly(EPISODES_KEYS);
        MonitorSpec.Episodes defaults = MonitorSpec.Episodes.DEFAULT;
        return new MonitorSpec.Episodes(
                (int) section.wholeNumber("openAfter", Range.CONSECUTIVE_WINDOWS, defaults.openAfter()),
                (int) section.wholeNumber("closeAfter", Range.CONSECUTIVE_WINDOWS, defaults.closeAfter()));
    }

    private static Map<String, FeatureSpec> features(YamlSection section) {
        for (String name : section.keys()) {
            FeatureNames.problemOfMonitored(name)
                    .ifPresent(
                            what -> section.problem(name, what, "name a feature as it stands in the inference logs"));
        }
        return section.keys().stream()
                .collect(Collectors.toMap(Function.identity(), name -> FeatureYaml.read(section.section(name))));
    }
}
