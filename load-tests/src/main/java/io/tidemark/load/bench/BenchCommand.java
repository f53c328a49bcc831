package io.tidemark.load.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.load.speed.Rate;
import io.tidemark.load.speed.SpeedResults;
import io.tidemark.standalone.cli.CliException;
import io.tidemark.standalone.cli.Console;
import io.tidemark.standalone.cli.ExitCode;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
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
                    + " documentation would have one write them. Timings depend on the machine; what can be compared is what one run says."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  tidemark bench", "  tidemark bench --records 500000 --rounds 3 --json"})
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
            names = "--only",
            paramLabel = "NAME",
            split = ",",
            description = "Measure these alone: ${COMPLETION-CANDIDATES}.",
            completionCandidates = ContestantNames.class)
    private Set<String> only = new LinkedHashSet<>();

    /** For the help. */
    static final class ContestantNames implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return SpeedResults.contestants().iterator();
        }
    }

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "A setting of what runs, to see what it gives; may be given several times.")
    private Map<String, String> settings = new LinkedHashMap<>();

    @Option(names = "--json", description = "Print one JSON document.")
    private boolean json;

    public BenchCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws Exception {
        if (records < 10_000 || rounds < 1 || seconds < 1) {
            throw new CliException(
                    ExitCode.USAGE, "--records is 10,000 or more, --rounds and --seconds are 1 or more.");
        }
        List<String> unknown = only.stream()
                .filter(name -> !SpeedResults.contestants().contains(name))
                .toList();
        if (!unknown.isEmpty()) {
            throw new CliException(
                    ExitCode.USAGE,
                    "--only: there is no " + String.join(", no ", unknown) + "; there are "
                            + String.join(", ", SpeedResults.contestants()) + ".");
        }
        SpeedResults results =
                SpeedResults.measure(only, records, rounds, Duration.ofSeconds(seconds), settings, this::tell);
        if (json) {
            ObjectNode root = new ObjectMapper().createObjectNode();
            results.toJson(root);
            console.out().println(root.toPrettyString());
        } else {
            console.out().print(results.toText());
        }
        return ExitCode.OK.code();
    }

    private void tell(String contestant, Rate rate) {
        console.err()
                .printf(
                        "%-16s %,10.0f records/s, %,10.0f per CPU second, %.1f cores busy%n",
                        contestant, rate.perSecond(), rate.perCpuSecond(), rate.busyCores());
    }
}
