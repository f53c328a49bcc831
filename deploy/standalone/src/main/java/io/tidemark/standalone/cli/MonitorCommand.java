package io.tidemark.standalone.cli;

import io.tidemark.standalone.cluster.Cluster;
import io.tidemark.stream.app.MonitorApp;
import io.tidemark.stream.config.MonitorConfig;
import io.tidemark.stream.config.Role;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.kafka.streams.StreamsConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs the monitor in this process against the user's cluster, until it is stopped or fails. */
@Command(
        name = "monitor",
        description = {
            "Run the monitor: read inference logs, compare each window with its baseline, publish drift events.",
            "",
            "It runs until SIGTERM or Ctrl-C, then commits and leaves its group. Start it on several machines to share"
                    + " the load. What went wrong and what it is doing goes to stderr."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  tidemark monitor",
            "  tidemark monitor -b kafka:9092 -r http://registry:8081 --prefix team-a.",
            "  tidemark monitor --config prod.properties",
            "  tidemark monitor --roles labels -b kafka:9092 -r http://registry:8081"
        })
final class MonitorCommand implements Callable<Integer> {

    private final Console console;
    private final Map<String, String> environment;

    @Mixin
    private final ClusterOptions options = new ClusterOptions();

    @Option(
            names = "--roles",
            split = ",",
            paramLabel = "ROLE",
            description =
                    "What this process does: drift, labels, ingest. Default: all. They scale apart: run more processes of one.")
    private List<String> roles = List.of();

    MonitorCommand(Console console, Map<String, String> environment) {
        this.console = console;
        this.environment = environment;
    }

    /** With the roles asked for. */
    private Map<String, String> complete(Map<String, String> settings) {
        Map<String, String> complete = withStateDirectory(settings, environment);
        if (!roles.isEmpty()) {
            complete.put(MonitorConfig.ROLES, String.join(",", roles));
        }
        return complete;
    }

    /** With a place for state: Kafka Streams' own default is a folder for temporary files, which a reboot empties. */
    static Map<String, String> withStateDirectory(Map<String, String> settings, Map<String, String> environment) {
        Map<String, String> complete = new HashMap<>(settings);
        String home = environment.getOrDefault("XDG_STATE_HOME", System.getProperty("user.home") + "/.local/state");
        complete.putIfAbsent(StreamsConfig.STATE_DIR_CONFIG, home + "/tidemark");
        return complete;
    }

    @Override
    public Integer call() throws InterruptedException {
        Cluster cluster = options.cluster(environment);
        MonitorConfig config = new MonitorConfig(complete(cluster.settings()));
        cluster.check();
        try (MonitorApp monitor = MonitorApp.start(config)) {
            Runtime.getRuntime()
                    .addShutdownHook(Thread.ofPlatform().name("stop").unstarted(monitor::close));
            console.err()
                    .println("Monitoring " + cluster.topics().inferenceLogs().name() + " at "
                            + cluster.bootstrapServers() + ". Watch it with: tidemark events. Stop it with Ctrl-C.");
            monitor.dashboardAddress().ifPresent(address -> console.err().println("Dashboard: " + address));
            Optional<Throwable> fault = monitor.await();
            if (fault.isPresent()) {
                throw LoopClusters.stopped(
                        cluster,
                        config.roles().stream().map(Role::part).toList(),
                        "The monitor stopped, since going on would skip records: ",
                        fault.get());
            }
        }
        return ExitCode.OK.code();
    }
}
