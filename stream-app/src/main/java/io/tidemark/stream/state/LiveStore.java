package io.tidemark.stream.state;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.processor.internals.RecordCollector;
import org.apache.kafka.streams.query.Position;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.internals.CacheFlushListener;
import org.apache.kafka.streams.state.internals.CachedStateStore;
import org.jspecify.annotations.Nullable;

/**
 * A write-behind store: the {@link LiveState} attached to it lives on the heap and is serialised once per commit.
 *
 * <p><b>Why internal interfaces.</b> What is written here must reach the changelog before the offsets of the records
 * it came from are committed. Kafka Streams offers exactly one moment for that, {@code flushCache()}, and calls it only
 * on a {@link CachedStateStore}; {@code commit} and {@code flush} come after the offsets, punctuators at any time, and
 * both would lose updates at a crash. {@code LiveStoreTest} fails when the hook is no longer called, and no other class uses Streams internals.
 *
 * <p><b>Crash.</b> Under exactly-once the changelog records of an aborted transaction are never read, and the input is
 * read again from the last commit: the restored state is the state at that commit, to the record. Under at-least-once
 * the records since the last commit are read twice. There nothing but its order keeps a commit whole: a state that forgets what it has sent
 * may only be written when that has arrived, or a crash between the two would lose it. So the task's producer is flushed first.
 *
 * <p><b>Threads.</b> Used by the one stream thread that owns the task. A standby task restores the inner store and never
 * attaches a state.
 */
public final class LiveStore implements StateStore, CachedStateStore<Bytes, byte[]> {
    private final KeyValueStore<Bytes, byte[]> inner;
    private final StateWriter writer = new InnerWriter();
    private @Nullable LiveState state;
    /** Where outputs and state are no single transaction. */
    private @Nullable StateStoreContext atLeastOnce;

    LiveStore(KeyValueStore<Bytes, byte[]> inner) {
        this.inner = inner;
    }

    /**
     * Hands every saved entry to {@code newState}, which from now on is saved at each commit.
     *
     * @throws StateFormatException if an entry can't be taken in, with its key
     */
    public void attach(LiveState newState) {
        try (KeyValueIterator<Bytes, byte[]> entries = inner.all()) {
            while (entries.hasNext()) {
                KeyValue<Bytes, byte[]> entry = entries.next();
                restore(newState, new String(entry.key.get(), StandardCharsets.UTF_8), entry.value);
            }
        }
        state = newState;
    }

    private void restore(LiveState newState, String key, byte[] value) {
        try {
            newState.restore(key, value);
        } catch (RuntimeException e) {
            // Damaged bytes may provoke any of them.
            throw new StateFormatException(
                    "the entry " + key + " of store " + name() + " can't be restored: " + e.getMessage()
                            + "; see the runbook, State is lost",
                    e);
        }
    }

    @Override
    public void flushCache() {
        if (state == null) {
            return;
        }
        if (atLeastOnce != null) {
            ((RecordCollector.Supplier) atLeastOnce).recordCollector().flush();
        }
        state.save(writer);
    }

    @Override
    public void clearCache() {
        state = null;
    }

    @Override
    public boolean setFlushListener(CacheFlushListener<Bytes, byte[]> listener, boolean sendOldValues) {
        return false;
    }

    @Override
    public String name() {
        return inner.name();
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {
        // The inner store registers `this` with the task, which is how the task comes to see a CachedStateStore.
        inner.init(context, this);
        // Only a running task's has the producer: before, the store is opened once with another context to read its
        // offsets.
        Object guarantee = context.appConfigs().get(StreamsConfig.PROCESSING_GUARANTEE_CONFIG);
        atLeastOnce = StreamsConfig.EXACTLY_ONCE_V2.equals(guarantee) ? null : context;
    }

    /** Whether a crash undoes all since the last commit: state, outputs, and what was read. Known once it is opened. */
    public boolean isExactlyOnce() {
        return atLeastOnce == null;
    }

    @Override
    public void commit(Map<TopicPartition, Long> changelogOffsets) {
        inner.commit(changelogOffsets);
    }

    @Override
    public @Nullable Long committedOffset(TopicPartition partition) {
        return inner.committedOffset(partition);
    }

    @Override
    @Deprecated
    public boolean managesOffsets() {
        return inner.managesOffsets();
    }

    @Override
    public void close() {
        state = null;
        inner.close();
    }

    @Override
    public boolean persistent() {
        return inner.persistent();
    }

    @Override
    public boolean isOpen() {
        return inner.isOpen();
    }

    @Override
    public Position getPosition() {
        return inner.getPosition();
    }

    private final class InnerWriter implements StateWriter {
        @Override
        public void put(String key, byte[] value) {
            inner.put(bytesOf(key), Objects.requireNonNull(value, key));
        }

        @Override
        public void delete(String key) {
            inner.delete(bytesOf(key));
        }

        private static Bytes bytesOf(String key) {
            return Bytes.wrap(key.getBytes(StandardCharsets.UTF_8));
        }
    }
}
