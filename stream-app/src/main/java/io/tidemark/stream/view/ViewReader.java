package io.tidemark.stream.view;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidemark.schemas.avro.ModelVersion;
import io.tidemark.schemas.avro.MonitorSpec;
import io.tidemark.schemas.avro.RetrainJob;
import io.tidemark.schemas.avro.ServingStatus;
import io.tidemark.schemas.reader.RecordSink;
import io.tidemark.schemas.reader.TopicReader;
import io.tidemark.schemas.reader.TopicSource;
import io.tidemark.schemas.registry.SchemaRegistry;
import io.tidemark.schemas.topic.Topic;
import io.tidemark.schemas.topic.TopicCatalogue;
import io.tidemark.stream.view.Change.Subject;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Brings a view up to date with the topics. What is written is taken in as it comes; of the window profiles, which are large, only what is written
 * from now on, and {@link ProfileHistory} reads the rest. One thread uses it.
 */
final class ViewReader implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(250);
    private static final long DEAD_LETTERS = 200;

    private final SchemaRegistry registry;
    private final Consumer<Set<Change>> changes;
    private final TopicReader reader;
    private final Set<Change> changed = new HashSet<>();

    /**
     * @param consumer of committed records, without a group; closed with this
     * @param since from when on performance is read
     * @param changes is told of what is new, after it can be seen
     */
    ViewReader(
            View view,
            TopicCatalogue topics,
            SchemaRegistry registry,
            org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer,
            Instant since,
            Consumer<Set<Change>> changes) {
        this.registry = registry;
        this.changes = changes;
        this.reader = new TopicReader(
                consumer,
                List.of(
                        table(topics.monitors(), view.monitors(), Subject.MONITORS, MonitorSpec::getModel),
                        table(topics.modelVersions(), view.versions(), Subject.VERSIONS, ModelVersion::getModelId),
                        table(topics.retrainJobs(), view.jobs(), Subject.JOBS, RetrainJob::getModelId),
                        table(topics.servingStatus(), view.serving(), Subject.SERVING, ServingStatus::getModelId),
                        table(topics.ledger(), view.ledger(), Subject.LEDGER, _ -> ""),
                        TopicSource.whole(
                                topics.baselines().name(),
                                message -> view.baselines()
                                        .put(
                                                new String(message.key(), UTF_8),
                                                message.value() == null
                                                        ? null
                                                        : new RecordPlace(message.partition(), message.offset()))),
                        // From the beginning: an episode that is open may have been opened long ago.
                        TopicSource.whole(topics.driftEvents().name(), events(topics.driftEvents(), (event, _) -> {
                            view.episodes().add(event);
                            changed.add(new Change(event.getModelId(), Subject.EPISODES));
                        })),
                        TopicSource.since(
                                topics.performance().name(), since, events(topics.performance(), (window, _) -> {
                                    view.performance().add(window);
                                    changed.add(new Change(window.getModelId(), Subject.PERFORMANCE));
                                })),
                        TopicSource.last(
                                topics.windowProfiles().name(), 0, events(topics.windowProfiles(), (profile, place) -> {
                                    view.windows().add(profile, place);
                                    changed.add(new Change(profile.getModelId(), Subject.WINDOWS));
                                })),
                        TopicSource.last(topics.deadLetters().name(), DEAD_LETTERS, letter -> {
                            view.deadLetters().add(letter);
                            changed.add(new Change("", Subject.DEAD_LETTERS));
                        })));
    }

    private <V> TopicSource table(
            Topic<String, V> topic, LatestRecords<V> records, Subject subject, Function<V, String> modelOf) {
        Deserializer<V> deserializer = topic.valueSerde(registry).deserializer();
        return TopicSource.whole(topic.name(), passingOver(message -> {
            String key = new String(message.key(), UTF_8);
            V value = message.value() == null ? null : deserializer.deserialize(message.topic(), message.value());
            String model = (value == null ? records.find(key) : Optional.of(value))
                    .map(modelOf)
                    .orElse("");
            records.put(key, value);
            changed.add(new Change(model, subject));
        }));
    }

    private <V> RecordSink events(Topic<String, V> topic, BiConsumer<V, RecordPlace> sink) {
        Deserializer<V> deserializer = topic.valueSerde(registry).deserializer();
        return passingOver(message -> {
            if (message.value() != null) {
                sink.accept(
                        deserializer.deserialize(message.topic(), message.value()),
                        new RecordPlace(message.partition(), message.offset()));
            }
        });
    }

    /** Whoever writes a record that nobody reckoned with hides that one record, and not all that comes after it. */
    static RecordSink passingOver(RecordSink sink) {
        return message -> {
            try {
                sink.accept(message);
            } catch (KafkaException e) { // among them what can't be decoded, or not now
                throw e;
            } catch (RuntimeException e) {
                throw new IllegalArgumentException("nobody reckoned with it: " + e, e);
            }
        };
    }

    /** How far each partition has been taken in. */
    Map<TopicPartition, Long> positions() {
        return reader.positions();
    }

    /** Takes in all that was committed when it was called. */
    void catchUp(Duration patience) {
        try {
            reader.catchUp(patience);
        } finally {
            tell();
        }
    }

    /** Takes in what has come, and waits a little for it where there is nothing. */
    void poll() {
        try {
            reader.poll(POLL);
        } finally {
            tell();
        }
    }

    private void tell() {
        if (!changed.isEmpty()) {
            changes.accept(Set.copyOf(changed));
            changed.clear();
        }
    }

    @Override
    public void close() {
        reader.close();
    }
}
