package io.tidemark.stream.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Where a value stands in a record: the names from its root down, as {@code $.customer.age} or {@code $['customer']['age in years']}.
 *
 * <p>The language is that of JSONPath's singular queries (RFC 9535, 2.3.5.1) with name segments alone: it names one place or none, and no index,
 * wildcard, filter or space between segments is in it. Of the escapes in quotes there are {@code \\} and that of the quote.
 *
 * @param names from the root down; none for the record itself
 */
public record RecordPath(List<String> names) implements Comparable<RecordPath> {
    private static final int LONGEST = 1_000;
    /** A member name of the shorthand, as in RFC 9535. */
    private static final String NAME = "[A-Za-z_[^\\x00-\\x7F]][A-Za-z0-9_[^\\x00-\\x7F]]*";

    private static final Pattern SEGMENT = Pattern.compile("\\.(?<name>" + NAME
            + ")|\\['(?<single>(?:[^'\\\\]|\\\\['\\\\])*)']" + "|\\[\"(?<double>(?:[^\"\\\\]|\\\\[\"\\\\])*)\"]");
    private static final Pattern SHORT = Pattern.compile(NAME);

    static final String REMEDY = "write names behind dots such as $.customer.age, and in brackets such as"
            + " $['customer age'] where a name has other characters than letters, digits and _";

    public RecordPath {
        names = List.copyOf(names);
    }

    /** Whether a text is meant to be a path: all of them begin with {@code $}. */
    static boolean isMeant(String text) {
        return text.startsWith("$");
    }

    /** The path that a text says; empty if it says none. */
    public static Optional<RecordPath> parse(String text) {
        if (!isMeant(text) || text.length() > LONGEST) {
            return Optional.empty();
        }
        List<String> names = new ArrayList<>();
        Matcher segment = SEGMENT.matcher(text);
        int at = 1;
        while (at < text.length()) {
            if (!segment.find(at) || segment.start() != at) {
                return Optional.empty();
            }
            names.add(nameOf(segment));
            at = segment.end();
        }
        return Optional.of(new RecordPath(names));
    }

    private static String nameOf(Matcher segment) {
        String name = segment.group("name");
        if (name != null) {
            return name;
        }
        String quoted = segment.group("single") == null ? segment.group("double") : segment.group("single");
        return quoted.replaceAll("\\\\(.)", "$1");
    }

    /**
     * The path that a record holds.
     *
     * @throws IllegalArgumentException if the text says none; the message names key, value and remedy
     */
    static RecordPath require(String key, String text) {
        return parse(text)
                .orElseThrow(() -> new IllegalArgumentException(key + ": " + text + " is no path; " + REMEDY));
    }

    /** Whether this place is {@code other}, or lies in it. */
    public boolean isIn(RecordPath other) {
        return names.size() >= other.names.size()
                && names.subList(0, other.names.size()).equals(other.names);
    }

    /** The place of a field of what stands here. */
    public RecordPath child(String name) {
        List<String> longer = new ArrayList<>(names);
        longer.add(name);
        return new RecordPath(longer);
    }

    @Override
    public int compareTo(RecordPath other) {
        return toString().compareTo(other.toString());
    }

    /** As {@link #parse} reads it. */
    @Override
    public String toString() {
        return names.stream().map(RecordPath::segment).collect(Collectors.joining("", "$", ""));
    }

    private static String segment(String name) {
        // Spaces of other alphabets are letters to the shorthand, and would be lost at the end of a line.
        return SHORT.matcher(name).matches() && name.strip().equals(name)
                ? "." + name
                : "['" + name.replace("\\", "\\\\").replace("'", "\\'") + "']";
    }
}
