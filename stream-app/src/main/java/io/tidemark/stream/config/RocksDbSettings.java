package io.tidemark.stream.config;

import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;
import static org.apache.kafka.common.config.ConfigDef.Importance.MEDIUM;
import static org.apache.kafka.common.config.ConfigDef.Range.between;

import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.LambdaValidator;
import org.apache.kafka.common.config.ConfigException;

/**
 * What RocksDB may take outside of the heap, in one process: all stores of all partitions and roles together.
 *
 * @param bytes of cached blocks, of the indexes and filters of files, and of write buffers
 * @param writeBufferBytes those of it that write buffers may take; what they leave is for blocks
 */
public record RocksDbSettings(long bytes, long writeBufferBytes) {
    public static final String BYTES = "tidemark.rocksdb.bytes";
    public static final String WRITE_BUFFER_PERCENT = "tidemark.rocksdb.write.buffer.percent";

    /** With less, write buffers hold next to nothing. */
    private static final long LEAST_BYTES = 64 << 20;
    /** Of the heap. */
    private static final int DEFAULT_PART = 4;

    static void define(ConfigDef definition) {
        var _ = definition
                .define(
                        BYTES,
                        ConfigDef.Type.LONG,
                        0L,
                        LambdaValidator.with(
                                RocksDbSettings::checkBytes, () -> "0, or %,d or more".formatted(LEAST_BYTES)),
                        MEDIUM,
                        "Bytes outside of the heap that RocksDB may take in a process, whatever partitions and roles it has: cached blocks,"
                                + " indexes and filters of files, and write buffers. 0 is a quarter of the largest heap of the process (-Xmx)."
                                + " More makes look-ups of labels quicker where many predictions are kept. Without effect where"
                                + " rocksdb.config.setter is set.")
                .define(
                        WRITE_BUFFER_PERCENT,
                        ConfigDef.Type.INT,
                        50,
                        between(10, 90),
                        LOW,
                        "Percent of tidemark.rocksdb.bytes that write buffers may take. Where they take more, RocksDB writes them to files"
                                + " before they are full.");
    }

    private static void checkBytes(String name, Object value) {
        if (value instanceof Long bytes && bytes != 0 && bytes < LEAST_BYTES) {
            throw new ConfigException(
                    name,
                    value,
                    "give bytes, at least " + LEAST_BYTES + ", or 0 for a quarter of the heap of the process");
        }
    }

    static RocksDbSettings from(AbstractConfig config) {
        long set = config.getLong(BYTES);
        long bytes = set > 0 ? set : Math.max(LEAST_BYTES, Runtime.getRuntime().maxMemory() / DEFAULT_PART);
        return new RocksDbSettings(bytes, bytes / 100 * config.getInt(WRITE_BUFFER_PERCENT));
    }
}
