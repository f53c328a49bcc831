package io.tidemark.load.swap;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.load.speed.Interruption;
import io.tidemark.load.speed.Spread;
import io.tidemark.load.speed.Stoppable;
import io.tidemark.load.swap.ScoringLoad.Result;
import io.tidemark.load.swap.SwapBench.Pauses;
import io.tidemark.standalone.cli.Console;
import io.tidemark.standalone.cli.OptionChecks;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures following and swapping. Needs no cluster. */
@Command(
        name = "swap",
        description = {
            "Measure how soon scoring applications in this process serve a new version, on an embedded broker, and what a call of a model takes while it is"
                    + " swapped.",
            "",
            "The first with XGBoost models of 100 trees that are fetched, checked and loaded. The second with logistic regressions, beside the"
                    + " same load without swaps."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  tidemark bench swap", "  tidemark bench swap --clients 20 --swaps 1000 --json"})
public final class SwapCommand implements Callable<Integer> {
    private final Console console;

    @Option(names = "--clients", paramLabel = "N", description = "Scoring applications. Default: ${DEFAULT-VALUE}.")
    private int clients = 20;

    @Option(
            names = "--versions",
            paramLabel = "N",
            description = "New versions that are published to all of them. Default: ${DEFAULT-VALUE}.")
    private int versions = 100;

    @Option(
            names = "--swaps",
            paramLabel = "N",
            description = "Swaps of one application under load. Default: ${DEFAULT-VALUE}.")
    private int swaps = 1_000;

    @Option(names = "--threads", paramLabel = "N", description = "Threads that score. Default: ${DEFAULT-VALUE}.")
    private int threads = 2;

    @Option(
            names = "--rate",
            paramLabel = "N",
            description = "Calls of each of these threads a second. Default: ${DEFAULT-VALUE}.")
    private long rate = 2_000;

    @Option(names = "--json", description = "Print one JSON document.")
    private boolean json;

    public SwapCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws ExecutionException, IOException {
        OptionChecks.atLeast("--clients", 1, clients);
        OptionChecks.atLeast("--versions", 1, versions);
        OptionChecks.atLeast("--swaps", 1, swaps);
        OptionChecks.atLeast("--threads", 1, threads);
        OptionChecks.atLeast("--rate", 1, rate);
        return Stoppable.run(console, (broker, _) -> {
            try {
                measure(SwapBench.on(broker));
            } catch (RuntimeException e) {
                throw Interruption.unlessInterrupted(e);
            }
        });
    }

    private void measure(SwapBench bench) throws InterruptedException, ExecutionException {
        Spread propagation = bench.propagation(clients, versions);
        Pauses pauses = bench.pauses(swaps, threads, rate, Duration.ofSeconds(20));
        if (json) {
            console.out().println(toJson(propagation, pauses).toPrettyString());
        } else {
            print(propagation, pauses);
        }
    }

    private void print(Spread propagation, Pauses pauses) {
        console.out().printf("from version to swapped, %d clients: %s%n", clients, propagation);
        console.out().printf("a call without swaps: %s%n", pauses.without().calls());
        console.out()
                .printf(
                        "a call during %,d swaps in %.0f s: %s, %d failed, %d mixed%n",
                        swaps,
                        pauses.seconds(),
                        pauses.with().calls(),
                        pauses.with().failures(),
                        pauses.with().mixed());
    }

    private ObjectNode toJson(Spread propagation, Pauses pauses) {
        ObjectNode root = new ObjectMapper().createObjectNode();
        root.put("clients", clients).put("versions", versions).put("swaps", swaps);
        root.put("threads", threads).put("callsPerSecondAndThread", rate).put("swapSeconds", pauses.seconds());
        propagation.toJson(root.putObject("versionToSwapped"));
        add(pauses.without(), root.putObject("callWithoutSwaps"));
        add(pauses.with(), root.putObject("callDuringSwaps"));
        return root;
    }

    private static void add(Result result, ObjectNode node) {
        result.calls().toJson(node);
        node.put("failures", result.failures()).put("mixed", result.mixed());
    }
}
