package io.tidemark.load.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.standalone.cli.CliException;
import io.tidemark.standalone.cli.Console;
import io.tidemark.standalone.cli.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures how long a retrain job takes between its data and its verdict. Needs no cluster. */
@Command(
        name = "train",
        description = {
            "Measure how long it takes to make a challenger of examples in memory, and to judge it against a champion.",
            "",
            "Reading the examples from Kafka and publishing the model are not part of it."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  tidemark bench train", "  tidemark bench train --rows 50000 --features 10 --json"})
final class TrainBenchCommand implements Callable<Integer> {
    private final Console console;

    @Option(names = "--rows", paramLabel = "N", description = "Labelled examples. Default: ${DEFAULT-VALUE}.")
    private int rows = 200_000;

    @Option(
            names = "--features",
            paramLabel = "N",
            description = "Features, of which two in five are categories. Default: ${DEFAULT-VALUE}.")
    private int features = 20;

    @Option(
            names = "--algorithm",
            paramLabel = "NAME",
            description = "As in retrain.algorithm, with its standard settings. Default: ${DEFAULT-VALUE}.")
    private String algorithm = "xgboost";

    @Option(names = "--json", description = "Print one JSON document.")
    private boolean json;

    TrainBenchCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (rows < 1_000 || features < 10) {
            throw new CliException(ExitCode.USAGE, "--rows is 1,000 or more, --features 10 or more.");
        }
        TrainBench.Timing timing = new TrainBench(rows, features, algorithm).run();
        if (json) {
            ObjectNode root = new ObjectMapper().createObjectNode();
            root.put("rows", rows)
                    .put("features", features)
                    .put("algorithm", algorithm)
                    .put("trainSeconds", timing.trainSeconds())
                    .put("judgeSeconds", timing.judgeSeconds())
                    .put("modelBytes", timing.bytes())
                    .put("outcome", timing.outcome());
            console.out().println(root.toPrettyString());
        } else {
            console.out()
                    .printf(
                            "%,d examples of %d features, %s: %.1f s to check and train, %.1f s to judge%n%s%n",
                            rows, features, algorithm, timing.trainSeconds(), timing.judgeSeconds(), timing.outcome());
        }
        return ExitCode.OK.code();
    }
}
