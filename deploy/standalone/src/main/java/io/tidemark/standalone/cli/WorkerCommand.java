package io.tidemark.standalone.cli;

import io.tidemark.http.server.WebServer;
import io.tidemark.retrain.worker.RetrainWorker;
import io.tidemark.retrain.worker.WorkerConfig;
import io.tidemark.retrain.worker.WorkerHttp;
import io.tidemark.schemas.topic.Part;
import io.tidemark.standalone.cluster.Cluster;
import io.tidemark.standalone.loop.EventVersionBaselines;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Runs a retrain worker in this process against the user's cluster, until it is stopped or fails. */
@Command(
        name = "worker",
        description = {
            "Run a retrain worker: answer drift with better models, and bring them into production step by step.",
            "",
            "What asks for a model, what it has to show, and how it is rolled out is in each model's spec: retrain and rollout."
                    + " Start it on several machines to share the models. A job that is under way when it stops is taken over by another."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  tidemark worker",
            "  tidemark worker -b kafka:9092 -r http://registry:8081 --prefix team-a.",
            "  tidemark worker --config prod.properties"
        })
final class WorkerCommand implements Callable<Integer> {

    private final Console console;
    private final Map<String, String> environment;

    @Mixin
    private final ClusterOptions options = new ClusterOptions();

    WorkerCommand(Console console, Map<String, String> environment) {
        this.console = console;
        this.environment = environment;
    }

    @Override
    public Integer call() throws InterruptedException {
        Cluster cluster = options.cluster(environment);
        WorkerConfig config = new WorkerConfig(cluster.settings());
        List<Part> parts = config.tracking().isOn() ? List.of(Part.WORKER, Part.TRACKING) : List.of(Part.WORKER);
        parts.forEach(part -> LoopClusters.requireRights(cluster, part));
        Optional<WebServer> http = Optional.empty();
        try (RetrainWorker worker = RetrainWorker.start(config, new EventVersionBaselines(InstantSource.system()))) {
            http = WorkerHttp.start(config, worker);
            Runtime.getRuntime()
                    .addShutdownHook(Thread.ofPlatform().name("stop").unstarted(worker::close));
            console.err()
                    .println("Answering " + cluster.topics().driftEvents().name() + " at " + cluster.bootstrapServers()
                            + ". Watch it with: tidemark jobs list. Stop it with Ctrl-C.");
            http.ifPresent(server -> console.err().println("Health and metrics: " + server.address()));
            Optional<Throwable> fault = worker.await();
            if (fault.isPresent()) {
                throw LoopClusters.stopped(cluster, parts, "The retrain worker stopped: ", fault.get());
            }
        } finally {
            http.ifPresent(WebServer::close);
        }
        return ExitCode.OK.code();
    }
}
