package io.tidemark.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidemark.load.event.GeneratedEvent;
import io.tidemark.schemas.avro.InferenceEvent;
import io.tidemark.schemas.registry.SchemaRegistry;
import io.tidemark.schemas.topic.Topic;
import io.tidemark.schemas.topic.TopicCatalogue;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Writes inference logs of one model with a known share of records that can't be profiled, and counts what it wrote.
 *
 * <p>Seeded: equal arguments write equal records. Event time goes on steadily, the same in all partitions; the events
 * meant to be late lie a thousand windows back.
 */
public final class LogGenerator {
    private static final Instant START = Instant.parse("2001-01-01T00:00:00Z");
    private static final Duration STEP = Duration.ofMillis(100);
    private static final int BAD_EVERY = 1_000;

    /** What was written, by what should become of it. */
    public record Written(long profiled, long late, long tooFarAhead, long notWireFormat) {
        public long total() {
            return profiled + late + tooFarAhead + notWireFormat;
        }
    }

    private final TopicCatalogue topics;
    private final Serializer<InferenceEvent> serializer;
    private final int partitions;
    private final int numbers;
    private final Random random = new Random(42);
    private long nextRow;

    /** @param numbers how many numeric features an event has, beside two categories, a label and a score */
    public LogGenerator(TopicCatalogue topics, SchemaRegistry registry, int partitions, int numbers) {
        this.topics = topics;
        this.serializer = topics.inferenceLogs().valueSerde(registry).serializer();
        this.partitions = partitions;
        this.numbers = numbers;
    }

    /** Writes {@code rows} more records, in turn to each partition. */
    public Written write(Producer<byte[], byte[]> producer, long rows) {
        FirstFailure failure = new FirstFailure();
        Topic<String, InferenceEvent> topic = topics.inferenceLogs();
        long late = 0;
        long ahead = 0;
        long undecodable = 0;
        for (long end = nextRow + rows; nextRow < end; nextRow++) {
            long row = nextRow;
            // The first records of every partition set its time, so that late is late.
            int kind = row < 10L * partitions ? 0 : (int) (row % BAD_EVERY);
            byte[] value = switch (kind) {
                case 1 -> "not an event".getBytes(UTF_8);
                case 2 -> encode(topic, row, START.minus(Duration.ofDays(365)));
                case 3 -> encode(topic, row, Instant.parse("2099-01-01T00:00:00Z"));
                default -> encode(topic, row, START.plus(STEP.multipliedBy(row)));
            };
            undecodable += kind == 1 ? 1 : 0;
            late += kind == 2 ? 1 : 0;
            ahead += kind == 3 ? 1 : 0;
            var record =
                    new ProducerRecord<>(topic.name(), (int) (row % partitions), ("id-" + row).getBytes(UTF_8), value);
            var _ = producer.send(record, failure);
        }
        producer.flush();
        failure.check();
        return new Written(rows - late - ahead - undecodable, late, ahead, undecodable);
    }

    private byte[] encode(Topic<String, InferenceEvent> topic, long row, Instant time) {
        Map<String, Object> features = new HashMap<>();
        for (int i = 0; i < numbers; i++) {
            features.put("number_" + i, random.nextGaussian());
        }
        features.put("origin", "airport-" + random.nextInt(200));
        features.put("weekend", random.nextBoolean());
        InferenceEvent event = GeneratedEvent.builder("id-" + row, "load", time, features, "late", random.nextDouble())
                .build();
        return serializer.serialize(topic.name(), event);
    }
}
