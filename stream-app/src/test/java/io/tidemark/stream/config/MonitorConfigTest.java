package io.tidemark.stream.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.tidemark.stream.window.ProfilerLimits;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MonitorConfigTest {
    @Test
    void shouldNameAnUnknownKeyOfItsOwnAndTheKnownOnes() {
        assertThatThrownBy(() -> new MonitorConfig(Map.of("tidemark.idle.timeout", "30000")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("unknown setting 'tidemark.idle.timeout'")
                .hasMessageContaining("tidemark.idle.timeout.ms");
    }

    @ParameterizedTest
    @CsvSource({
        "tidemark.idle.timeout.ms, 99",
        "tidemark.max.ahead.ms, -1",
        "tidemark.assess.partitions, 0",
        "tidemark.assess.partitions, 1001",
        "tidemark.sketch.k, 63",
        "tidemark.sketch.k, 32769",
        "tidemark.max.models, 0",
        "tidemark.max.versions, 0",
        "tidemark.max.features, 0",
        "tidemark.max.feature.names, 0",
        "tidemark.max.name.length, 10001",
        "tidemark.max.profile.bytes, 512",
        "tidemark.max.profile.bytes, -1",
        "tidemark.dead.letter.max.bytes, 999",
        "tidemark.dead.letter.max.bytes, 10000001",
        "tidemark.rocksdb.bytes, 512",
        "tidemark.rocksdb.bytes, -1",
        "tidemark.rocksdb.write.buffer.percent, 9",
        "tidemark.rocksdb.write.buffer.percent, 91",
        "tidemark.sketch.k, many"
    })
    void shouldNameKeyAndValueThatAreOutOfRange(String key, String value) {
        assertThatThrownBy(() -> new MonitorConfig(Map.of(key, value)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(key)
                .hasMessageContaining(value);
    }

    @Test
    void shouldTurnItsSettingsIntoLimits() {
        ProfilerLimits limits = new MonitorConfig(Map.of(
                        "tidemark.max.ahead.ms", "60000",
                        "tidemark.idle.timeout.ms", "5000",
                        "tidemark.max.models", "7",
                        "tidemark.max.categories", "500",
                        "tidemark.max.profile.bytes", "800000000",
                        "tidemark.sketch.k", "256"))
                .profilerLimits(4);

        assertThat(limits.maxAhead()).isEqualTo(Duration.ofMinutes(1));
        assertThat(limits.idleTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(limits.maxModels()).isEqualTo(7);
        assertThat(limits.sketches().k()).isEqualTo(256);
        assertThat(limits.sketches().maxCategories()).isEqualTo(500);
        assertThat(limits.heapBytes()).isEqualTo(100_000_000);
    }

    @Test
    void shouldHaveTheLimitsThatAreDocumentedAsDefaults() {
        ProfilerLimits d = ProfilerLimits.defaults();
        long shareOfHeap = Runtime.getRuntime().maxMemory() / 2 / 2 / 4;
        assertThat(new MonitorConfig(Map.of()).profilerLimits(4))
                .isEqualTo(new ProfilerLimits(
                        d.maxAhead(),
                        d.idleTimeout(),
                        d.maxModels(),
                        d.maxVersions(),
                        d.maxFeatures(),
                        d.maxNameLength(),
                        d.sketches(),
                        shareOfHeap));
    }

    @Test
    void shouldPassKafkasKeysOnAndKeepItsOwn() {
        MonitorConfig config = new MonitorConfig(Map.of(
                "bootstrap.servers", "kafka:9092",
                "security.protocol", "SASL_SSL",
                "consumer.max.poll.records", "100",
                "a.plugin.of.the.users", "x",
                "tidemark.topic.prefix", "team-a."));

        assertThat(config.streamsProperties())
                .contains(
                        entry("bootstrap.servers", "kafka:9092"),
                        entry("security.protocol", "SASL_SSL"),
                        entry("consumer.max.poll.records", "100"),
                        entry("a.plugin.of.the.users", "x"))
                .doesNotContainKey("tidemark.topic.prefix");
        assertThat(config.topicPrefix()).isEqualTo("team-a.");
    }

    @Test
    void shouldLetTheOperatorOverrideTheDefaultsForKafka() {
        assertThat(new MonitorConfig(Map.of()).streamsProperties())
                .contains(
                        entry("application.id", "tidemark.monitor"),
                        entry("processing.guarantee", "exactly_once_v2"),
                        entry("commit.interval.ms", 2_000L));
        assertThat(new MonitorConfig(Map.of("application.id", "mine", "commit.interval.ms", "500")).streamsProperties())
                .contains(
                        entry("application.id", "mine"),
                        entry("processing.guarantee", "exactly_once_v2"),
                        entry("commit.interval.ms", "500"));
    }

    @Test
    void shouldLetTheProducerSendTheLongestDeadLetter() {
        assertThat(new MonitorConfig(Map.of()).streamsProperties())
                .contains(entry("producer.max.request.size", 2 * 1024 * 1024));
        assertThat(new MonitorConfig(Map.of("tidemark.dead.letter.max.bytes", "5000000")).streamsProperties())
                .contains(entry("producer.max.request.size", 5_000_000 + 64 * 1024));
    }

    @Test
    void shouldGiveTransactionsTheTimeThatItsWindowsTakeToWrite() {
        assertThat(withProfileBytes(100_000_000)).contains(entry("producer.transaction.timeout.ms", 10_000));
        assertThat(withProfileBytes(4_000_000_000L)).contains(entry("producer.transaction.timeout.ms", 100_000));
        assertThat(withProfileBytes(Long.MAX_VALUE)).contains(entry("producer.transaction.timeout.ms", 900_000));
    }

    private static Properties withProfileBytes(long bytes) {
        return new MonitorConfig(Map.of("tidemark.max.profile.bytes", Long.toString(bytes))).streamsProperties();
    }

    @Test
    void shouldBoundWhatRocksDbTakes() {
        long quarter = Runtime.getRuntime().maxMemory() / 4;

        assertThat(new MonitorConfig(Map.of()).rocksDb()).contains(new RocksDbSettings(quarter, quarter / 100 * 50));
        assertThat(new MonitorConfig(Map.of(
                                "tidemark.rocksdb.bytes", "200000000", "tidemark.rocksdb.write.buffer.percent", "30"))
                        .rocksDb())
                .contains(new RocksDbSettings(200_000_000, 60_000_000));
    }

    @Test
    void shouldLeaveRocksDbsMemoryToASetterOfTheOperators() {
        MonitorConfig config = new MonitorConfig(Map.of("rocksdb.config.setter", "com.example.TheirRocksDb"));

        assertThat(config.rocksDb()).isEmpty();
        assertThat(config.streamsProperties()).containsEntry("rocksdb.config.setter", "com.example.TheirRocksDb");
    }

    @Test
    void shouldFindTheRegistrysKeys() {
        MonitorConfig config = new MonitorConfig(Map.of(
                "schema.registry.url", "http://registry:8081",
                "schema.registry.basic.auth.user.info", "me:secret",
                "tidemark.sketch.k", "256"));

        assertThat(config.registry().url()).isEqualTo("http://registry:8081");
        assertThat(config.registry().clientSettings())
                .contains(entry("basic.auth.user.info", "me:secret"))
                .doesNotContainKey("tidemark.sketch.k");
        assertThat(config.registry().toString()).doesNotContain("me:secret");
    }

    @Test
    void shouldRefuseAMaxAheadThatWouldOverflowTheClock() {
        assertThatThrownBy(() -> new MonitorConfig(Map.of(MonitorConfig.MAX_AHEAD_MS, Long.toString(Long.MAX_VALUE))))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(MonitorConfig.MAX_AHEAD_MS);
        assertThat(new MonitorConfig(Map.of(MonitorConfig.MAX_AHEAD_MS, "86400000"))
                        .profilerLimits(1)
                        .maxAhead())
                .isEqualTo(Duration.ofDays(1));
    }

    /** Streams takes a setting of the global consumer instead of one of all consumers, not besides it. */
    @Test
    void shouldKeepTheInterceptorsOfTheConsumerOfSpecsAndBaselines() {
        String own = ControlRecordTimes.class.getName();
        String key = "global.consumer.interceptor.classes";

        assertThat(new MonitorConfig(Map.of()).streamsProperties()).containsEntry(key, own);
        assertThat(new MonitorConfig(Map.of("interceptor.classes", "a.A,b.B")).streamsProperties())
                .containsEntry(key, "a.A,b.B," + own);
        assertThat(new MonitorConfig(Map.of("interceptor.classes", "a.A", "consumer.interceptor.classes", "b.B"))
                        .streamsProperties())
                .containsEntry(key, "b.B," + own);
        assertThat(new MonitorConfig(Map.of("consumer.interceptor.classes", "b.B", key, "c.C")).streamsProperties())
                .containsEntry(key, "c.C," + own);
    }

    @Test
    void shouldRefuseLabelsWithoutTransactions() {
        Map<String, String> both = Map.of("processing.guarantee", "at_least_once");
        Map<String, String> driftAlone = Map.of("processing.guarantee", "at_least_once", "tidemark.roles", "drift");

        assertThatThrownBy(() -> new MonitorConfig(both))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("processing.guarantee = at_least_once")
                .hasMessageContaining("tidemark.roles = drift");
        assertThat(new MonitorConfig(driftAlone).streamsProperties(Role.DRIFT))
                .containsEntry("processing.guarantee", "at_least_once");
    }
}
