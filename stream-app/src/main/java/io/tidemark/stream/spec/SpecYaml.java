package io.tidemark.stream.spec;

import io.tidemark.schemas.avro.FeatureKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Reads a monitor spec from YAML.
 *
 * <p>The file is never turned into objects, only asked for the keys that a spec has, so tags have no effect. Its size,
 * depth and number of aliases are limited. All problems are reported at once, in the order of the file.
 */
public final class SpecYaml {
    private static final int MOST_CHARACTERS = 256 * 1024;
    private static final int DEEPEST = 10;
    private static final int MOST_ALIASES = 100;
    private static final List<String> KEYS = List.of(
            "model", "window", "grace", "minRows", "learnRows", "segments", "episodes", "thresholds", "features");

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
        YamlSection root = YamlSection.root(parse(yaml), problems);
        root.allowOnly(KEYS);
        Optional<String> model = root.text("model");
        if (!root.keys().contains("model")) {
            root.problem("model", "is missing", "write \"model: NAME\", as it stands in the inference logs");
        }
        MonitorSpec defaults = MonitorSpec.defaults(model.orElse("unnamed"));
        MonitorSpec spec = new MonitorSpecEditor(defaults)
                .windows(Windows.tumbling(
                        root.duration("window", Range.WINDOW, defaults.window()),
                        root.duration("grace", Range.GRACE, defaults.grace())))
                .minRows(root.wholeNumber("minRows", Range.MIN_ROWS, defaults.minRows()))
                .learnRows(root.wholeNumber("learnRows", Range.LEARN_ROWS, defaults.learnRows()))
                .segments(segments(root.section("segments")))
                .episodes(episodes(root.section("episodes")))
                .thresholds(thresholds(root.section("thresholds")))
                .features(features(root.section("features")))
                .build();
        if (!problems.isEmpty()) {
            throw invalid();
        }
        return spec;
    }

    private static MonitorSpec.Segments segments(YamlSection section) {
        section.allowOnly(List.of("by", "max"));
        int max = (int) section.wholeNumber("max", Range.MAX_SEGMENTS, MonitorSpec.Segments.DEFAULT.max());
        return new MonitorSpec.Segments(section.texts("by"), max);
    }

    private static MonitorSpec.Episodes episodes(YamlSection section) {
        section.allowOnly(List.of("openAfter", "closeAfter"));
        MonitorSpec.Episodes defaults = MonitorSpec.Episodes.DEFAULT;
        return new MonitorSpec.Episodes(
                (int) section.wholeNumber("openAfter", Range.CONSECUTIVE_WINDOWS, defaults.openAfter()),
                (int) section.wholeNumber("closeAfter", Range.CONSECUTIVE_WINDOWS, defaults.closeAfter()));
    }

    private static Thresholds thresholds(YamlSection section) {
        section.allowOnly(Thresholds.STATISTICS);
        Map<String, Double> thresholds = new HashMap<>();
        for (String statistic : Thresholds.STATISTICS) {
            section.threshold(statistic).ifPresent(value -> thresholds.put(statistic, value));
        }
        return Thresholds.minor(thresholds);
    }

    private static Map<String, FeatureSpec> features(YamlSection section) {
        return section.keys().stream()
                .collect(Collectors.toMap(Function.identity(), name -> feature(section.section(name))));
    }

    private static FeatureSpec feature(YamlSection section) {
        section.allowOnly(List.of("kind", "ignore", "thresholds"));
        return new FeatureSpec(
                kind(section),
                section.flag("ignore"),
                FeatureSpec.DEFAULT.importance(),
                thresholds(section.section("thresholds")));
    }

    private static FeatureKind kind(YamlSection section) {
        Optional<String> text = section.text("kind");
        Map<String, FeatureKind> kinds = Stream.of(FeatureKind.values())
                .collect(Collectors.toMap(kind -> kind.name().toLowerCase(Locale.ROOT), Function.identity()));
        if (text.isPresent() && !kinds.containsKey(text.get())) {
            section.problem(
                    "kind",
                    YamlSection.quoted(text.get()) + " is no kind",
                    DidYouMean.closest(text.get(), kinds.keySet())
                            .map(meant -> "did you mean " + meant + "?")
                            .orElse("write numeric, categorical or auto"));
        }
        return kinds.getOrDefault(text.orElse("auto"), FeatureKind.AUTO);
    }

    private Node parse(String yaml) {
        LoadSettings settings = LoadSettings.builder()
                .setCodePointLimit(MOST_CHARACTERS)
                .setAllowNonScalarKeys(true) // to be refused with their line
                .setMaxAliasesForCollections(MOST_ALIASES)
                .build();
        try {
            requireHarmless(new Parse(settings).parseString(yaml));
            return new Compose(settings).composeString(yaml).orElseThrow(() -> {
                report(0, "the file is empty", "write at least \"model: NAME\"");
                return invalid();
            });
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(Mark::getLine).orElse(-1) + 1;
            report(line, e.getProblem() + " (this is no YAML)", "check indentation, quotes and colons");
            throw invalid();
        } catch (YamlEngineException e) {
            report(0, String.valueOf(e.getMessage()), "check that the file is YAML in UTF-8");
            throw invalid();
        }
    }

    /** Looks at the events before anything is built from them. */
    private void requireHarmless(Iterable<Event> events) {
        int depth = 0;
        int aliases = 0;
        int documents = 0;
        for (Event event : events) {
            switch (event) {
                case CollectionStartEvent start -> depth++;
                case CollectionEndEvent end -> depth--;
                case AliasEvent alias -> aliases++;
                case DocumentStartEvent document -> documents++;
                default -> {}
            }
            int line = event.getStartMark().map(Mark::getLine).orElse(-1) + 1;
            if (depth > DEEPEST) {
                report(line, "maps and lists nested more than " + DEEPEST + " deep", "a spec has at most four levels");
                throw invalid();
            }
            if (aliases > MOST_ALIASES) {
                report(line, "more than " + MOST_ALIASES + " aliases", "write the values out");
                throw invalid();
            }
            if (documents > 1) {
                report(line, "a second document begins", "put each monitor in a file of its own");
                throw invalid();
            }
        }
    }

    private void report(int line, String what, String remedy) {
        problems.add(new SpecProblem(line, "", what, remedy));
    }

    private InvalidSpecException invalid() {
        return new InvalidSpecException(problems.stream()
                .sorted(Comparator.comparingInt(SpecProblem::line))
                .toList());
    }
}
