package io.tidemark.load.labels;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidemark.load.CommittedRecords;
import io.tidemark.schemas.avro.DriftEvent;
import io.tidemark.schemas.avro.LabeledExample;
import io.tidemark.schemas.avro.WindowPerformance;
import io.tidemark.schemas.registry.SchemaRegistry;
import io.tidemark.schemas.topic.Topic;
import io.tidemark.standalone.cluster.Cluster;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.Deserializer;

/** What an outsider finds of labels in the topics, with a read-committed consumer and nothing of the monitor's own counters. */
public final class LabelReadings {
    private final Cluster cluster;
    private final CommittedRecords records;
    private final Map<String, Integer> examples = new HashMap<>();
    private final Map<String, Integer> corrections = new HashMap<>();
    private final Map<String, String> labels = new HashMap<>();
    private final TreeMap<WindowName, List<WindowPerformance>> performance = new TreeMap<>();
    private final List<DriftEvent> events = new ArrayList<>();
    private final Map<String, Long> deadLetters = new TreeMap<>();

    public LabelReadings(Cluster cluster) {
        this.cluster = cluster;
        this.records = new CommittedRecords(cluster);
    }

    /** Reads on to the present end of all topics. */
    public void readOn() {
        Topic<String, LabeledExample> exampleTopic = cluster.topics().labeledExamples();
        Topic<String, WindowPerformance> performanceTopic = cluster.topics().performance();
        Topic<String, DriftEvent> eventTopic = cluster.topics().driftEvents();
        try (SchemaRegistry registry = cluster.registry()) {
            Deserializer<LabeledExample> ofExamples =
                    exampleTopic.valueSerde(registry).deserializer();
            Deserializer<WindowPerformance> ofPerformance =
                    performanceTopic.valueSerde(registry).deserializer();
            records.readOn(
                    exampleTopic.name(), record -> count(ofExamples.deserialize(record.topic(), record.value())));
            records.readOn(
                    performanceTopic.name(), record -> keep(ofPerformance.deserialize(record.topic(), record.value())));
            Deserializer<DriftEvent> ofEvents = eventTopic.valueSerde(registry).deserializer();
            records.readOn(
                    eventTopic.name(), record -> events.add(ofEvents.deserialize(record.topic(), record.value())));
        }
        records.readOn(cluster.topics().deadLetters().name(), this::countDeadLetter);
    }

    private void count(LabeledExample example) {
        (example.getCorrection() ? corrections : examples).merge(example.getInferenceId(), 1, Integer::sum);
        labels.put(example.getInferenceId(), String.valueOf(example.getLabel()));
    }

    private void keep(WindowPerformance window) {
        WindowName name = new WindowName(window.getWindowStart(), window.getSegment());
        performance.computeIfAbsent(name, _ -> new ArrayList<>()).add(window);
    }

    private void countDeadLetter(ConsumerRecord<byte[], byte[]> record) {
        Header reason = record.headers().lastHeader("tidemark.reason");
        deadLetters.merge(reason == null ? "(none)" : new String(reason.value(), UTF_8), 1L, Long::sum);
    }

    /** How often each id came as an example that is no correction. */
    public Map<String, Integer> examples() {
        return Map.copyOf(examples);
    }

    /** How often each id came as a correction. */
    public Map<String, Integer> corrections() {
        return Map.copyOf(corrections);
    }

    /** The label of each example, that of the last one where an id came several times. */
    public Map<String, String> labels() {
        return Map.copyOf(labels);
    }

    /** All revisions of a window, in the order of their partition. */
    public List<WindowPerformance> revisions(WindowName window) {
        return List.copyOf(performance.getOrDefault(window, List.of()));
    }

    /** What was told of drift; events of one model are in the order in which they were told. */
    public List<DriftEvent> events() {
        return List.copyOf(events);
    }

    /** Windows that are final. */
    public long finalWindows() {
        return performance.values().stream()
                .filter(revisions -> revisions.getLast().getFinal$())
                .count();
    }

    /** Dead letters by reason. */
    public Map<String, Long> deadLetters() {
        return Map.copyOf(deadLetters);
    }
}
