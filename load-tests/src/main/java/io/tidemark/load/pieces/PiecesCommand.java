package io.tidemark.load.pieces;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.standalone.cli.Console;
import io.tidemark.standalone.cli.ExitCode;
import io.tidemark.standalone.cli.OptionChecks;
import java.util.List;
import java.util.concurrent.Callable;
import org.openjdk.jmh.runner.RunnerException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures pieces of the monitor alone. */
@Command(
        name = "pieces",
        description = {
            "Measure the pieces that every record and every window goes through, each alone, with the bytes that it allocates.",
            "",
            "Of an event, a value, a sketch or a window. Needs no broker. What is in the caches here is not where many features share them."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  tidemark bench pieces", "  tidemark bench pieces --iterations 2 --json"})
public final class PiecesCommand implements Callable<Integer> {
    private final Console console;

    @Option(
            names = "--iterations",
            paramLabel = "N",
            description = "Seconds of measurement of each piece, after as many to warm up. Default: ${DEFAULT-VALUE}.")
    private int iterations = 5;

    @Option(names = "--json", description = "Print one JSON document.")
    private boolean json;

    public PiecesCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws RunnerException {
        OptionChecks.atLeast("--iterations", 1, iterations);
        List<PieceCost> costs = PieceCost.measure(iterations);
        if (json) {
            ObjectNode root = new ObjectMapper().createObjectNode();
            ArrayNode all = root.putArray("pieces");
            costs.forEach(cost -> cost.toJson(all.addObject()));
            console.out().println(root.toPrettyString());
        } else {
            costs.forEach(console.out()::println);
        }
        return ExitCode.OK.code();
    }
}
