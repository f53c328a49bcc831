package io.tidemark.stream.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidemark.schemas.reader.RecordSink;
import io.tidemark.schemas.reader.TopicReader;
import io.tidemark.schemas.reader.TopicSource;
import io.tidemark.schemas.registry.SchemaRegistry;
import io.tidemark.schemas.topic.TopicCatalogue;
import io.tidemark.stream.control.ControlPlane;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;

/** The topics of monitor specs and baselines, for whoever looks once; the monitor follows them. */
public final class ControlTopics {
    private ControlTopics() {}

    /**
     * What a monitor that starts now would go by. A record that can't be used is said in the log and passed over.
     *
     * @param consumer without a group; it is closed
     * @throws org.apache.kafka.common.errors.TimeoutException if nothing more came for as long as {@code patience}
     */
    public static ControlPlane read(
            Consumer<byte[], byte[]> consumer, TopicCatalogue topics, SchemaRegistry registry, Duration patience) {
        ControlPlane control = new ControlPlane();
        try (TopicReader reader = new TopicReader(
                consumer,
                List.of(
                        TopicSource.whole(topics.monitors().name(), sink(new MonitorReader(topics, registry, control))),
                        TopicSource.whole(
                                topics.baselines().name(), sink(new BaselineReader(topics, registry, control)))))) {
            reader.catchUp(patience);
        }
        return control;
    }

    private static RecordSink sink(ControlProcessor.Reader reader) {
        return message -> {
            if (message.key() == null) {
                throw new IllegalArgumentException("it has no key");
            }
            reader.read(new String(message.key(), UTF_8), message.value());
        };
    }
}
