package io.tidemark.stream.config;

import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.WriteBufferManager;

/**
 * What all stores of a monitor share: one cache for blocks, indexes and filters, to which their write buffers are charged. So what RocksDB takes
 * does not grow with partitions, segments and roles. Each monitor has its own, also where several are in one process.
 *
 * <p>The bound is soft. A strict one would fail reads, and with them the monitor, where blocks in use and write buffers leave no room; so these may
 * come on top for a while.
 *
 * <p>Threads: any. It is closed after the stores; one that is still open then keeps what it has until it is closed itself.
 */
public final class RocksDbMemory implements AutoCloseable {
    /** Under which Kafka Streams hands it on to {@link MonitorRocksDb}. No setting: an operator's that begin so are refused. */
    private static final String KEY = MonitorConfig.OWN_PREFIX + "internal.rocksdb.memory";

    /** Few threads share the cache. With RocksDB's choice of up to 64 parts, one of a small cache would have room for no more than a write buffer's charge. */
    private static final int SHARD_BITS = 4;
    /** For indexes and filters, which blocks of data don't push out of it: a look-up reads several of those, and one block. */
    private static final double INDEX_AND_FILTER_PART = 0.5;
    /**
     * Which part of all write buffers that of one store may be. RocksDB writes out a buffer of the store that is being written to, and not
     * of those that nobody writes to any more, such as the segments of past days. With Kafka Streams' 16 MB some of these would use up the
     * bound, and then every write would write out a buffer, however little is in it. A store that holds a few entries takes an eighth of
     * its buffer, so hundreds of those have room as well.
     */
    private static final int STORES_AT_REST = 32;
    /** What Kafka Streams sets. */
    private static final long LARGEST_WRITE_BUFFER = 16 << 20;

    private final long writeBufferSize;
    private final Cache cache;
    private final WriteBufferManager writeBuffers;
    private boolean closed;

    /** RocksDB's native library has to be loaded. Nothing is taken until stores need it. */
    public RocksDbMemory(RocksDbSettings settings) {
        this.writeBufferSize = Math.min(LARGEST_WRITE_BUFFER, settings.writeBufferBytes() / STORES_AT_REST);
        this.cache = new LRUCache(settings.bytes(), SHARD_BITS, false, INDEX_AND_FILTER_PART);
        this.writeBuffers = new WriteBufferManager(settings.writeBufferBytes(), cache);
    }

    /** What a setter was given by Kafka Streams; empty where Kafka Streams was started without. */
    static Optional<RocksDbMemory> in(Map<String, ?> configs) {
        return configs.get(KEY) instanceof RocksDbMemory memory ? Optional.of(memory) : Optional.empty();
    }

    /** Makes the stores of an application of Kafka Streams that is started with these properties share it. */
    public void shareBy(Properties properties) {
        properties.put(KEY, this);
    }

    /**
     * Makes a store take what it needs from here.
     *
     * @throws IllegalStateException if this is closed: options that are set to what is freed would end the process
     */
    synchronized void bound(Options options) {
        if (closed) {
            throw new IllegalStateException("the monitor is closed; no store can be opened any more");
        }
        // The object that Kafka Streams has set, since its metrics ask that one for the cache.
        BlockBasedTableConfig tables = (BlockBasedTableConfig) options.tableFormatConfig();
        options.setTableFormatConfig(tables.setBlockCache(cache)
                .setCacheIndexAndFilterBlocks(true)
                .setCacheIndexAndFilterBlocksWithHighPriority(true)
                .setPinTopLevelIndexAndFilter(true)
                // Of small new files, which each look-up asks first: spares it most of what asking the cache costs.
                .setPinL0FilterAndIndexBlocksInCache(true));
        options.setWriteBufferManager(writeBuffers);
        options.setWriteBufferSize(writeBufferSize);
    }

    /** What stores take of it now. */
    synchronized long usedBytes() {
        return closed ? 0 : cache.getUsage();
    }

    @Override
    public synchronized void close() {
        closed = true;
        writeBuffers.close();
        cache.close();
    }
}
