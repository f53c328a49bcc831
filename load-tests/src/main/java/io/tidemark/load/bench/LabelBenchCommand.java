package io.tidemark.load.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.load.bench.LabelBench.Load;
import io.tidemark.load.speed.Rate;
import io.tidemark.load.speed.Stoppable;
import io.tidemark.standalone.broker.EmbeddedBroker;
import io.tidemark.standalone.cli.Console;
import io.tidemark.standalone.cli.OptionChecks;
import io.tidemark.stream.config.Role;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures the speed of the label join. Needs no cluster. */
@Command(
        name = "labels",
        description = {
            "Measure how many predictions a second one thread joins with their labels, exactly once, on an embedded broker.",
            "",
            "Beside it, in turns: the same thread that reads the same records and does nothing. Timings depend on the machine;"
                    + " what can be compared is the two."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  tidemark bench labels", "  tidemark bench labels --pairs 1000000 --rounds 5 --json"})
final class LabelBenchCommand implements Callable<Integer> {
    private static final int LEAST_PAIRS = 1_000;

    private final Console console;

    @Option(
            names = "--pairs",
            paramLabel = "N",
            description = "Predictions with a label in each round. Default: ${DEFAULT-VALUE}.")
    private int pairs = 400_000;

    @Option(
            names = "--features",
            paramLabel = "N",
            description = "Numeric features of a prediction. Default: ${DEFAULT-VALUE}.")
    private int features = 18;

    @Option(
            names = "--behind",
            paramLabel = "N",
            description = "How many predictions stand between one and its label. Default: ${DEFAULT-VALUE}.")
    private int behind = 1_000;

    @Option(
            names = "--ascending-ids",
            description =
                    "Inference ids that ascend, as numbers from a sequence. Else they are UUIDs: look-ups cost more.")
    private boolean ascendingIds;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "A setting of the monitor, to see what it gives; may be given several times.")
    private Map<String, String> settings = new LinkedHashMap<>();

    @Option(
            names = "--rounds",
            paramLabel = "N",
            description = "How often each is measured. Default: ${DEFAULT-VALUE}.")
    private int rounds = 3;

    @Option(names = "--json", description = "Print one JSON document.")
    private boolean json;

    LabelBenchCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws ExecutionException, IOException {
        OptionChecks.atLeast("--pairs", LEAST_PAIRS, pairs);
        OptionChecks.atLeast("--rounds", 1, rounds);
        OptionChecks.atLeast("--features", 1, features);
        OptionChecks.atLeast("--behind", 0, behind);
        MonitorSettings.check("--set", Role.LABELS, settings);
        return Stoppable.run(console, this::measure);
    }

    private void measure(EmbeddedBroker broker, Path directory) throws InterruptedException, ExecutionException {
        List<Rate> joined = new ArrayList<>();
        List<Rate> read = new ArrayList<>();
        LabelBench bench =
                LabelBench.prepare(broker, directory, new Load(pairs, features, behind, ascendingIds), settings);
        for (int round = 0; round < rounds; round++) {
            read.add(bench.readOnly());
            joined.add(bench.join());
            console.err()
                    .printf(
                            "round %d of %d: %,.0f pairs/s joined (%,.0f per CPU second, %.1f cores busy), %,.0f only read%n",
                            round + 1,
                            rounds,
                            joined.getLast().perSecond(),
                            joined.getLast().perCpuSecond(),
                            joined.getLast().busyCores(),
                            read.getLast().perSecond());
        }
        if (json) {
            console.out().println(toJson(joined, read).toPrettyString());
        } else {
            print("joined", joined);
            print("only read", read);
        }
    }

    private void print(String what, List<Rate> rates) {
        DoubleSummaryStatistics seconds =
                rates.stream().mapToDouble(Rate::perSecond).summaryStatistics();
        console.out()
                .printf(
                        "%-10s %,10.0f pairs/s (median of %d, %,.0f to %,.0f), %,.0f per CPU second of the stream thread%n",
                        what,
                        Rate.median(rates, Rate::perSecond),
                        rounds,
                        seconds.getMin(),
                        seconds.getMax(),
                        Rate.median(rates, Rate::perCpuSecond));
    }

    private ObjectNode toJson(List<Rate> joined, List<Rate> read) {
        ObjectNode root = new ObjectMapper().createObjectNode();
        root.put("pairs", pairs).put("features", features).put("threads", 1);
        Rate.toJson(joined, "Pairs", root.putObject("labelJoin"));
        Rate.toJson(read, "Pairs", root.putObject("noopTopology"));
        root.put("ratio", Rate.median(joined, Rate::perSecond) / Rate.median(read, Rate::perSecond));
        return root;
    }
}
