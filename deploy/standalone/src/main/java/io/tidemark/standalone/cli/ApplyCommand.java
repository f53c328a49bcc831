package io.tidemark.standalone.cli;

import io.tidemark.schemas.avro.MonitorSpec;
import io.tidemark.schemas.registry.SchemaRegistry;
import io.tidemark.schemas.topic.RecordKeys;
import io.tidemark.schemas.topic.Topic;
import io.tidemark.standalone.cluster.Cluster;
import io.tidemark.stream.spec.AppliedSpec;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Publishes a monitor spec after validating it. */
@Command(
        name = "apply",
        description = {
            "Apply a monitor spec: how one model is monitored.",
            "",
            "The file is validated first, and all that is wrong with it is named by line and key. It takes effect at the"
                    + " next window boundary and replaces the model's spec before it."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  tidemark apply -f churn.yaml",
            "  tidemark apply -f churn.yaml --dry-run",
            "  tidemark apply -f churn.yaml -b kafka:9092 -r http://registry:8081"
        })
final class ApplyCommand implements Callable<Integer> {

    private final Console console;
    private final Map<String, String> environment;

    @Mixin
    private final ClusterOptions options = new ClusterOptions();

    @Option(
            names = {"-f", "--file"},
            required = true,
            paramLabel = "FILE",
            description = "The spec, in YAML.")
    private Path file = Path.of("");

    @Option(names = "--dry-run", description = "Validate only; needs no cluster.")
    private boolean dryRun;

    ApplyCommand(Console console, Map<String, String> environment) {
        this.console = console;
        this.environment = environment;
    }

    @Override
    public Integer call() throws Exception {
        SpecFile read = SpecFile.read(console, file);
        AppliedSpec spec =
                AppliedSpec.of(read.spec(), read.yaml(), Instant.now(), System.getProperty("user.name", "unknown"));
        if (!dryRun) {
            publish(options.cluster(environment), spec);
        }
        console.out()
                .println("%s %s, revision %s."
                        .formatted(dryRun ? "Valid:" : "Applied:", spec.spec().model(), spec.revision()));
        return ExitCode.OK.code();
    }

    private static void publish(Cluster cluster, AppliedSpec spec) throws InterruptedException, ExecutionException {
        Topic<String, MonitorSpec> topic = cluster.topics().monitors();
        if (!cluster.check().contains(topic.name())) {
            throw CliException.usage("The cluster at " + cluster.bootstrapServers() + " has no topic " + topic.name()
                    + ". Create it with: tidemark topics create");
        }
        try (SchemaRegistry registry = cluster.registry()) {
            registry.check();
            try (Producer<String, MonitorSpec> producer = cluster.producer(
                    new StringSerializer(),
                    topic.valueSerde(registry).serializer(),
                    Map.of(ProducerConfig.MAX_BLOCK_MS_CONFIG, 15_000))) {
                String key = RecordKeys.model(spec.spec().model());
                producer.send(new ProducerRecord<>(topic.name(), key, spec.toRecord()))
                        .get();
            }
        }
    }
}
