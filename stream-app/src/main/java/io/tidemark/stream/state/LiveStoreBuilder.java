package io.tidemark.stream.state;

import java.util.Map;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/** Builds a {@link LiveStore} over a logged key-value store. */
public final class LiveStoreBuilder implements StoreBuilder<LiveStore> {
    private final StoreBuilder<KeyValueStore<Bytes, byte[]>> inner;

    private LiveStoreBuilder(StoreBuilder<KeyValueStore<Bytes, byte[]>> inner) {
        this.inner = inner;
    }

    /** A live store over RocksDB. */
    public static LiveStoreBuilder persistent(String name) {
        return over(Stores.persistentKeyValueStore(name));
    }

    /** A live store over {@code supplier}'s store. */
    public static LiveStoreBuilder over(KeyValueBytesStoreSupplier supplier) {
        return new LiveStoreBuilder(Stores.keyValueStoreBuilder(supplier, Serdes.Bytes(), Serdes.ByteArray())
                .withCachingDisabled()
                .withLoggingEnabled(Map.of()));
    }

    @Override
    public LiveStore build() {
        return new LiveStore(inner.build());
    }

    @Override
    public String name() {
        return inner.name();
    }

    @Override
    public Map<String, String> logConfig() {
        return inner.logConfig();
    }

    @Override
    public boolean loggingEnabled() {
        return inner.loggingEnabled();
    }

    @Override
    public LiveStoreBuilder withLoggingEnabled(Map<String, String> config) {
        inner.withLoggingEnabled(config);
        return this;
    }

    @Override
    public LiveStoreBuilder withLoggingDisabled() {
        throw new IllegalArgumentException("a live store without a changelog would lose its state with the machine");
    }

    @Override
    public LiveStoreBuilder withCachingEnabled() {
        throw new IllegalArgumentException("a live store is its own cache");
    }

    @Override
    public LiveStoreBuilder withCachingDisabled() {
        return this;
    }
}
