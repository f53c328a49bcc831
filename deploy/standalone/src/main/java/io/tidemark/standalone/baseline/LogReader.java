package io.tidemark.standalone.baseline;

import io.tidemark.schemas.registry.SchemaRegistry;
import io.tidemark.schemas.serde.UndecodableRecordException;
import io.tidemark.standalone.cluster.Cluster;
import io.tidemark.stream.config.MonitorConfig;
import io.tidemark.stream.decode.DecoderLimits;
import io.tidemark.stream.decode.InferenceEventDecoder;
import io.tidemark.stream.event.EventBuffer;
import io.tidemark.stream.event.NameDictionary;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** Reads the inference logs from their beginning to where they end now, with the monitor's own decoder. */
public final class LogReader {
    private static final Duration POLL = Duration.ofMillis(200);

    private final Cluster cluster;
    private final String topic;
    private final DecoderLimits limits;
    private final NameDictionary names;
    private final EventBuffer event = new EventBuffer();
    private long records;
    private long undecodable;

    /**
     * @throws org.apache.kafka.common.config.ConfigException if the cluster's settings are none that a monitor could be
     *     started with; its limits hold here, too
     */
    public LogReader(Cluster cluster) {
        MonitorConfig config = new MonitorConfig(cluster.settings());
        this.cluster = cluster;
        this.topic = cluster.topics().inferenceLogs().name();
        this.limits = DecoderLimits.ofFeatures(config.maxFeatures()).withArrays(config.maxArrayLength());
        this.names = new NameDictionary(config.maxFeatureNames());
    }

    /** The ids in the events that are read. */
    public NameDictionary names() {
        return names;
    }

    /** Told now and then how many records were read, of how many. */
    public interface Progress {
        void read(long records, long all);
    }

    /** Takes one event in. */
    public interface Sink {
        /** @return whether more is wanted */
        boolean take(int partition, EventBuffer event);
    }

    /**
     * Gives every readable event to {@code each}, in a buffer that the next one takes, until that says it wants no more.
     */
    public void forEach(SchemaRegistry registry, Progress progress, Predicate<EventBuffer> each) {
        forEach(registry, progress, (_, read) -> each.test(read));
    }

    /** The same for those who tell partitions apart. */
    public void forEach(SchemaRegistry registry, Progress progress, Sink each) {
        records = 0;
        undecodable = 0;
        InferenceEventDecoder decoder = new InferenceEventDecoder(registry, names, limits);
        try (Consumer<byte[], byte[]> consumer =
                cluster.consumer(new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            long all = ends.values().stream().mapToLong(Long::longValue).sum();
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                for (ConsumerRecord<byte[], byte[]> read : consumer.poll(POLL)) {
                    records++;
                    if (decode(decoder, read.value()) && !each.take(read.partition(), event)) {
                        return;
                    }
                }
                progress.read(records, all);
            }
        }
    }

    private boolean decode(InferenceEventDecoder decoder, byte @Nullable [] value) {
        if (value == null) {
            undecodable++;
            return false;
        }
        try {
            decoder.decode(value, event);
            return true;
        } catch (UndecodableRecordException e) {
            undecodable++;
            return false;
        }
    }

    /** Records that were read the last time. */
    public long records() {
        return records;
    }

    /** Those of them that were passed over because they are no inference events. */
    public long undecodable() {
        return undecodable;
    }
}
