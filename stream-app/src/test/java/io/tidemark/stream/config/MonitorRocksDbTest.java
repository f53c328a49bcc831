package io.tidemark.stream.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;

class MonitorRocksDbTest {

    @BeforeAll
    static void loadLibrary() {
        RocksDB.loadLibrary();
    }

    @Test
    void shouldLeaveNoFileWithoutAFilter() {
        try (Options options = new Options().setOptimizeFiltersForHits(true)) {
            MonitorRocksDb setter = new MonitorRocksDb();

            setter.setConfig("kept-predictions", options, Map.of());
            assertThat(options.optimizeFiltersForHits()).isFalse();

            setter.close("kept-predictions", options);
            assertThat(options.isOwningHandle()).as("Kafka Streams closes it").isTrue();
        }
    }

    @Test
    void shouldChargeIndexesAndFiltersToWhatAllStoresShare() {
        Properties properties = new Properties();
        BlockBasedTableConfig tables = new BlockBasedTableConfig();
        try (RocksDbMemory memory = new RocksDbMemory(new RocksDbSettings(64 << 20, 32 << 20));
                Options options = new Options().setTableFormatConfig(tables)) {
            memory.shareBy(properties);
            new MonitorRocksDb().setConfig("kept-predictions", options, configs(properties));

            assertThat(tables.cacheIndexAndFilterBlocks()).isTrue();
            assertThat(options.tableFormatConfig())
                    .as("the one that Kafka Streams' metrics ask for the cache")
                    .isSameAs(tables);
            assertThat(options.optimizeFiltersForHits()).isFalse();
        }
    }

    private static Map<String, Object> configs(Properties properties) {
        return properties.entrySet().stream()
                .collect(Collectors.toMap(entry -> entry.getKey().toString(), Map.Entry::getValue));
    }
}
