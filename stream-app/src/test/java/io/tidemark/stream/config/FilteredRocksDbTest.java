package io.tidemark.stream.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;

class FilteredRocksDbTest {

    @Test
    void shouldLeaveNoFileWithoutAFilter() {
        RocksDB.loadLibrary();
        try (Options options = new Options().setOptimizeFiltersForHits(true)) {
            FilteredRocksDb setter = new FilteredRocksDb();

            setter.setConfig("kept-predictions", options, Map.of());
            assertThat(options.optimizeFiltersForHits()).isFalse();

            setter.close("kept-predictions", options);
            assertThat(options.isOwningHandle()).as("Kafka Streams closes it").isTrue();
        }
    }
}
