package io.tidemark.load.speed;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidemark.load.FirstFailure;
import io.tidemark.schemas.avro.InferenceEvent;
import io.tidemark.schemas.registry.SchemaRegistry;
import io.tidemark.schemas.topic.Topic;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;

/** Goes on writing events to a track whose records are written, in the same window, until it is closed. */
final class SteadyEvents implements AutoCloseable {
    private final SpeedTrack track;
    private final SchemaRegistry registry;
    private final Producer<byte[], byte[]> producer;
    private final Serializer<InferenceEvent> serializer;
    private final Random random = new Random(43);
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final FirstFailure failure = new FirstFailure();
    private long written;

    private SteadyEvents(SpeedTrack track) {
        this.track = track;
        registry = track.cluster().registry();
        producer = track.cluster().producer(new ByteArraySerializer(), new ByteArraySerializer(), Map.of());
        serializer =
                track.cluster().topics().inferenceLogs().valueSerde(registry).serializer();
    }

    static SteadyEvents start(SpeedTrack track, int perSecond) {
        SteadyEvents events = new SteadyEvents(track);
        long nanos = Duration.ofSeconds(1).toNanos() / perSecond;
        var _ = events.clock.scheduleAtFixedRate(events::writeNext, 0, nanos, TimeUnit.NANOSECONDS);
        return events;
    }

    private void writeNext() {
        try {
            writeOne();
        } catch (RuntimeException e) {
            failure.keep(e);
            throw e; // which ends it
        }
    }

    private void writeOne() {
        Topic<String, InferenceEvent> topic = track.cluster().topics().inferenceLogs();
        long number = track.load().records() + written;
        InferenceEvent event = track.load().shape().event(number, track.load().end(), random);
        var record = new ProducerRecord<>(
                topic.name(),
                (int) (written % track.load().partitions()),
                event.getInferenceId().getBytes(UTF_8),
                serializer.serialize(topic.name(), event));
        var _ = producer.send(record, failure);
        written++;
    }

    /** @throws IllegalStateException if one of the events could not be written */
    void check() {
        failure.check();
    }

    /** @throws IllegalStateException if one of the events could not be written */
    @Override
    public void close() {
        clock.close();
        producer.close();
        registry.close();
        failure.check();
    }
}
