package io.tidemark.standalone.cli;

import io.tidemark.retrain.job.JobRecords;
import io.tidemark.retrain.policy.JobIds;
import io.tidemark.schemas.avro.JobTrigger;
import io.tidemark.schemas.avro.MonitorSpec;
import io.tidemark.schemas.avro.RetrainJob;
import io.tidemark.schemas.avro.TriggerKind;
import io.tidemark.schemas.registry.SchemaRegistry;
import io.tidemark.standalone.cluster.Cluster;
import io.tidemark.standalone.loop.LoopState;
import io.tidemark.standalone.loop.LoopWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Asks for a better model. */
@Command(
        name = "retrain",
        description = {
            "Ask for a better model now. It has to pass the same gates as any other.",
            "",
            "It waits for no cooldown and no quiet hours, and ends the pause after models that were not good enough. A worker has to run: tidemark worker."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  tidemark retrain churn --reason \"the new tariff\"",
            "  tidemark jobs show \"$(tidemark retrain churn)\""
        })
final class RetrainCommand implements Callable<Integer> {
    private final Console console;
    private final Map<String, String> environment;

    @Mixin
    private final ClusterOptions options = new ClusterOptions();

    @Mixin
    private final ReasonOption reason = new ReasonOption();

    @Parameters(paramLabel = "MODEL", description = "The model. Its spec needs retrain.")
    private String model = "";

    RetrainCommand(Console console, Map<String, String> environment) {
        this.console = console;
        this.environment = environment;
    }

    @Override
    public Integer call() throws Exception {
        Cluster cluster = options.cluster(environment);
        LoopClusters.requireTopics(cluster);
        try (SchemaRegistry registry = cluster.registry();
                LoopWriter writer = new LoopWriter(cluster, registry)) {
            requireRetrain(LoopState.read(cluster, registry).tables().spec(model));
            RetrainJob job = job();
            writer.write(job);
            console.out().println(job.getJobId());
            console.err().println("Asked for. Watch it with: tidemark jobs show " + job.getJobId());
        }
        return ExitCode.OK.code();
    }

    private void requireRetrain(Optional<MonitorSpec> spec) {
        if (spec.isEmpty() || spec.get().getRetrain() == null) {
            throw CliException.usage(
                    "The spec of " + model + " says nothing of retraining, so no worker would take the job."
                            + " Add a section retrain to it and apply it; what it may say is in docs/configuration.md.");
        }
    }

    private RetrainJob job() {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        String user = System.getProperty("user.name", "unknown");
        String request = UUID.randomUUID().toString();
        String why = user + " asked for it" + (reason.text().isBlank() ? "" : ": " + reason.text());
        JobTrigger trigger = JobTrigger.newBuilder()
                .setKind(TriggerKind.MANUAL)
                .setTriggerId(request)
                .setAt(now)
                .setReason(why)
                .build();
        return JobRecords.requested(JobIds.ofManual(model, request), model, List.of(trigger), user, why, now);
    }
}
