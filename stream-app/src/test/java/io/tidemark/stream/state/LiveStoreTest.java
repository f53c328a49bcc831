package io.tidemark.stream.state;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.internals.RecordCollector;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.internals.InMemoryKeyValueStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The hook that everything's crash safety rests on: Streams must ask for the live state when it commits. */
class LiveStoreTest {
    private static final String NAME = "live";

    @TempDir
    private Path stateDir;

    /** Counts per key, on the heap. */
    private static final class Counts implements LiveState {
        final Map<String, Long> counts = new HashMap<>();
        int saves;

        @Override
        public void restore(String key, byte[] value) {
            counts.put(key, Long.parseLong(new String(value, UTF_8)));
        }

        @Override
        public void save(StateWriter writer) {
            saves++;
            counts.forEach((key, count) -> {
                if (count < 0) {
                    writer.delete(key);
                } else {
                    writer.put(key, count.toString().getBytes(UTF_8));
                }
            });
        }
    }

    private static final class Counting extends ContextualProcessor<String, String, Void, Void> {
        private final Counts counts;

        Counting(Counts counts) {
            this.counts = counts;
        }

        @Override
        public void init(ProcessorContext<Void, Void> context) {
            super.init(context);
            LiveStore store = context.getStateStore(NAME);
            store.attach(counts);
        }

        @Override
        public void process(Record<String, String> input) {
            counts.counts.merge(input.key(), 1L, Long::sum);
        }
    }

    private TopologyTestDriver driver(Counts counts) {
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream("in", Consumed.with(Serdes.String(), Serdes.String()))
                .process(new ProcessorSupplier<String, String, Void, Void>() {
                    @Override
                    public Processor<String, String, Void, Void> get() {
                        return new Counting(counts);
                    }

                    @Override
                    public Set<StoreBuilder<?>> stores() {
                        return Set.of(LiveStoreBuilder.persistent(NAME));
                    }
                });
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "live-store-test");
        properties.put(StreamsConfig.STATE_DIR_CONFIG, stateDir.toString());
        return new TopologyTestDriver(builder.build(), properties);
    }

    @Test
    void shouldBeAskedForItsStateAtEveryCommit() {
        Counts counts = new Counts();
        try (TopologyTestDriver driver = driver(counts)) {
            TestInputTopic<String, String> in =
                    driver.createInputTopic("in", new StringSerializer(), new StringSerializer());
            in.pipeInput("a", "1");
            in.pipeInput("b", "1");
            in.pipeInput("a", "1");

            assertThat(counts.saves)
                    .as("the test driver commits after each record")
                    .isGreaterThanOrEqualTo(3);
            Counts restored = new Counts();
            ((LiveStore) driver.getStateStore(NAME)).attach(restored);
            assertThat(restored.counts).containsExactlyInAnyOrderEntriesOf(Map.of("a", 2L, "b", 1L));
        }
    }

    @Test
    void shouldDeleteWhatTheStateDeletes() {
        Counts counts = new Counts();
        try (TopologyTestDriver driver = driver(counts)) {
            TestInputTopic<String, String> in =
                    driver.createInputTopic("in", new StringSerializer(), new StringSerializer());
            in.pipeInput("a", "1");
            counts.counts.put("a", -1L);
            in.pipeInput("b", "1");

            Counts restored = new Counts();
            ((LiveStore) driver.getStateStore(NAME)).attach(restored);
            assertThat(restored.counts).containsOnlyKeys("b");
        }
    }

    @Test
    void shouldWaitUntilAllThatWasSentHasArrivedBeforeTheStateForgetsItUnderAtLeastOnce() {
        assertThat(callsOfACommit(StreamsConfig.AT_LEAST_ONCE)).containsExactly("producer flush", "store put");
    }

    @Test
    void shouldLeaveItToTheTransactionUnderExactlyOnce() {
        assertThat(callsOfACommit(StreamsConfig.EXACTLY_ONCE_V2)).containsExactly("store put");
    }

    @Test
    void shouldOpenUnderAtLeastOnceBeforeThereIsAProducer() {
        // So does Kafka Streams, to read the offsets of what an earlier process left.
        StateStoreContext context = (StateStoreContext)
                proxy((_, _, _) -> Map.of("processing.guarantee", "at_least_once"), StateStoreContext.class);
        LiveStore store = new LiveStore(storeThatNotes(new ArrayList<>()));

        store.init(context, store);
        store.flushCache();

        assertThat(store.isExactlyOnce()).isFalse();
    }

    private static KeyValueStore<Bytes, byte[]> storeThatNotes(List<String> calls) {
        return new InMemoryKeyValueStore(NAME) {
            @Override
            public void init(StateStoreContext context, StateStore root) {
                // It is not a task's.
            }

            @Override
            public synchronized void put(Bytes key, byte[] value) {
                calls.add("store put");
            }
        };
    }

    private static List<String> callsOfACommit(String guarantee) {
        List<String> calls = new ArrayList<>();
        LiveStore store = new LiveStore(storeThatNotes(calls));
        store.init(contextUnder(guarantee, calls), store);
        Counts counts = new Counts();
        store.attach(counts);
        counts.counts.put("a", 1L);

        store.flushCache();
        return calls;
    }

    /** A task's context, of which the store uses the settings and the producer. */
    private static StateStoreContext contextUnder(String guarantee, List<String> calls) {
        Object producer = proxy(
                (_, method, _) -> {
                    calls.add("producer " + method.getName());
                    return null;
                },
                RecordCollector.class);
        return (StateStoreContext) proxy(
                (_, method, _) -> switch (method.getName()) {
                    case "appConfigs" -> Map.of(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, guarantee);
                    case "recordCollector" -> producer;
                    default -> throw new UnsupportedOperationException(method.getName());
                },
                StateStoreContext.class,
                RecordCollector.Supplier.class);
    }

    private static Object proxy(InvocationHandler calls, Class<?>... interfaces) {
        return Proxy.newProxyInstance(LiveStoreTest.class.getClassLoader(), interfaces, calls);
    }

    @Test
    void shouldNotBeAskedAfterItsCacheWasCleared() {
        Counts counts = new Counts();
        try (TopologyTestDriver driver = driver(counts)) {
            LiveStore store = (LiveStore) driver.getStateStore(NAME);
            store.clearCache();
            driver.createInputTopic("in", new StringSerializer(), new StringSerializer())
                    .pipeInput("a", "1");

            assertThat(counts.saves).isZero();
        }
    }
}
