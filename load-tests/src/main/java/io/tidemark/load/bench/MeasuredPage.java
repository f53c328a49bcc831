package io.tidemark.load.bench;

import io.tidemark.load.speed.BenchPart;
import io.tidemark.standalone.cli.CliException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/**
 * A page of the documentation of which a part is what the benchmark printed. Between two comments, each part of the benchmark has a section between
 * two comments of its own, in the order of {@link BenchPart}, which a later run of that part replaces.
 */
final class MeasuredPage {
    static final String BEGIN = "<!-- measured by ./tidemark bench -->";
    static final String END = "<!-- end of what was measured -->";

    private MeasuredPage() {}

    static String begin(BenchPart part) {
        return "<!-- " + name(part) + " -->";
    }

    static String end(BenchPart part) {
        return "<!-- end of " + name(part) + " -->";
    }

    private static String name(BenchPart part) {
        return part.name().toLowerCase(Locale.ROOT);
    }

    /**
     * Checks that a page has a place for figures, before these are measured.
     *
     * @throws CliException if it has none, or is not there
     */
    static void check(Path page) {
        read(page);
    }

    /**
     * Replaces the section of a part. One that is not there yet is put before those of later parts.
     *
     * @throws CliException if there is no place for it, or the page can't be written
     */
    static void update(Path page, BenchPart part, String measured) {
        String text = read(page);
        String section = begin(part) + "\n\n" + measured.strip() + "\n\n" + end(part);
        String updated;
        if (text.contains(begin(part))) {
            int after = text.indexOf(end(part)) + end(part).length();
            updated = text.substring(0, text.indexOf(begin(part))) + section + text.substring(after);
        } else {
            int place = placeOf(part, text);
            updated = text.substring(0, place) + section + "\n\n" + text.substring(place);
        }
        try {
            Files.writeString(page, updated);
        } catch (IOException e) {
            throw CliException.usage("Can't write " + page + ": " + e.getMessage(), e);
        }
    }

    private static int placeOf(BenchPart part, String text) {
        return Arrays.stream(BenchPart.values())
                .filter(later -> later.compareTo(part) > 0)
                .mapToInt(later -> text.indexOf(begin(later)))
                .filter(place -> place >= 0)
                .findFirst()
                .orElse(text.indexOf(END));
    }

    private static String read(Path page) {
        String text;
        try {
            text = Files.readString(page);
        } catch (IOException e) {
            throw CliException.usage("Can't read " + page + " (" + e + "); --markdown takes a page that is there.", e);
        }
        int begin = text.indexOf(BEGIN);
        int end = text.indexOf(END);
        if (begin < 0 || end < begin) {
            throw CliException.usage(
                    page + " has no place for figures: it needs the lines " + BEGIN + " and " + END + ".");
        }
        String between = text.substring(begin, end);
        for (BenchPart part : BenchPart.values()) {
            checkSection(page, part, text, between);
        }
        return text;
    }

    private static void checkSection(Path page, BenchPart part, String text, String between) {
        int begin = between.indexOf(begin(part));
        int end = between.indexOf(end(part));
        boolean isThere = begin >= 0 && end > begin;
        boolean isNowhere = !text.contains(begin(part)) && !text.contains(end(part));
        if (!isThere && !isNowhere) {
            throw CliException.usage(page + " has half of a section: where " + begin(part) + " stands, " + end(part)
                    + " has to follow, both before " + END + "; or take both out.");
        }
    }
}
