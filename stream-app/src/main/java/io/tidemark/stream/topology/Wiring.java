package io.tidemark.stream.topology;

import io.tidemark.schemas.topic.Topic;
import java.util.Set;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/** What the topologies have in common. */
final class Wiring {
    private Wiring() {}

    /** Reads a topic of the control plane, whole, in every instance. */
    static void addControl(
            StreamsBuilder builder, String name, Topic<String, ?> topic, ControlProcessor.Reader reader) {
        builder.addGlobalStore(
                Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(name), Serdes.String(), Serdes.ByteArray())
                        .withLoggingDisabled(),
                topic.name(),
                Consumed.with(Serdes.String(), Serdes.ByteArray()).withName(name + "-source"),
                () -> new ControlProcessor(name, reader));
    }

    /** A supplier that brings its processor's stores along. */
    static <KI, VI, KO, VO> ProcessorSupplier<KI, VI, KO, VO> withStores(
            ProcessorSupplier<KI, VI, KO, VO> supplier, StoreBuilder<?>... stores) {
        return new ProcessorSupplier<>() {
            @Override
            public Processor<KI, VI, KO, VO> get() {
                return supplier.get();
            }

            @Override
            public Set<StoreBuilder<?>> stores() {
                return Set.of(stores);
            }
        };
    }
}
