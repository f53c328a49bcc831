package io.tidemark.stream.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.stream.Collectors;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.FlushOptions;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteOptions;

class RocksDbMemoryTest {
    private static final long MIB = 1 << 20;
    private static final int ENTRIES = 6_000;
    private static final byte[] VALUE = new byte[1_000];

    static {
        new Random(7).nextBytes(VALUE); // which compression makes no smaller
    }

    @TempDir
    private Path directory;

    private final List<AutoCloseable> opened = new ArrayList<>();

    @BeforeAll
    static void loadLibrary() {
        RocksDB.loadLibrary();
    }

    @AfterEach
    void closeStores() throws Exception {
        for (AutoCloseable each : opened.reversed()) {
            each.close();
        }
    }

    @Test
    void shouldBoundAllStoresTogether() throws RocksDBException {
        RocksDbMemory memory = memory(new RocksDbSettings(16 * MIB, 8 * MIB));
        List<RocksDB> stores = stores(6, memory);

        for (RocksDB store : stores) {
            write(store); // 6 MB each
        }
        assertThat(sum(stores, "rocksdb.cur-size-active-mem-table"))
                .as("buffers that are not being written out")
                .isLessThan(8 * MIB);

        for (RocksDB store : stores) {
            flush(store);
            read(store);
        }
        assertThat(memory.usedBytes()).isBetween(14 * MIB, 18 * MIB);
    }

    /** Of a buffer of 16 MB, as Kafka Streams sets it, RocksDB would take a megabyte for the first entry. */
    @Test
    void shouldHaveRoomForManyStoresWithFewEntries() throws RocksDBException {
        RocksDbMemory memory = memory(new RocksDbSettings(64 * MIB, 32 * MIB));
        List<RocksDB> stores = stores(60, memory);

        for (int round = 0; round < 3; round++) {
            for (RocksDB store : stores) {
                put(store, round);
            }
        }

        assertThat(sum(stores, "rocksdb.num-entries-active-mem-table"))
                .as("none had to be written out")
                .isEqualTo(180);
        assertThat(memory.usedBytes())
                .as("what write buffers take is charged to the cache")
                .isGreaterThanOrEqualTo(sum(stores, "rocksdb.cur-size-active-mem-table"));
    }

    /** RocksDB writes out a buffer of the store that is being written to, and not of others. */
    @Test
    void shouldNotBeUsedUpByStoresThatNobodyWritesToAnyMore() throws RocksDBException {
        RocksDbMemory memory = memory(new RocksDbSettings(64 * MIB, 32 * MIB));
        for (RocksDB atRest : stores(20, memory)) {
            write(atRest);
        }
        RocksDB active = store("active", memory);

        for (int i = 0; i < 500; i++) {
            put(active, i);
        }

        assertThat(active.getLongProperty("rocksdb.num-entries-active-mem-table"))
                .as("half a megabyte waits in its buffer")
                .isEqualTo(500);
    }

    @Test
    void shouldKeepMonitorsApart() throws RocksDBException {
        RocksDbMemory one = memory(new RocksDbSettings(16 * MIB, 8 * MIB));
        RocksDbMemory other = memory(new RocksDbSettings(16 * MIB, 8 * MIB));
        RocksDB ofOne = store("one", one);
        RocksDB ofOther = store("other", other);
        write(ofOther);
        flush(ofOther); // which would else go on beside what follows
        read(ofOther);
        long usedByOther = other.usedBytes();

        write(ofOne);
        assertThat(other.usedBytes()).isEqualTo(usedByOther);

        one.close();
        read(ofOne);
        write(ofOne);
        read(ofOther);
        assertThat(other.usedBytes()).isPositive();
        assertThat(one.usedBytes()).isZero();
    }

    @Test
    void shouldRefuseAStoreThatIsOpenedWhenTheMonitorIsClosed() {
        RocksDbMemory memory = memory(new RocksDbSettings(16 * MIB, 8 * MIB));
        memory.close();

        assertThatThrownBy(() -> store("late", memory))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void shouldBeSharedByTheStoresOfKafkaStreams() {
        RocksDbMemory memory = memory(new RocksDbSettings(16 * MIB, 8 * MIB));
        Properties with = streams("with");
        memory.shareBy(with);

        assertThat(cacheCapacities(with))
                .as("its metrics say the whole for each store")
                .isEqualTo(Map.of("first", 16 * MIB, "second", 16 * MIB));
        assertThat(cacheCapacities(streams("without")))
                .as("Kafka Streams' own, of each store")
                .isEqualTo(Map.of("first", 50 * MIB, "second", 50 * MIB));
    }

    private Properties streams(String application) {
        Properties properties = new MonitorConfig(Map.of(
                        StreamsConfig.BOOTSTRAP_SERVERS_CONFIG,
                        "unused:9092",
                        StreamsConfig.APPLICATION_ID_CONFIG,
                        application,
                        StreamsConfig.STATE_DIR_CONFIG,
                        directory.toString()))
                .streamsProperties();
        properties.remove(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG);
        return properties;
    }

    private static Map<String, Long> cacheCapacities(Properties properties) {
        StreamsBuilder builder = new StreamsBuilder();
        for (String store : List.of("first", "second")) {
            builder.table(
                    store,
                    Consumed.with(Serdes.Bytes(), Serdes.Bytes()),
                    Materialized.as(Stores.persistentKeyValueStore(store)));
        }
        try (TopologyTestDriver driver = new TopologyTestDriver(builder.build(), properties)) {
            return driver.metrics().values().stream()
                    .filter(metric -> metric.metricName().name().equals("block-cache-capacity"))
                    .collect(Collectors.toMap(
                            metric -> metric.metricName().tags().get("rocksdb-state-id"),
                            metric -> ((Number) metric.metricValue()).longValue()));
        }
    }

    private RocksDbMemory memory(RocksDbSettings settings) {
        RocksDbMemory memory = new RocksDbMemory(settings);
        opened.add(memory);
        return memory;
    }

    /** As Kafka Streams opens one, but for its compactions, which would make the numbers differ from run to run. */
    private RocksDB store(String name, RocksDbMemory memory) throws RocksDBException {
        Options options = new Options()
                .setCreateIfMissing(true)
                .setDisableAutoCompactions(true)
                .setWriteBufferSize(16 * MIB)
                .setMaxWriteBufferNumber(3)
                .setTableFormatConfig(new BlockBasedTableConfig().setFilterPolicy(new BloomFilter()));
        opened.add(options);
        Properties properties = new Properties();
        memory.shareBy(properties);
        Map<String, Object> configs = properties.entrySet().stream()
                .collect(Collectors.toMap(entry -> entry.getKey().toString(), Map.Entry::getValue));
        new MonitorRocksDb().setConfig(name, options, configs);
        RocksDB store = RocksDB.open(options, directory.resolve(name).toString());
        opened.add(store);
        return store;
    }

    private List<RocksDB> stores(int number, RocksDbMemory memory) throws RocksDBException {
        List<RocksDB> stores = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            stores.add(store("store-" + i, memory));
        }
        return stores;
    }

    private static void write(RocksDB store) throws RocksDBException {
        for (int i = 0; i < ENTRIES; i++) {
            put(store, i);
        }
    }

    private static void put(RocksDB store, int number) throws RocksDBException {
        try (WriteOptions unlogged = new WriteOptions().setDisableWAL(true)) {
            store.put(unlogged, key(number), VALUE);
        }
    }

    private static void read(RocksDB store) throws RocksDBException {
        for (int i = 0; i < ENTRIES; i++) {
            assertThat(store.get(key(i))).isEqualTo(VALUE);
        }
    }

    private static void flush(RocksDB store) throws RocksDBException {
        try (FlushOptions waiting = new FlushOptions().setWaitForFlush(true)) {
            store.flush(waiting);
        }
    }

    private static byte[] key(int number) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(number).array();
    }

    private static long sum(List<RocksDB> stores, String property) throws RocksDBException {
        long sum = 0;
        for (RocksDB store : stores) {
            sum += store.getLongProperty(property);
        }
        return sum;
    }
}
