package io.tidemark.stream.config;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.Options;

/**
 * RocksDB for look-ups that mostly find nothing: two of three that the label join does for a pair, since hardly any prediction is logged twice
 * and hardly any label corrected. Kafka Streams sets RocksDB up for those that find something, and then its largest file has no filter that says
 * what is not in it; ids in no order, as most are, cost a block read from that file each. A filter takes ten bits for each entry.
 *
 * <p>Its memory is that of the monitor ({@link RocksDbMemory}), where Kafka Streams was given it. Else, as in tests of a topology, each store has its own.
 */
public final class MonitorRocksDb implements RocksDBConfigSetter {
    @Override
    public void setConfig(String storeName, Options options, Map<String, Object> configs) {
        options.setOptimizeFiltersForHits(false);
        RocksDbMemory.in(configs).ifPresent(memory -> memory.bound(options));
    }

    @Override
    public void close(String storeName, Options options) {
        // Nothing was made that would have to be freed: what stores share is closed with the monitor.
    }
}
