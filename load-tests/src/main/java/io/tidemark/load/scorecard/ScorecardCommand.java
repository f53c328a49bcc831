package io.tidemark.load.scorecard;

import io.tidemark.load.scorecard.report.ScorecardJson;
import io.tidemark.load.scorecard.report.ScorecardText;
import io.tidemark.standalone.cli.CliException;
import io.tidemark.standalone.cli.Console;
import io.tidemark.standalone.cli.ExitCode;
import io.tidemark.standalone.cli.OptionChecks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures how well the drift decisions tell drift from noise. Needs no cluster. */
@Command(
        name = "scorecard",
        description = {
            "Measure the drift decisions on synthetic streams: false alarms, detection, delay, and other tools' rules beside them.",
            "",
            "The same seed gives the same numbers on every machine. The full run takes about half an hour on two cores."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  tidemark scorecard --quick",
            "  tidemark scorecard --markdown docs/scorecard.md",
            "  tidemark scorecard --json | jq '.targets[] | select(.passes | not)'",
            "  tidemark scorecard --quick --check || echo worse"
        })
public final class ScorecardCommand implements Callable<Integer> {
    private static final int REPORT_EVERY_PERCENT = 10;

    private final Console console;
    private final LongFunction<Plan> full;
    private final LongFunction<Plan> shortened;

    @Option(names = "--quick", description = "A short run of less than a minute, too short for evidence.")
    private boolean quick;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Which random numbers to draw. Default: ${DEFAULT-VALUE}.")
    private long seed = Plan.DEFAULT_SEED;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Default: as many as there are processors. The numbers don't depend on it.")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(names = "--json", description = "Print one JSON document instead of tables.")
    private boolean json;

    @Option(names = "--markdown", paramLabel = "FILE", description = "Write the tables to a file as well.")
    private Optional<Path> markdown = Optional.empty();

    @Option(names = "--check", description = "Exit with 1 where a target is missed.")
    private boolean check;

    public ScorecardCommand(Console console) {
        this(console, Plan::full, Plan::quick);
    }

    /** @param shortened what {@code --quick} runs, by seed */
    ScorecardCommand(Console console, LongFunction<Plan> full, LongFunction<Plan> shortened) {
        this.console = console;
        this.full = full;
        this.shortened = shortened;
    }

    @Override
    public Integer call() throws InterruptedException, IOException {
        OptionChecks.atLeast("--threads", 1, threads);
        // Now, and not when half an hour has gone into what can't be written.
        if (markdown.isPresent() && !canBeWritten(markdown.get())) {
            throw new CliException(
                    ExitCode.USAGE,
                    "--markdown: " + markdown.get() + " can't be written; name a file in a folder that exists.");
        }
        long started = System.nanoTime();
        AtomicInteger reported = new AtomicInteger();
        Plan plan = (quick ? shortened : full).apply(seed);
        Results results = Scorecard.run(plan, threads, share -> report(share, started, reported));
        if (markdown.isPresent()) {
            Files.writeString(markdown.get(), ScorecardText.of(results));
        }
        console.out().println(json ? ScorecardJson.of(results).toPrettyString() : ScorecardText.of(results));
        boolean missed = Target.of(results).stream().anyMatch(target -> !target.passes());
        return (check && missed ? ExitCode.FAILURE : ExitCode.OK).code();
    }

    private static boolean canBeWritten(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        return Files.exists(file)
                ? Files.isRegularFile(file) && Files.isWritable(file)
                : folder != null && Files.isWritable(folder);
    }

    private void report(double share, long started, AtomicInteger reported) {
        int percent = (int) (100 * share) / REPORT_EVERY_PERCENT * REPORT_EVERY_PERCENT;
        if (reported.getAndAccumulate(percent, Math::max) < percent) {
            Duration took = Duration.ofNanos(System.nanoTime() - started);
            console.err().println("scorecard: %d %% after %d s".formatted(percent, took.toSeconds()));
        }
    }
}
