package io.tidemark.load.bench;

import io.tidemark.standalone.cli.CliException;
import io.tidemark.standalone.cli.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A page of the documentation of which a part is what a benchmark printed. */
final class MeasuredPage {
    static final String BEGIN = "<!-- measured by ./tidemark bench -->";
    static final String END = "<!-- end of what was measured -->";

    private MeasuredPage() {}

    /** Replaces what stands between the two comments. */
    static void update(Path page, String measured) {
        try {
            String text = Files.readString(page);
            int begin = text.indexOf(BEGIN);
            int end = text.indexOf(END);
            if (begin < 0 || end < begin) {
                throw new CliException(
                        ExitCode.USAGE,
                        page + " has no place for figures: it needs the lines " + BEGIN + " and " + END + ".");
            }
            Files.writeString(
                    page, text.substring(0, begin) + BEGIN + "\n\n" + measured.strip() + "\n\n" + text.substring(end));
        } catch (IOException e) {
            throw new CliException(ExitCode.USAGE, "Can't update " + page + ": " + e.getMessage(), e);
        }
    }
}
