package io.tidemark.load.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.load.speed.Stoppable;
import io.tidemark.standalone.broker.EmbeddedBroker;
import io.tidemark.standalone.cli.Console;
import io.tidemark.standalone.cli.OptionChecks;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures how long a retrain job takes. Brings its own broker. */
@Command(
        name = "train",
        description = {
            "Measure how long a retrain job takes from its begin to the published version.",
            "",
            "A broker and a worker in this process; examples are read from Kafka, and the champion is a model that guesses."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  tidemark bench train", "  tidemark bench train --rows 50000 --features 10 --json"})
final class TrainBenchCommand implements Callable<Integer> {
    private static final int LEAST_ROWS = 1_000;
    private static final int LEAST_FEATURES = 10;

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
    public Integer call() throws ExecutionException, IOException {
        OptionChecks.atLeast("--rows", LEAST_ROWS, rows);
        OptionChecks.atLeast("--features", LEAST_FEATURES, features);
        return Stoppable.run(console, (broker, _) -> measure(broker));
    }

    private void measure(EmbeddedBroker broker) throws InterruptedException, ExecutionException {
        TrainBench.Timing timing;
        try (TrainBench bench = new TrainBench(broker)) {
            timing = bench.run(rows, features, algorithm);
        }
        if (json) {
            ObjectNode root = new ObjectMapper().createObjectNode();
            root.put("rows", rows)
                    .put("features", features)
                    .put("algorithm", algorithm)
                    .put("readSeconds", timing.reading())
                    .put("trainSeconds", timing.training())
                    .put("judgeAndPublishSeconds", timing.judging())
                    .put("seconds", timing.whole())
                    .put("end", timing.end().name())
                    .put("reason", timing.reason());
            console.out().println(root.toPrettyString());
        } else {
            console.out()
                    .printf(
                            "%,d examples of %d features, %s: %.1f s to read, %.1f s to check and train, %.1f s to judge and"
                                    + " publish, %.1f s in all%n%s: %s%n",
                            rows,
                            features,
                            algorithm,
                            timing.reading(),
                            timing.training(),
                            timing.judging(),
                            timing.whole(),
                            timing.end(),
                            timing.reason());
        }
    }
}
