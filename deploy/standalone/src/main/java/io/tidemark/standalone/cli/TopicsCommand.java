package io.tidemark.standalone.cli;

import io.tidemark.schemas.topic.Part;
import io.tidemark.schemas.topic.Topic;
import io.tidemark.schemas.topic.TopicCatalogue;
import io.tidemark.standalone.asyncapi.AsyncApiDocument;
import io.tidemark.standalone.cluster.Cluster;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Creates, lists and describes Tidemark's topics. */
@Command(
        name = "topics",
        description = "Create Tidemark's topics, list them, or describe them for tools.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  tidemark topics create --bootstrap-server kafka:9092",
            "  tidemark topics list --prefix staging.",
            "  tidemark topics asyncapi > tidemark-asyncapi.yaml"
        })
final class TopicsCommand implements Runnable {

    private final Console console;
    private final Map<String, String> environment;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    TopicsCommand(Console console, Map<String, String> environment) {
        this.console = console;
        this.environment = environment;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Create, list or asyncapi?");
    }

    @Command(
            name = "create",
            description = "Create the topics that are missing. Existing ones stay as they are.",
            footerHeading = "%nExamples:%n",
            footer = {
                "  tidemark topics create",
                "  tidemark topics create -b kafka:9092 --replication-factor 3 --partitions 12",
                "  tidemark topics create --config prod.properties --prefix team-a."
            })
    int create(
            @Mixin ClusterOptions options,
            @Option(
                            names = "--replication-factor",
                            paramLabel = "N",
                            description = "Copies of every partition. Default: the cluster's own.")
                    Optional<Short> replicationFactor,
            @Option(
                            names = "--partitions",
                            paramLabel = "N",
                            description = "Partitions of the topics for inference logs and ground truth, which must be"
                                    + " equal. Default: 4.")
                    Optional<Integer> partitions)
            throws Exception {
        partitions.ifPresent(given -> OptionChecks.atLeast("--partitions", 1, given));
        replicationFactor.ifPresent(given -> OptionChecks.atLeast("--replication-factor", 1, given));
        Cluster cluster = options.cluster(environment);
        Set<String> existing = cluster.check();
        List<NewTopic> missing = cluster.topics().all().stream()
                .filter(topic -> !existing.contains(topic.name()))
                .map(topic -> request(cluster.topics(), topic, replicationFactor, partitions))
                .toList();
        Set<String> created;
        try (Admin admin = cluster.admin()) {
            created = create(admin, missing);
            awaitTopics(admin, created);
        }
        for (Topic<?, ?> topic : cluster.topics().all()) {
            String outcome = created.contains(topic.name())
                    ? console.styled("created", Console.Style.GREEN)
                    : console.styled("exists ", Console.Style.FAINT);
            console.out().println(outcome + "  " + topic.name());
        }
        return ExitCode.OK.code();
    }

    private static NewTopic request(
            TopicCatalogue topics, Topic<?, ?> topic, Optional<Short> replicationFactor, Optional<Integer> partitions) {
        NewTopic request = topic.toNewTopic(replicationFactor);
        boolean isInput = topic.name().equals(topics.inferenceLogs().name())
                || topic.name().equals(topics.groundTruth().name());
        return isInput && partitions.isPresent()
                ? new NewTopic(topic.name(), partitions, replicationFactor).configs(request.configs())
                : request;
    }

    /** Creates the topics and names those that this call created; someone else may have been quicker. */
    private static Set<String> create(Admin admin, List<NewTopic> requests)
            throws InterruptedException, ExecutionException {
        Set<String> created = new HashSet<>();
        for (Map.Entry<String, KafkaFuture<Void>> creation :
                admin.createTopics(requests).values().entrySet()) {
            try {
                creation.getValue().get();
                created.add(creation.getKey());
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throw e;
                }
            }
        }
        return created;
    }

    /** The controller knows a new topic a moment before the brokers do; whoever comes next should find it. */
    private static void awaitTopics(Admin admin, Set<String> created) throws InterruptedException, ExecutionException {
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!admin.listTopics().names().get().containsAll(created) && System.nanoTime() < deadline) {
            Thread.sleep(Duration.ofMillis(50));
        }
    }

    @Command(
            name = "list",
            description =
                    "List Tidemark's topics: which exist, their partitions, and about how many records they hold.",
            footerHeading = "%nExamples:%n",
            footer = {"  tidemark topics list", "  tidemark topics list -b kafka:9092 --prefix staging."})
    int list(
            @Mixin ClusterOptions options,
            @Option(names = "--flow", description = "Print who writes and who reads each instead, and ask no broker.")
                    boolean flow)
            throws Exception {
        Cluster cluster = options.cluster(environment);
        if (flow) {
            printFlow(cluster.topics());
            return ExitCode.OK.code();
        }
        Set<String> existing = cluster.check();
        List<Topic<?, ?>> topics = cluster.topics().all();
        Set<String> ours =
                topics.stream().map(Topic::name).filter(existing::contains).collect(Collectors.toSet());
        try (Admin admin = cluster.admin()) {
            Map<String, TopicDescription> found =
                    admin.describeTopics(ours).allTopicNames().get();
            Map<String, Long> records = records(admin, found);
            int width = topics.stream().mapToInt(t -> t.name().length()).max().orElse(0);
            String format = "%-" + width + "s  %10s  %12s  %s";
            console.out()
                    .println(console.styled(
                            format.formatted("TOPIC", "PARTITIONS", "RECORDS", "HOLDS"), Console.Style.BOLD));
            for (Topic<?, ?> topic : topics) {
                TopicDescription description = found.get(topic.name());
                console.out()
                        .println(format.formatted(
                                topic.name(),
                                description == null
                                        ? "missing"
                                        : description.partitions().size(),
                                description == null ? "" : "%,d".formatted(records.getOrDefault(topic.name(), 0L)),
                                topic.purpose()));
            }
        }
        return ExitCode.OK.code();
    }

    @Command(
            name = "asyncapi",
            description =
                    "Print an AsyncAPI document of Tidemark's topics, in YAML: channels, who sends and receives, keys, Avro schemas. No broker is asked.",
            footerHeading = "%nExamples:%n",
            footer = {
                "  tidemark topics asyncapi",
                "  tidemark topics asyncapi -b kafka:9092 -r https://registry:8081 --prefix staging. --json"
            })
    int asyncApi(
            @Mixin ClusterOptions options,
            @Option(names = "--json", description = "Print it as one JSON document.") boolean json) {
        Cluster cluster = options.cluster(environment);
        if (json) {
            console.out().println(AsyncApiDocument.of(cluster).toPrettyString());
        } else {
            console.out().print(AsyncApiDocument.yaml(cluster));
        }
        return ExitCode.OK.code();
    }

    private void printFlow(TopicCatalogue topics) {
        int width = topics.all().stream().mapToInt(t -> t.name().length()).max().orElse(0);
        String format = "%-" + width + "s  %-40s  %s";
        console.out().println(console.styled(format.formatted("TOPIC", "WRITTEN BY", "READ BY"), Console.Style.BOLD));
        for (Topic<?, ?> topic : topics.all()) {
            console.out()
                    .println(format.formatted(
                            topic.name(),
                            keys(topic.flow().writers()),
                            keys(topic.flow().readers())));
        }
    }

    private static String keys(List<Part> parts) {
        return parts.stream().map(Part::key).collect(Collectors.joining(", "));
    }

    /** Distance between first and last offset: an upper bound where records were compacted or transactions marked. */
    private static Map<String, Long> records(Admin admin, Map<String, TopicDescription> topics) throws Exception {
        Map<TopicPartition, OffsetSpec> first = new HashMap<>();
        Map<TopicPartition, OffsetSpec> last = new HashMap<>();
        topics.forEach((name, description) -> description.partitions().forEach(p -> {
            first.put(new TopicPartition(name, p.partition()), OffsetSpec.earliest());
            last.put(new TopicPartition(name, p.partition()), OffsetSpec.latest());
        }));
        Map<TopicPartition, ListOffsetsResultInfo> begin =
                admin.listOffsets(first).all().get();
        Map<TopicPartition, ListOffsetsResultInfo> end =
                admin.listOffsets(last).all().get();
        Map<String, Long> records = new HashMap<>();
        end.forEach((partition, info) -> {
            ListOffsetsResultInfo from = begin.get(partition);
            long distance = info.offset() - (from == null ? 0 : from.offset());
            records.merge(partition.topic(), distance, Long::sum);
        });
        return records;
    }
}
