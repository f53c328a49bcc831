package io.tidemark.load.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.load.speed.BenchPart;
import io.tidemark.load.speed.BenchPlan;
import io.tidemark.load.speed.Benchmark;
import io.tidemark.load.speed.Measured;
import io.tidemark.load.speed.Rate;
import io.tidemark.load.speed.Stoppable;
import io.tidemark.standalone.broker.EmbeddedBroker;
import io.tidemark.standalone.cli.CliException;
import io.tidemark.standalone.cli.Console;
import io.tidemark.standalone.cli.OptionChecks;
import io.tidemark.stream.config.Role;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures how fast the monitor is. Brings its own broker. */
@Command(
        name = "bench",
        description = {
            "Measure how many inference logs a second the monitor takes in, exactly once, on one thread beside an embedded broker.",
            "",
            "In turns with it run a plain consumer, a Kafka Streams application that does nothing, one that decodes alone, and the same sketches"
                    + " as Kafka Streams' documentation would have one write them. Timings depend on the machine; what can be compared is what one run says.",
            "",
            "Then: what it writes to changelogs, how long a drift event takes, how it scales with features, segments, models and threads, what"
                    + " open windows take, and how long its work stands still when it is killed. All of it takes about half an hour."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  tidemark bench",
            "  tidemark bench --records 500000 --rounds 3 --json",
            "  tidemark bench --parts latency"
        })
public final class BenchCommand implements Callable<Integer> {
    private static final int LEAST_RECORDS = 10_000;

    private final Console console;

    @Option(
            names = "--records",
            paramLabel = "N",
            description = "Inference logs of 20 features that are written and read. Default: ${DEFAULT-VALUE}.")
    private int records = 4_000_000;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            description = "How often each is measured; the scaling three times at most. Default: ${DEFAULT-VALUE}.")
    private int rounds = 5;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            description =
                    "For how long one measurement is watched at most; one of the scaling for five commit intervals at least. Default: ${DEFAULT-VALUE}.")
    private int seconds = 10;

    @Option(
            names = "--parts",
            paramLabel = "PART",
            split = ",",
            description = "Measure these alone: ${COMPLETION-CANDIDATES}.")
    private Set<BenchPart> parts = EnumSet.allOf(BenchPart.class);

    @Option(
            names = "--windows",
            paramLabel = "N",
            description =
                    "Windows whose latency is measured, one a second; from 100 on there is a p99. Default: ${DEFAULT-VALUE}.")
    private int windows = 100;

    @Option(
            names = "--only",
            paramLabel = "NAME",
            split = ",",
            description = "Of the speed, measure these alone: ${COMPLETION-CANDIDATES}.",
            completionCandidates = ContestantNames.class)
    private Set<String> only = new LinkedHashSet<>();

    /** For the help. */
    static final class ContestantNames implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Benchmark.contestants().iterator();
        }
    }

    @Option(
            names = "--state-mb",
            paramLabel = "N",
            description = "State of a monitor that is killed, in megabytes. Default: ${DEFAULT-VALUE}.")
    private int stateMegabytes = 1_000;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description =
                    "A setting of the monitors and of the other Kafka Streams applications that run, to see what it gives; may be given several times.")
    private Map<String, String> settings = new LinkedHashMap<>();

    @Option(
            names = "--markdown",
            paramLabel = "FILE",
            description = "Replace, in this page, what an earlier run has measured of these parts.")
    private Optional<Path> markdown = Optional.empty();

    @Option(names = "--json", description = "Print one JSON document.")
    private boolean json;

    public BenchCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws ExecutionException, IOException {
        OptionChecks.atLeast("--records", LEAST_RECORDS, records);
        OptionChecks.atLeast("--rounds", 1, rounds);
        OptionChecks.atLeast("--seconds", 1, seconds);
        OptionChecks.atLeast("--windows", 1, windows);
        OptionChecks.atLeast("--state-mb", 1, stateMegabytes);
        checkContestants();
        MonitorSettings.check("--set", Role.DRIFT, settings);
        markdown.ifPresent(MeasuredPage::check);
        return Stoppable.run(console, this::measure);
    }

    private void checkContestants() {
        List<String> unknown = only.stream()
                .filter(name -> !Benchmark.contestants().contains(name))
                .toList();
        if (!unknown.isEmpty()) {
            throw CliException.usage("--only: there is no " + String.join(", no ", unknown) + "; there are "
                    + String.join(", ", Benchmark.contestants()) + ".");
        }
        if (!only.isEmpty() && markdown.isPresent() && parts.contains(BenchPart.SPEED)) {
            throw CliException.usage("--only would take the others out of the table in " + markdown.get()
                    + "; leave out --only, or --markdown, or choose --parts without SPEED.");
        }
    }

    /** Measures what was asked for, and tells of each part as soon as it is measured: a later one may fail, or be stopped. */
    private void measure(EmbeddedBroker broker, Path directory) throws InterruptedException, ExecutionException {
        ObjectNode root = new ObjectMapper().createObjectNode();
        BenchPlan plan =
                new BenchPlan(records, rounds, Duration.ofSeconds(seconds), windows, only, stateMegabytes, settings);
        Benchmark benchmark = new Benchmark(broker.bootstrapServers(), directory, plan, this::tell);
        try {
            for (BenchPart part : EnumSet.copyOf(parts)) {
                Measured measured = benchmark.measure(part);
                measured.toJson(root);
                tell(part, measured.toMarkdown());
            }
        } finally {
            if (json && !root.isEmpty()) {
                console.out().println(root.toPrettyString());
            }
        }
    }

    private void tell(BenchPart part, String measured) {
        if (!json) {
            console.out().print(measured);
            console.out().flush();
        }
        markdown.ifPresent(page -> MeasuredPage.update(page, part, measured));
    }

    private void tell(String contestant, Rate rate) {
        console.err()
                .printf(
                        "%-16s %,10.0f records/s, %,10.0f per CPU second, %.1f cores busy%n",
                        contestant, rate.perSecond(), rate.perCpuSecond(), rate.busyCores());
    }
}
