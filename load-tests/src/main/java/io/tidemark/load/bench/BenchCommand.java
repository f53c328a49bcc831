package io.tidemark.load.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.standalone.cli.CliException;
import io.tidemark.standalone.cli.Console;
import io.tidemark.standalone.cli.ExitCode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures the speed of the label join. Needs no cluster. */
@Command(
        name = "bench",
        description = {
            "Measure how many predictions a second one thread joins with their labels, exactly once, on an embedded broker.",
            "",
            "Beside it, in turns: the same thread that reads the same records and does nothing. Timings depend on the machine;"
                    + " what can be compared is the two."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  tidemark bench", "  tidemark bench --pairs 1000000 --rounds 5 --json"})
public final class BenchCommand implements Callable<Integer> {
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
            names = "--rounds",
            paramLabel = "N",
            description = "How often each is measured. Default: ${DEFAULT-VALUE}.")
    private int rounds = 3;

    @Option(names = "--json", description = "Print one JSON document.")
    private boolean json;

    public BenchCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws Exception {
        if (pairs < 1_000 || rounds < 1 || features < 1) {
            throw new CliException(ExitCode.USAGE, "--pairs is 1,000 or more, --rounds and --features are 1 or more.");
        }
        List<Double> joined = new ArrayList<>();
        List<Double> read = new ArrayList<>();
        try (LabelBench bench = LabelBench.prepare(pairs, features)) {
            for (int round = 0; round < rounds; round++) {
                read.add(bench.readOnly());
                joined.add(bench.join());
                console.err()
                        .printf(
                                "round %d of %d: %,.0f pairs/s joined, %,.0f only read%n",
                                round + 1, rounds, joined.getLast(), read.getLast());
            }
        }
        if (json) {
            console.out().println(toJson(joined, read).toPrettyString());
        } else {
            console.out().printf("joined     %,10.0f pairs/s (median of %d)%n", median(joined), rounds);
            console.out().printf("only read  %,10.0f pairs/s%n", median(read));
        }
        return ExitCode.OK.code();
    }

    private ObjectNode toJson(List<Double> joined, List<Double> read) {
        ObjectNode root = new ObjectMapper().createObjectNode();
        root.put("pairs", pairs).put("features", features).put("threads", 1);
        add(root.putObject("labelJoin"), joined);
        add(root.putObject("noopTopology"), read);
        root.put("ratio", median(joined) / median(read));
        return root;
    }

    private static void add(ObjectNode node, List<Double> pairsPerSecond) {
        node.put("medianPairsPerSecond", median(pairsPerSecond));
        ArrayNode all = node.putArray("pairsPerSecond");
        pairsPerSecond.forEach(all::add);
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted(Comparator.naturalOrder()).toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
