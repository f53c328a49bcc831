package io.tidemark.load.labels;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidemark.load.FirstFailure;
import io.tidemark.load.event.GeneratedEvent;
import io.tidemark.load.labels.ExactPerformance.Row;
import io.tidemark.load.labels.LabelPlan.Step;
import io.tidemark.schemas.avro.GroundTruth;
import io.tidemark.schemas.avro.InferenceEvent;
import io.tidemark.schemas.registry.SchemaRegistry;
import io.tidemark.schemas.topic.TopicCatalogue;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.utils.Utils;

/**
 * Writes a {@link LabelPlan}. Records have the inference id as key and lie in the partition that Kafka's own partitioner chooses by it, but
 * for a share that lie elsewhere and have no key. All of one id and topic lie in the same partition, so that what was written first is read
 * first. For one thread.
 */
public final class LabelGenerator {
    /** The small records of one topic overtake the large ones of another; never by more than this. */
    static final int BATCH = 500;

    private static final byte[] RUBBISH = "no avro".getBytes(UTF_8);

    private final TopicCatalogue topics;
    private final Serializer<InferenceEvent> predictions;
    private final Serializer<GroundTruth> labels;
    private final int partitions;
    private final int numbers;
    private final LabelPlan plan;
    private final FirstFailure failure = new FirstFailure();
    private int next;

    /** @param numbers how many numeric features an event has */
    public LabelGenerator(TopicCatalogue topics, SchemaRegistry registry, int partitions, int numbers, LabelPlan plan) {
        this.topics = topics;
        this.predictions = topics.inferenceLogs().valueSerde(registry).serializer();
        this.labels = topics.groundTruth().valueSerde(registry).serializer();
        this.partitions = partitions;
        this.numbers = numbers;
        this.plan = plan;
    }

    /** Writes the next {@code count} records of the plan, or as many as are left; returns when brokers have them. */
    public void write(Producer<byte[], byte[]> producer, int count) {
        List<Step> steps = plan.steps();
        int end = Math.min(steps.size() - next, count) + next;
        while (next < end) {
            int batchEnd = Math.min(end, next + BATCH);
            steps.subList(next, batchEnd).forEach(step -> write(producer, step));
            next = batchEnd;
            flush(producer);
        }
    }

    /** How many records of the plan are written. */
    public int written() {
        return next;
    }

    /** Whether all records but the closing ones are written. */
    public boolean isDone() {
        return next == plan.steps().size();
    }

    /** Writes the records that end the wait. */
    public void writeClosing(Producer<byte[], byte[]> producer) {
        plan.closing().forEach(step -> write(producer, step));
        flush(producer);
    }

    private void flush(Producer<byte[], byte[]> producer) {
        producer.flush();
        failure.check();
    }

    private void write(Producer<byte[], byte[]> producer, Step step) {
        String logs = topics.inferenceLogs().name();
        String truth = topics.groundTruth().name();
        switch (step) {
            case Step.Predict(var _, int row, boolean astray) -> {
                InferenceEvent event = event(plan.row(row));
                send(producer, logs, event.getInferenceId(), astray, predictions.serialize(logs, event));
            }
            case Step.Tell(Instant at, String id, String label, boolean astray) ->
                send(producer, truth, id, astray, labels.serialize(truth, truth(at, id, label)));
            case Step.BadPrediction(Instant at) -> send(producer, logs, at.toString(), false, RUBBISH);
            case Step.BadLabel(Instant at) -> send(producer, truth, at.toString(), false, RUBBISH);
        }
    }

    private void send(Producer<byte[], byte[]> producer, String topic, String id, boolean astray, byte[] value) {
        byte[] key = id.getBytes(UTF_8);
        int hash = Utils.toPositive(Utils.murmur2(key));
        int partition = hash % partitions;
        if (astray) {
            partition = (partition + 1 + hash / partitions % (partitions - 1)) % partitions;
        }
        var _ = producer.send(new ProducerRecord<>(topic, partition, astray ? null : key, value), failure);
    }

    private InferenceEvent event(Row row) {
        Random ofRow = new Random(row.number);
        Map<String, Object> features = new HashMap<>();
        for (int i = 0; i < numbers; i++) {
            features.put("number_" + i, ofRow.nextGaussian());
        }
        return GeneratedEvent.builder(row.id(), LabelPlan.MODEL, row.time, features, row.answer(), row.score)
                .setModelVersion(LabelPlan.VERSION)
                .setTags(Map.of("region", row.region))
                .setLatencyMicros(1_000L + row.number % 1_000)
                .build();
    }

    private static GroundTruth truth(Instant at, String id, String label) {
        return GroundTruth.newBuilder()
                .setInferenceId(id)
                .setModelId(LabelPlan.MODEL)
                .setEventTime(at)
                .setLabel(label)
                .build();
    }
}
