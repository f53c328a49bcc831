package io.tidemark.stream.spec;

import static org.snakeyaml.engine.v2.common.ScalarStyle.PLAIN;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.DoublePredicate;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * A map of a YAML file whose values are asked for by key. Whatever is wrong with one is noted and its default taken, so
 * that one reading finds all problems.
 */
public final class YamlSection {
    // YAML 1.2's core schema; yes, no, on and off are text in it.
    private static final Set<String> TRUE = Set.of("true", "True", "TRUE");
    private static final Set<String> FALSE = Set.of("false", "False", "FALSE");

    private record Entry(int line, Node value) {}

    private final String path;
    /** Where what is missing in it would stand; 0 of the whole file, and of a section that need not be there. */
    private final int line;

    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final List<SpecProblem> problems;

    private YamlSection(String path, int line, List<SpecProblem> problems) {
        this.path = path;
        this.line = line;
        this.problems = problems;
    }

    /** The whole file. */
    public static YamlSection root(Node node, List<SpecProblem> problems) {
        YamlSection section = new YamlSection("", 0, problems);
        section.fill(node, "");
        return section;
    }

    private void fill(Node node, String key) {
        if (node instanceof MappingNode map) {
            map.getValue().forEach(this::add);
        } else if (!isNothing(node)) {
            problems.add(new SpecProblem(line(node), key, "is not a map", "write one \"key: value\" on each line"));
        }
    }

    private void add(NodeTuple tuple) {
        int line = line(tuple.getKeyNode());
        if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
            problems.add(new SpecProblem(line, path, "has a key that is not plain text", "write \"key: value\""));
            return;
        }
        Entry before = entries.putIfAbsent(key.getValue(), new Entry(line, tuple.getValueNode()));
        if (before != null) {
            problems.add(new SpecProblem(
                    line, full(key.getValue()), "stands on line " + before.line() + " already", "remove one of them"));
        }
    }

    private static boolean isNothing(Node node) {
        return node instanceof ScalarNode && node.getTag().equals(Tag.NULL);
    }

    private static int line(Node node) {
        return node.getStartMark().map(Mark::getLine).orElse(-1) + 1;
    }

    private String full(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    /** Notes what is wrong with a key, whether it is there or not. */
    public void problem(String key, String what, String remedy) {
        Entry entry = entries.get(key);
        problems.add(new SpecProblem(entry == null ? line : entry.line(), full(key), what, remedy));
    }

    /** The keys that are there. */
    public Set<String> keys() {
        return new LinkedHashSet<>(entries.keySet());
    }

    /** Notes every key that is none of these. */
    public void allowOnly(List<String> known) {
        for (String key : entries.keySet()) {
            if (!known.contains(key)) {
                problem(
                        key,
                        "there is no such key",
                        DidYouMean.closest(key, known)
                                .map(meant -> "did you mean " + meant + "?")
                                .orElse("use one of " + String.join(", ", known)));
            }
        }
    }

    /** The text under a key, without spaces around it; empty if there is none. */
    public Optional<String> text(String key) {
        Entry entry = entries.get(key);
        if (entry == null) {
            return Optional.empty();
        }
        if (!(entry.value() instanceof ScalarNode scalar)
                || isNothing(scalar)
                || scalar.getValue().isBlank()) {
            problem(key, "has no value", "write \"" + key + ": VALUE\" or remove the line");
            return Optional.empty();
        }
        return Optional.of(scalar.getValue().strip());
    }

    public Duration duration(String key, Range range, Duration otherwise) {
        return text(key).flatMap(text -> duration(key, text, range)).orElse(otherwise);
    }

    /** A duration that need not be there. */
    public Optional<Duration> optionalDuration(String key, Range range) {
        return text(key).flatMap(text -> duration(key, text, range));
    }

    /** A list of durations; a single one stands for a list of one. */
    List<Duration> durations(String key, Range range) {
        return texts(key, "[1d, 7d]").stream()
                .flatMap(text -> duration(key, text, range).stream())
                .toList();
    }

    private Optional<Duration> duration(String key, String text, Range range) {
        Optional<Duration> duration = DurationText.parse(text);
        if (duration.isEmpty()) {
            problem(key, quoted(text) + " is no duration", "write 30s, 5m, 1h, 1d or 2w");
        }
        return duration.filter(d -> isWithin(key, range, d.toMillis()));
    }

    public long wholeNumber(String key, Range range, long otherwise) {
        return unquoted(key)
                .flatMap(text -> {
                    Optional<Long> number = YamlNumber.whole(text);
                    if (number.isEmpty()) {
                        problem(key, quoted(text) + " is no whole number", range.remedy());
                    }
                    return number;
                })
                .filter(number -> isWithin(key, range, number))
                .orElse(otherwise);
    }

    /** A number that passes a check; {@code otherwise} if there is none. */
    double number(String key, DoublePredicate legal, String remedy, double otherwise) {
        return number(key, legal, key, remedy).orElse(otherwise);
    }

    /** A number that passes a check, which makes it what {@code noun} says; empty if there is none. */
    OptionalDouble number(String key, DoublePredicate legal, String noun, String remedy) {
        Optional<String> text = unquoted(key);
        if (text.isEmpty()) {
            return OptionalDouble.empty();
        }
        double value = YamlNumber.of(text.get());
        if (legal.test(value)) {
            return OptionalDouble.of(value);
        }
        problem(key, quoted(text.get()) + " is no " + noun, remedy);
        return OptionalDouble.empty();
    }

    /** The text of a value that is no text: numbers and flags don't stand in quotes. */
    private Optional<String> unquoted(String key) {
        return text(key).filter(text -> {
            Entry entry = entries.get(key);
            boolean plain =
                    entry != null && entry.value() instanceof ScalarNode scalar && scalar.getScalarStyle() == PLAIN;
            if (!plain) {
                problem(key, quoted(text) + " is text", "write it without quotes");
            }
            return plain;
        });
    }

    public boolean flag(String key, boolean otherwise) {
        return unquoted(key)
                .map(text -> {
                    if (!TRUE.contains(text) && !FALSE.contains(text)) {
                        problem(key, quoted(text) + " is neither true nor false", "write true or false");
                    }
                    return TRUE.contains(text);
                })
                .orElse(otherwise);
    }

    /** Notes a word that is none of those that are known. */
    public void unknown(String key, String word, String noun, List<String> known) {
        problem(
                key,
                quoted(word) + " is no " + noun,
                DidYouMean.closest(word, known)
                        .map(meant -> "did you mean " + meant + "?")
                        .orElse("use one of " + String.join(", ", known)));
    }

    /** Whether no problem has been noted for a key. */
    public boolean isSound(String key) {
        return problems.stream().noneMatch(problem -> problem.key().equals(full(key)));
    }

    /** A percentage as a share, 0.95 of {@code 95%}; empty if the value is none, which is not noted. */
    OptionalDouble percent(String key) {
        Entry entry = entries.get(key);
        return entry != null && entry.value() instanceof ScalarNode scalar
                ? Percent.parse(scalar.getValue())
                : OptionalDouble.empty();
    }

    boolean isNothing(String key) {
        Entry entry = entries.get(key);
        return entry != null && isNothing(entry.value());
    }

    boolean isMap(String key) {
        Entry entry = entries.get(key);
        return entry != null && entry.value() instanceof MappingNode;
    }

    boolean isEmptyList(String key) {
        Entry entry = entries.get(key);
        return entry != null
                && entry.value() instanceof SequenceNode list
                && list.getValue().isEmpty();
    }

    boolean isText(String key, String text) {
        Entry entry = entries.get(key);
        return entry != null
                && entry.value() instanceof ScalarNode scalar
                && scalar.getValue().equals(text);
    }

    boolean isWithin(String key, Range range, long value) {
        Optional<String> wrong = range.problem(value);
        wrong.ifPresent(what -> problem(key, what, range.remedy()));
        return wrong.isEmpty();
    }

    /** A list of texts, each once; a single text stands for a list of one. */
    public List<String> texts(String key, String example) {
        Entry entry = entries.get(key);
        if (entry == null || isNothing(entry.value())) {
            return List.of();
        }
        List<Node> nodes = entry.value() instanceof SequenceNode list ? list.getValue() : List.of(entry.value());
        List<String> texts = new ArrayList<>();
        for (Node node : nodes) {
            if (!(node instanceof ScalarNode scalar)
                    || isNothing(node)
                    || scalar.getValue().isBlank()) {
                problem(key, "has an item that is not text", "write a list such as " + example);
            } else if (texts.contains(scalar.getValue())) {
                problem(key, quoted(scalar.getValue()) + " stands there twice", "remove one of them");
            } else {
                texts.add(scalar.getValue());
            }
        }
        return texts;
    }

    /** The map under a key; an empty one if there is none. */
    public YamlSection section(String key) {
        YamlSection section = new YamlSection(full(key), 0, problems);
        Entry entry = entries.get(key);
        if (entry != null) {
            section.fill(entry.value(), full(key));
        }
        return section;
    }

    /** The map under a key that is there. What is missing in it is noted with the key's line. */
    YamlSection sectionThere(String key) {
        Entry entry = Objects.requireNonNull(entries.get(key), key);
        YamlSection section = new YamlSection(full(key), entry.line(), problems);
        section.fill(entry.value(), full(key));
        return section;
    }

    /** The maps in the list under a key, each called after its place in the list, from 1; none if there is no list. */
    public List<YamlSection> sections(String key, String example) {
        Entry entry = entries.get(key);
        if (entry == null) {
            return List.of();
        }
        if (!(entry.value() instanceof SequenceNode list)) {
            problem(key, "is not a list", "write a list such as " + example);
            return List.of();
        }
        List<YamlSection> sections = new ArrayList<>();
        for (Node node : list.getValue()) {
            String name = key + "[" + (sections.size() + 1) + "]";
            if (!(node instanceof MappingNode)) {
                problems.add(
                        new SpecProblem(line(node), full(name), "is not a map", "write a list such as " + example));
            }
            YamlSection section = new YamlSection(full(name), line(node), problems);
            if (node instanceof MappingNode) {
                section.fill(node, full(name));
            }
            sections.add(section);
        }
        return sections;
    }

    public static String quoted(String text) {
        return "\"" + (text.length() <= 40 ? text : text.substring(0, 40) + "…") + "\"";
    }
}
