package io.tidemark.load.bench;

import io.tidemark.standalone.cli.CliException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A page of the documentation of which a part is what a benchmark printed. */
final class MeasuredPage {
    static final String BEGIN = "<!-- measured by ./tidemark bench -->";
    static final String END = "<!-- end of what was measured -->";

    private MeasuredPage() {}

    /**
     * Checks that a page has a place for figures, before these are measured.
     *
     * @throws CliException if it has none, or is not there
     */
    static void check(Path page) {
        parts(page);
    }

    /**
     * Replaces what stands between the two comments.
     *
     * @throws CliException if they are not there, or the page can't be written
     */
    static void update(Path page, String measured) {
        Parts parts = parts(page);
        try {
            Files.writeString(page, parts.before() + BEGIN + "\n\n" + measured.strip() + "\n\n" + parts.after());
        } catch (IOException e) {
            throw CliException.usage("Can't write " + page + ": " + e.getMessage(), e);
        }
    }

    private record Parts(String before, String after) {}

    private static Parts parts(Path page) {
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
        return new Parts(text.substring(0, begin), text.substring(end));
    }
}
