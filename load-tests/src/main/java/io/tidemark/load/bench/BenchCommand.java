package io.tidemark.load.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.load.speed.BenchPart;
import io.tidemark.load.speed.BenchPlan;
import io.tidemark.load.speed.Benchmark;
import io.tidemark.load.speed.Measured;
import io.tidemark.load.speed.Rate;
import io.tidemark.standalone.cli.CliException;
import io.tidemark.standalone.cli.Console;
import io.tidemark.standalone.cli.ExitCode;
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
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures how fast the monitor is. Brings its own broker. */
@Command(
        name = "bench",
        description = {
            "Measure how many inference logs a second the monitor takes in, exactly once, on one thread beside an embedded broker.",
            "",
            "In turns with it run a plain consumer, a Kafka Streams application that does nothing, and the same sketches as Kafka Streams'"
                    + " documentation would have one write them. Timings depend on the machine; what can be compared is what one run says.",
            "",
            "Then: what it writes to changelogs, how long a drift event takes, how it scales with features, segments, models and threads, what"
                    + " open windows take, and how long its work stands still when it is killed. All of it takes half an hour."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  tidemark bench",
            "  tidemark bench --records 500000 --rounds 3 --json",
            "  tidemark bench --parts latency"
        })
public final class BenchCommand implements Callable<Integer> {
    private final Console console;

    @Option(
            names = "--records",
            paramLabel = "N",
            description = "Inference logs of 20 features that are written and read. Default: ${DEFAULT-VALUE}.")
    private int records = 4_000_000;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            description = "How often each is measured. Default: ${DEFAULT-VALUE}.")
    private int rounds = 5;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            description = "For how long one measurement is watched at most. Default: ${DEFAULT-VALUE}.")
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
            description = "Windows whose latency is measured, one a second. Default: ${DEFAULT-VALUE}.")
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
            description = "A setting of what runs, to see what it gives; may be given several times.")
    private Map<String, String> settings = new LinkedHashMap<>();

    @Option(
            names = "--markdown",
            paramLabel = "FILE",
            description = "Replace what an earlier run has measured in this page, between its two comments.")
    private Optional<Path> markdown = Optional.empty();

    @Option(names = "--json", description = "Print one JSON document.")
    private boolean json;

    public BenchCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws Exception {
        if (records < 10_000 || rounds < 1 || seconds < 1 || windows < 1) {
            throw CliException.usage("--records is 10,000 or more, --rounds, --seconds and --windows are 1 or more.");
        }
        List<String> unknown = only.stream()
                .filter(name -> !Benchmark.contestants().contains(name))
                .toList();
        if (!unknown.isEmpty()) {
            throw CliException.usage("--only: there is no " + String.join(", no ", unknown) + "; there are "
                    + String.join(", ", Benchmark.contestants()) + ".");
        }
        if (markdown.isPresent()) {
            MeasuredPage.check(markdown.get());
        }
        ObjectNode root = new ObjectMapper().createObjectNode();
        String measured = measure(root);
        if (json) {
            console.out().println(root.toPrettyString());
        }
        if (markdown.isPresent()) {
            MeasuredPage.update(markdown.get(), measured);
        }
        return ExitCode.OK.code();
    }

    /** Measures what was asked for; answers it in Markdown. */
    private String measure(ObjectNode root) throws Exception {
        StringBuilder page = new StringBuilder();
        BenchPlan plan =
                new BenchPlan(records, rounds, Duration.ofSeconds(seconds), windows, only, stateMegabytes, settings);
        try (Benchmark benchmark = Benchmark.start(plan, this::tell)) {
            for (BenchPart part : EnumSet.copyOf(parts)) {
                Measured measured = benchmark.measure(part);
                measured.toJson(root);
                page.append(told(measured.toMarkdown()));
            }
        }
        return page.toString();
    }

    /** Prints it, unless the output is to be one JSON document. */
    private String told(String text) {
        if (!json) {
            console.out().print(text);
            console.out().flush();
        }
        return text;
    }

    private void tell(String contestant, Rate rate) {
        console.err()
                .printf(
                        "%-16s %,10.0f records/s, %,10.0f per CPU second, %.1f cores busy%n",
                        contestant, rate.perSecond(), rate.perCpuSecond(), rate.busyCores());
    }
}
