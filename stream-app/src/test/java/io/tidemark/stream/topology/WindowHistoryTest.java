package io.tidemark.stream.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.profile.sketch.FeatureSketch;
import io.tidemark.profile.sketch.KindHint;
import io.tidemark.profile.sketch.SketchConfig;
import io.tidemark.stream.assess.EarlierWindow;
import io.tidemark.stream.assess.MemoryWindowHistory;
import io.tidemark.stream.assess.WindowHistory;
import io.tidemark.stream.window.WindowKey;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every history does. */
class WindowHistoryTest {

    static Stream<WindowHistory> histories() {
        KeyValueStore<String, byte[]> store = Stores.keyValueStoreBuilder(
                        Stores.inMemoryKeyValueStore(StoredWindowHistory.STORE), Serdes.String(), Serdes.ByteArray())
                .withLoggingDisabled()
                .withCachingDisabled()
                .build();
        store.init(new MockProcessorContext<>().getStateStoreContext(), store);
        return Stream.of(new MemoryWindowHistory(), new StoredWindowHistory(store));
    }

    private static WindowKey key(String version, long startMs, long endMs) {
        return new WindowKey("m/1", version, "city=a/b", startMs, endMs);
    }

    private static void put(WindowHistory history, WindowKey key, String resolution, int rows) {
        FeatureSketch x = new FeatureSketch(SketchConfig.window(), KindHint.NUMERIC);
        for (int i = 0; i < rows; i++) {
            x.updateNumber(i);
        }
        history.put(new EarlierWindow(key, resolution, rows, Map.of("x/y", x)));
    }

    private static long rowsOf(EarlierWindow window) {
        assertThat(Objects.requireNonNull(window.features().get("x/y")).numbers())
                .isEqualTo(window.rows());
        return window.rows();
    }

    @ParameterizedTest
    @MethodSource("histories")
    void shouldFindAWindowBySpan(WindowHistory history) {
        put(history, key("v", 900, 1_000), "", 1);
        put(history, key("v", 800, 1_000), "", 2);
        put(history, key("v", 900, 1_000), "1d", 3);
        put(history, key("v/", 900, 1_000), "", 4);
        put(history, key("v", 900, 1_000), "", 5);

        assertThat(history.at(key("v", 900, 1_000), "").map(WindowHistoryTest::rowsOf))
                .as("put again")
                .contains(5L);
        assertThat(history.at(key("v", 800, 1_000), "").map(WindowHistoryTest::rowsOf))
                .contains(2L);
        assertThat(history.at(key("v", 900, 1_000), "1d").map(WindowHistoryTest::rowsOf))
                .contains(3L);
        assertThat(history.at(key("v/", 900, 1_000), "").map(WindowHistoryTest::rowsOf))
                .contains(4L);
        assertThat(history.at(key("v", 900, 1_001), "")).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("histories")
    void shouldFindTheLastWindowBefore(WindowHistory history) {
        put(history, key("v", 80, 90), "", 1);
        put(history, key("v", 90, 100), "", 2);
        put(history, key("v", 100, 1_000), "", 3);
        put(history, key("w", 100, 101), "", 4);

        assertThat(history.lastBefore(key("v", 100, 200), "", 0).map(WindowHistoryTest::rowsOf))
                .contains(2L);
        assertThat(history.lastBefore(key("v", 99, 200), "", 0).map(WindowHistoryTest::rowsOf))
                .contains(1L);
        assertThat(history.lastBefore(key("v", 99, 200), "", 90)).isPresent();
        assertThat(history.lastBefore(key("v", 99, 200), "", 91)).isEmpty();
        assertThat(history.lastBefore(key("v", 2_000, 2_001), "", 0).map(WindowHistoryTest::rowsOf))
                .contains(3L);
        assertThat(history.lastBefore(key("v", 50, 60), "", 0)).isEmpty();
        assertThat(history.lastBefore(key("v", 2_000, 2_001), "1d", 0)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("histories")
    void shouldExpireWindowsOfOneModel(WindowHistory history) {
        put(history, key("v", 80, 90), "", 1);
        put(history, key("v", 90, 100), "1d", 2);
        WindowKey other = new WindowKey("m", "v", "all", 80, 90);
        put(history, other, "", 3);
        history.expire("m/1", 100);

        assertThat(history.at(key("v", 80, 90), "")).isEmpty();
        assertThat(history.at(key("v", 90, 100), "1d")).isPresent();
        assertThat(history.at(other, "")).isPresent();
    }
}
