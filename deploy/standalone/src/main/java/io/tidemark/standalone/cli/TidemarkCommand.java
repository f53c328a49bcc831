package io.tidemark.standalone.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The root command: what all commands have in common. */
@Command(
        name = "tidemark",
        description = "Watches machine-learning models for drift, on Apache Kafka.",
        mixinStandardHelpOptions = true,
        versionProvider = TidemarkVersion.class,
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "%nExit codes:%n")
final class TidemarkCommand implements Callable<Integer> {

    static final String LOG_FORMAT = "--log-format";

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Option(
            names = {"-v", "--verbose"},
            scope = ScopeType.INHERIT,
            description = "Say more: what led to an error, and the log of what goes on.")
    private boolean verbose;

    /** Read before picocli parses: see {@link TidemarkCli#main}. */
    @Option(
            names = LOG_FORMAT,
            scope = ScopeType.INHERIT,
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "The log's: text, or json for programs, an object on each line.")
    @SuppressWarnings("UnusedVariable") // picocli checks it
    private LogFormat logFormat = LogFormat.text;

    /** As it is written on the command line. */
    enum LogFormat {
        text,
        json
    }

    @Option(names = "--stacktrace", scope = ScopeType.INHERIT, description = "Show an error with its stack trace.")
    private boolean stacktrace;

    boolean verbose() {
        return verbose;
    }

    boolean stacktrace() {
        return stacktrace;
    }

    /** Without a command there is nothing to do but to say which there are. */
    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return ExitCode.USAGE.code();
    }
}
