package io.tidemark.standalone.cli;

import io.tidemark.schemas.avro.DriftEvent;
import io.tidemark.schemas.json.AvroJson;
import io.tidemark.schemas.registry.SchemaRegistry;
import io.tidemark.schemas.serde.UndecodableRecordException;
import io.tidemark.schemas.topic.Topic;
import io.tidemark.standalone.cluster.Cluster;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Follows the drift events. Reads committed events only, without a consumer group, so it disturbs nobody. */
@Command(
        name = "events",
        description = {
            "Follow the drift events as they come, until Ctrl-C.",
            "",
            "A record that is no drift event is reported on stderr and passed over."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  tidemark events",
            "  tidemark events --from-beginning --once --json | jq 'select(.severity == \"MAJOR\")'",
            "  tidemark events --model churn -b kafka:9092 -r http://registry:8081"
        })
final class EventsCommand implements Callable<Integer> {

    private final Console console;
    private final Map<String, String> environment;

    @Mixin
    private final ClusterOptions options = new ClusterOptions();

    @Option(names = "--from-beginning", description = "Begin with the oldest event instead of the next.")
    private boolean fromBeginning;

    @Option(names = "--once", description = "End after the newest event instead of waiting for more.")
    private boolean once;

    @Option(names = "--limit", paramLabel = "N", description = "End after so many events.")
    private long limit = Long.MAX_VALUE;

    @Option(names = "--model", paramLabel = "NAME", description = "Only events of this model.")
    private Optional<String> model = Optional.empty();

    @Option(names = "--json", description = "Print every event as one line of JSON, with all its fields.")
    private boolean json;

    private long shown;

    EventsCommand(Console console, Map<String, String> environment) {
        this.console = console;
        this.environment = environment;
    }

    @Override
    public Integer call() {
        OptionChecks.atLeast("--limit", 1, limit);
        Cluster cluster = options.cluster(environment);
        Topic<String, DriftEvent> topic = cluster.topics().driftEvents();
        if (!cluster.check().contains(topic.name())) {
            throw CliException.usage("The cluster at " + cluster.bootstrapServers() + " has no topic " + topic.name()
                    + ". Is --prefix right? Create the topics with: tidemark topics create");
        }
        try (SchemaRegistry registry = cluster.registry();
                Consumer<String, byte[]> consumer =
                        cluster.consumer(new StringDeserializer(), new ByteArrayDeserializer())) {
            registry.check();
            follow(consumer, topic, topic.valueSerde(registry).deserializer());
        }
        return ExitCode.OK.code();
    }

    private void follow(Consumer<String, byte[]> consumer, Topic<?, ?> topic, Deserializer<DriftEvent> deserializer) {
        List<TopicPartition> partitions = consumer.partitionsFor(topic.name()).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        if (fromBeginning) {
            consumer.seekToBeginning(partitions);
        } else {
            consumer.seekToEnd(partitions);
        }
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        while (shown < limit && !(once && isAt(consumer, ends))) {
            for (ConsumerRecord<String, byte[]> message : consumer.poll(Duration.ofMillis(200))) {
                show(message, deserializer);
            }
            // Whoever read our output may be gone, as in: tidemark events | head
            if (console.out().checkError()) {
                return;
            }
        }
    }

    private static boolean isAt(Consumer<?, ?> consumer, Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    private void show(ConsumerRecord<String, byte[]> message, Deserializer<DriftEvent> deserializer) {
        if (message.value() == null || shown >= limit) {
            return;
        }
        DriftEvent event;
        try {
            event = deserializer.deserialize(message.topic(), message.headers(), message.value());
        } catch (UndecodableRecordException e) {
            console.err()
                    .println("Passed over %s-%d@%d, which is no drift event: %s"
                            .formatted(message.topic(), message.partition(), message.offset(), e.getMessage()));
            return;
        }
        if (model.isEmpty() || model.get().equals(event.getModelId())) {
            console.out().println(json ? AvroJson.of(event) : new DriftEventText(console).of(event));
            shown++;
        }
    }
}
