package io.tidemark.standalone.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Parses the command line, runs the command, and turns its end into an exit code. */
public final class TidemarkCli {

    private final Console console;
    private final TidemarkCommand root = new TidemarkCommand();
    private final CommandLine commandLine;

    public TidemarkCli(Console console, Map<String, String> environment) {
        this.console = console;
        commandLine = new CommandLine(root)
                .addSubcommand(new TopicsCommand(console, environment))
                .addSubcommand(new AclsCommand(console, environment))
                .addSubcommand(new DoctorCommand(console, environment))
                .addSubcommand(new DemoCommand(console, environment))
                .addSubcommand(new ValidateCommand(console))
                .addSubcommand(new ApplyCommand(console, environment))
                .addSubcommand(new GetCommand(console, environment))
                .addSubcommand(new CommandLine(new BaselineCommand(console, environment))
                        .addSubcommand(new BaselineFromLogsCommand(console, environment)))
                .addSubcommand(new CompareCommand(console))
                .addSubcommand(new BacktestCommand(console))
                .addSubcommand(new AdviseCommand(console, environment))
                .addSubcommand(new MonitorCommand(console, environment))
                .addSubcommand(new ReplayCommand(console, environment))
                .addSubcommand(new EventsCommand(console, environment))
                .addSubcommand(new NotifyCommand(console, environment))
                .addSubcommand(new WorkerCommand(console, environment))
                .addSubcommand(new RetrainCommand(console, environment))
                .addSubcommand(new JobsCommand(console, environment))
                .addSubcommand(new CommandLine(new ModelsCommand(console, environment))
                        .addSubcommand(new ModelsLineageCommand(console, environment))
                        .addSubcommand(new ModelsImportCommand(console, environment)));
        ServiceLoader.load(CommandProvider.class)
                .forEach(provider -> commandLine.addSubcommand(provider.command(console)));
        commandLine
                .setOut(console.out())
                .setErr(console.err())
                .setColorScheme(CommandLine.Help.defaultColorScheme(console.colours() ? Ansi.ON : Ansi.OFF))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(false)
                .setUsageHelpWidth(110)
                .setParameterExceptionHandler(this::onWrongArguments)
                .setExecutionExceptionHandler((e, command, parsed) -> onFailure(e));
        WholeNumbers.register(commandLine);
        documentExitCodes(commandLine);
        commandLine.getSubcommands().values().forEach(TidemarkCli::addHelp);
    }

    public static void main(String[] args) {
        chooseLogLevels(Arrays.asList(args));
        chooseLogFormat(Arrays.asList(args));
        System.exit(new TidemarkCli(Console.ofProcess(System.getenv()), System.getenv()).run(args));
    }

    /** Before the first logger exists, since the log's configuration reads them once. See {@code logback.xml}. */
    private static void chooseLogLevels(List<String> args) {
        boolean verbose = args.contains("--verbose") || args.contains("-v");
        boolean service = args.contains("monitor") || args.contains("worker");
        if (verbose || service) {
            System.setProperty("tidemark.log.level", verbose ? "INFO" : "WARN");
            System.setProperty("tidemark.log.own", "INFO");
        }
    }

    /** Also before the first logger exists. Whatever is no format is refused when the arguments are parsed. */
    private static void chooseLogFormat(List<String> args) {
        int option = args.indexOf(TidemarkCommand.LOG_FORMAT);
        String next = option >= 0 && option + 1 < args.size() ? args.get(option + 1) : "";
        boolean json = args.contains(TidemarkCommand.LOG_FORMAT + "=json") || next.equals("json");
        System.setProperty("tidemark.log.format", json ? "json" : "text");
    }

    /** Runs one command and returns its exit code. */
    public int run(String... args) {
        int code;
        try {
            code = commandLine.execute(args);
        } catch (LinkageError | OutOfMemoryError | StackOverflowError e) {
            // picocli passes on exceptions only; a native library that won't load deserves a clear line as well.
            code = onFailure(e);
        }
        console.out().flush();
        console.err().flush();
        return code;
    }

    CommandLine commandLine() {
        return commandLine;
    }

    /** Not by picocli's mix-in, which would take {@code --version}: that is the model's in some commands. */
    private static void addHelp(CommandLine command) {
        command.getCommandSpec()
                .addOption(OptionSpec.builder("-h", "--help")
                        .usageHelp(true)
                        .description("Show this help and exit.")
                        .build());
        command.getSubcommands().values().forEach(TidemarkCli::addHelp);
    }

    private static void documentExitCodes(CommandLine command) {
        command.getCommandSpec()
                .usageMessage()
                .exitCodeListHeading("%nExit codes:%n")
                .exitCodeList(UsageMessageSpec.keyValuesMap(ExitCode.table().toArray(String[]::new)));
        command.getSubcommands().values().forEach(TidemarkCli::documentExitCodes);
    }

    private int onWrongArguments(ParameterException e, String[] args) {
        // Of an option that it does not know, picocli names the value too, as if that were another one.
        complain(
                e instanceof UnmatchedArgumentException unmatched && unmatched.isUnknownOption()
                        ? "Unknown option: '" + unmatched.getUnmatched().getFirst() + "'"
                        : String.valueOf(e.getMessage()));
        UnmatchedArgumentException.printSuggestions(e, console.err());
        String command = e.getCommandLine().getCommandSpec().qualifiedName();
        console.err().println("Try: " + command + " --help");
        return ExitCode.USAGE.code();
    }

    private int onFailure(Throwable e) {
        Failures.Report report = Failures.report(e);
        complain(report.message());
        if (root.stacktrace()) {
            e.printStackTrace(console.err());
        } else if (root.verbose()) {
            Failures.causes(e).forEach(cause -> console.err().println("  because of " + cause));
        }
        return report.exitCode().code();
    }

    private void complain(String message) {
        console.err().println(console.styled("tidemark:", Console.Style.BOLD, Console.Style.RED) + " " + message);
    }
}
