package io.tidemark.standalone.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;

/** One run of the command line in this JVM, with what it printed. */
public final class CliRun {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private int exitCode;

    public static CliRun of(String... args) {
        return with(Map.of(), args);
    }

    static CliRun with(Map<String, String> environment, String... args) {
        CliRun run = new CliRun();
        run.exitCode = new TidemarkCli(run.console(), environment).run(args);
        return run;
    }

    Console console() {
        return new Console(new PrintWriter(out, true), new PrintWriter(err, true), false, false);
    }

    public int exitCode() {
        return exitCode;
    }

    public String out() {
        return out.toString();
    }

    public String err() {
        return err.toString();
    }
}
