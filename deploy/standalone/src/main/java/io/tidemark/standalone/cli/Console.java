package io.tidemark.standalone.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Where a command writes: results to {@code out}, everything else to {@code err}.
 *
 * <p>Colours appear on a terminal only and never where {@code NO_COLOR} is set, progress bars only where stderr is a
 * terminal. The launcher knows which of the two are terminals and says so in system properties; without it none is.
 * Text is UTF-8 whatever the locale, for the histograms' sake.
 */
public final class Console {

    private final PrintWriter out;
    private final PrintWriter err;
    private final boolean colours;
    private final boolean progress;

    public Console(PrintWriter out, PrintWriter err, boolean colours, boolean progress) {
        this.out = out;
        this.err = err;
        this.colours = colours;
        this.progress = progress;
    }

    static Console ofProcess(Map<String, String> environment) {
        boolean plain = !environment.getOrDefault("NO_COLOR", "").isEmpty()
                || environment.getOrDefault("TERM", "").equals("dumb");
        return new Console(
                writer(FileDescriptor.out),
                writer(FileDescriptor.err),
                Boolean.getBoolean("tidemark.terminal.out") && !plain,
                Boolean.getBoolean("tidemark.terminal.err"));
    }

    private static PrintWriter writer(FileDescriptor descriptor) {
        return new PrintWriter(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }

    public PrintWriter out() {
        return out;
    }

    public PrintWriter err() {
        return err;
    }

    public boolean colours() {
        return colours;
    }

    /** Whether a person watches stderr, so that progress is worth drawing. */
    public boolean progress() {
        return progress;
    }

    public String styled(String text, Style... styles) {
        if (!colours || text.isEmpty()) {
            return text;
        }
        StringBuilder styled = new StringBuilder();
        for (Style style : styles) {
            styled.append(style.escape);
        }
        return styled.append(text).append("\u001b[0m").toString();
    }

    /** How text can stand out. */
    public enum Style {
        BOLD("\u001b[1m"),
        FAINT("\u001b[2m"),
        RED("\u001b[31m"),
        GREEN("\u001b[32m"),
        YELLOW("\u001b[33m"),
        CYAN("\u001b[36m");

        private final String escape;

        Style(String escape) {
            this.escape = escape;
        }
    }
}
