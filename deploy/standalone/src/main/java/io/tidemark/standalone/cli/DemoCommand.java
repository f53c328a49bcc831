package io.tidemark.standalone.cli;

import io.tidemark.standalone.cluster.Cluster;
import io.tidemark.standalone.demo.DemoCluster;
import io.tidemark.standalone.demo.DemoOutput;
import io.tidemark.standalone.demo.FlightDemo;
import io.tidemark.standalone.files.TemporaryDirectory;
import io.tidemark.standalone.flights.FlightCsv;
import io.tidemark.standalone.flights.Incident;
import io.tidemark.standalone.replay.ReplaySpeed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.errors.InterruptException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows Tidemark on real flights, with everything it needs in this process. */
@Command(
        name = "demo",
        description = {
            "See Tidemark at work on 200,000 real flights of 2001: no installation, no cluster, about a minute.",
            "",
            "It starts Kafka, a schema registry and the monitor in this process, takes January as the baseline and"
                    + " replays February to June, and with each flight that has left how late it was. On 15 April an"
                    + " incident is staged."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  tidemark demo",
            "  tidemark demo --keep --port 9092 --registry-port 8081",
            "  tidemark demo --app-only -b kafka:9092 -r http://registry:8081",
            "  tidemark demo --csv flights && tidemark backtest --baseline flights/january.csv"
                    + " --stream flights/february-june-incident.csv --time time --window 1d --ignore delay,late",
            "  tidemark backtest --baseline flights/january-holdout-scored.csv"
                    + " --stream flights/february-june-incident-scored.csv --time time --window 1d --ignore delay"
                    + " --label late --prediction prediction --score score",
            "  tidemark demo --headless | jq -c 'select(.type == \"event\") | {feature, state, reason}'"
        })
final class DemoCommand implements Callable<Integer> {

    /** 150 days of flights in a minute. */
    private static final double DEFAULT_SPEED = 216_000;

    private final Console console;
    private final Map<String, String> environment;

    @Option(names = "--port", paramLabel = "PORT", description = "Where Kafka listens. Default: any free port.")
    private int port;

    @Option(
            names = "--registry-port",
            paramLabel = "PORT",
            description = "Where the schema registry listens. Default: any free port.")
    private int registryPort;

    @Option(
            names = "--speed",
            paramLabel = "SPEED",
            converter = SpeedOption.class,
            description = "How fast the flights are replayed, or max. Default: 216000x, about a minute.")
    private ReplaySpeed speed = new ReplaySpeed(OptionalDouble.of(DEFAULT_SPEED));

    @Option(
            names = "--until",
            paramLabel = "WHAT",
            description =
                    "End early. promoted: once a version that the retrain worker made answers, and its first two weeks show how well.")
    private Optional<Until> until = Optional.empty();

    @Option(
            names = "--monitor-only",
            description = "Without a retrain worker: the model never changes, and the incident stays to the end.")
    private boolean monitorOnly;

    @Option(
            names = "--app-only",
            description =
                    "Only the application that scores flights, against your cluster: monitor and retrain worker run elsewhere, the topics are there.")
    private boolean appOnly;

    @Mixin
    private final ClusterOptions options = new ClusterOptions();

    /** What ends the demo early. */
    private enum Until {
        PROMOTED
    }

    @Option(
            names = "--keep",
            negatable = true,
            description =
                    "Keep all of it running at the end, until Ctrl-C, or not. Default: where a terminal shows it.")
    private Optional<Boolean> keep = Optional.empty();

    @Option(
            names = "--headless",
            description =
                    "Print JSON lines: window, performance, event, incident, job, version, swap, and last a summary.")
    private boolean headless;

    @Option(
            names = "--csv",
            paramLabel = "DIRECTORY",
            description = "Only write the flights there as CSV files, for compare, baseline and backtest.")
    private Optional<Path> csv = Optional.empty();

    DemoCommand(Console console, Map<String, String> environment) {
        this.console = console;
        this.environment = environment;
    }

    @Override
    public Integer call() throws Exception {
        if (monitorOnly && until.isPresent()) {
            throw CliException.usage("--until waits for a new version, and --monitor-only makes none: choose one.");
        }
        if (appOnly && (monitorOnly || until.isPresent() || port != 0 || registryPort != 0)) {
            throw CliException.usage(
                    "--app-only starts neither a cluster nor a monitor, so that --monitor-only, --until, --port and --registry-port don't go with it.");
        }
        if (!appOnly && options.isGiven()) {
            throw CliException.usage("The demo brings a cluster of its own. To play on yours, add --app-only.");
        }
        if (csv.isPresent()) {
            return writeCsv(csv.get()).code();
        }
        try (InterruptOnSignal _ = new InterruptOnSignal("demo");
                TemporaryDirectory state = TemporaryDirectory.create("tidemark-demo-")) {
            return run(state.path()).code();
        } catch (InterruptedException | InterruptException e) {
            return ExitCode.FAILURE.code();
        }
    }

    private ExitCode writeCsv(Path directory) {
        try {
            FlightCsv.writeTo(directory);
        } catch (IOException e) {
            throw CliException.usage("Can't write the flights to " + directory + ": " + e.getMessage(), e);
        }
        console.out().println("Wrote " + String.join(", ", FlightCsv.FILES) + " to " + directory + ".");
        return ExitCode.OK;
    }

    private ExitCode run(Path state) throws InterruptedException, ExecutionException {
        DemoOutput output = headless ? new DemoJson(console) : new DemoConsole(console);
        if (appOnly) {
            Cluster cluster = options.cluster(environment);
            LoopClusters.requireTopics(cluster);
            return play(cluster, output, state);
        }
        output.step("Starting Kafka and a schema registry");
        try (DemoCluster demo = DemoCluster.start(port, registryPort)) {
            output.ready(demo.bootstrapServers(), demo.registryUrl());
            return play(demo.cluster(), output, state);
        }
    }

    private ExitCode play(Cluster cluster, DemoOutput output, Path state)
            throws InterruptedException, ExecutionException {
        FlightDemo flights = new FlightDemo(cluster, output, speed, Optional.of(Incident.standard()), scope());
        return flights.run(state, this::hold).complete() ? ExitCode.OK : ExitCode.FAILURE;
    }

    private FlightDemo.Scope scope() {
        if (appOnly) {
            return FlightDemo.Scope.APPLICATION;
        }
        if (monitorOnly) {
            return FlightDemo.Scope.MONITOR;
        }
        return until.isPresent() ? FlightDemo.Scope.UNTIL_PROMOTED : FlightDemo.Scope.LOOP;
    }

    private void hold() throws InterruptedException {
        if (isKept()) {
            console.err().println("All of it keeps running. Stop it with Ctrl-C.");
            new CountDownLatch(1).await();
        }
    }

    /** Whether all goes on running when the flights are over: where a person watches, who may be in the dashboard still. */
    boolean isKept() {
        return keep.orElse(console.progress() && !headless);
    }
}
