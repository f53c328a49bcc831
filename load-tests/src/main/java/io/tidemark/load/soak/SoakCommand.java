package io.tidemark.load.soak;

import io.tidemark.standalone.cli.Console;
import io.tidemark.standalone.cli.ExitCode;
import io.tidemark.standalone.cli.InterruptOnSignal;
import io.tidemark.standalone.cli.OptionChecks;
import io.tidemark.standalone.files.TemporaryDirectory;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.kafka.common.errors.InterruptException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Holds the monitor under load and faults. Brings its own broker. */
@Command(
        name = "soak",
        description = {
            "Hold two monitors under a steady load while faults strike at random: a monitor is killed, stopped, frozen or loses its disk,"
                    + " the broker is killed, the registry is away.",
            "",
            "Tells of each fault how much was left to do when it struck and how long it took until the lag was back. At the end the ledger"
                    + " has to be exact, memory bounded, and the lag back in time after every fault; else the exit code is 1."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  tidemark soak --minutes 10",
            "  tidemark soak --minutes 480 --records-per-second 2000 --json > soak.json",
            "  tidemark soak --minutes 10 --seed 42"
        })
public final class SoakCommand implements Callable<Integer> {
    private static final int MOST_SEED = 1_000_000;

    private final Console console;

    @Option(
            names = "--minutes",
            paramLabel = "N",
            description =
                    "For how long faults strike. From 6 on, growth of memory is judged too. Default: ${DEFAULT-VALUE}.")
    private int minutes = 10;

    @Option(
            names = "--records-per-second",
            paramLabel = "N",
            description = "Inference logs that are written. Default: ${DEFAULT-VALUE}.")
    private int recordsPerSecond = 1_000;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description =
                    "Of the faults: which come, in which order, and after how long. Default: another one each time, which is printed.")
    private Optional<Long> seed = Optional.empty();

    @Option(
            names = "--lag-back-within",
            paramLabel = "SECONDS",
            description = "How long after a fault the lag may take to be back. Default: ${DEFAULT-VALUE}.")
    private int lagBackWithin = 60;

    @Option(names = "--json", description = "Print one JSON document; faults are told of on stderr.")
    private boolean json;

    public SoakCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws Exception {
        OptionChecks.atLeast("--minutes", 1, minutes);
        OptionChecks.atLeast("--records-per-second", 100, recordsPerSecond);
        OptionChecks.atLeast("--lag-back-within", 1, lagBackWithin);
        SoakSettings settings = new SoakSettings(
                Duration.ofMinutes(minutes),
                recordsPerSecond,
                seed.orElseGet(() -> (long) ThreadLocalRandom.current().nextInt(MOST_SEED)),
                Duration.ofSeconds(lagBackWithin));
        try (InterruptOnSignal _ = new InterruptOnSignal("soak")) {
            return run(settings).code();
        }
    }

    private ExitCode run(SoakSettings settings) throws Exception {
        PrintWriter progress = json ? console.err() : console.out();
        try (TemporaryDirectory folder = TemporaryDirectory.create("tidemark-soak-")) {
            progress.printf(
                    "The same again: tidemark soak --minutes %d --records-per-second %d --seed %d --lag-back-within %d%n",
                    minutes, recordsPerSecond, settings.seed(), lagBackWithin);
            progress.flush();
            SoakResult result = new Soak(settings, line -> {
                        progress.println(line);
                        progress.flush();
                    })
                    .run(folder.path());
            console.out().println(json ? SoakJson.of(result).toPrettyString() : SoakText.of(result));
            return result.held() ? ExitCode.OK : ExitCode.FAILURE;
        } catch (InterruptedException | InterruptException e) {
            console.err().println("Stopped; nothing is left of it.");
            return ExitCode.FAILURE;
        }
    }
}
