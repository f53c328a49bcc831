package io.tidemark.serving.swap;

import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;
import static org.apache.kafka.common.config.ConfigDef.Importance.MEDIUM;
import static org.apache.kafka.common.config.ConfigDef.Range.atLeast;
import static org.apache.kafka.common.config.ConfigDef.Range.between;

import io.tidemark.serving.config.ClientSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** The settings of following model versions, with those of the registry's client and of Kafka's consumer and producer. */
final class ServingConfig extends ClientSettings {
    static final String INSTANCE = SERVING_PREFIX + "instance";
    static final String CACHE_DIR = SERVING_PREFIX + "cache.dir";
    static final String STATUS_INTERVAL_MS = SERVING_PREFIX + "status.interval.ms";
    static final String FETCH_TIMEOUT_MS = SERVING_PREFIX + "fetch.timeout.ms";
    static final String SHADOW_QUEUE = SERVING_PREFIX + "shadow.queue";

    static final ConfigDef DEFINITION = withTopicPrefix()
            .define(
                    INSTANCE,
                    ConfigDef.Type.STRING,
                    "",
                    MEDIUM,
                    "The name of this instance in serving-status, unique among those that serve the model. Empty: host, process and a random part.")
            .define(
                    CACHE_DIR,
                    ConfigDef.Type.STRING,
                    "",
                    MEDIUM,
                    "A directory for the last champion and the one before it, to start with when Kafka is away. Empty: none.")
            .define(
                    STATUS_INTERVAL_MS,
                    ConfigDef.Type.LONG,
                    30_000L,
                    between(1_000, 60_000),
                    LOW,
                    "How often serving-status is written when nothing changes.")
            .define(
                    FETCH_TIMEOUT_MS,
                    ConfigDef.Type.LONG,
                    60_000L,
                    atLeast(1_000),
                    LOW,
                    "How long fetching the bytes of one version may take before it is refused and tried again later.")
            .define(
                    SHADOW_QUEUE,
                    ConfigDef.Type.INT,
                    1_000,
                    atLeast(1),
                    LOW,
                    "How many requests may wait to be asked in the shadow. Those that come while there are as many are not asked, and counted.");

    private static final List<String> NOT_TO_BE_SET = List.of(
            ConsumerConfig.GROUP_ID_CONFIG,
            ConsumerConfig.GROUP_INSTANCE_ID_CONFIG,
            ConsumerConfig.ISOLATION_LEVEL_CONFIG,
            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
            ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
            ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
            ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
            ProducerConfig.TRANSACTIONAL_ID_CONFIG,
            ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
            ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG);

    private static final Map<String, Object> CONSUMER_DEFAULTS = Map.of(
            ConsumerConfig.ISOLATION_LEVEL_CONFIG,
            "read_committed",
            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
            "none",
            ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
            false,
            ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
            false,
            ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
            4 * 1024 * 1024);

    private static final Map<String, Object> CONSUMER_TYPES = Map.of(
            ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
            StringDeserializer.class,
            ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
            ByteArrayDeserializer.class);

    private static final Map<String, Object> PRODUCER_TYPES = Map.of(
            ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
            StringSerializer.class,
            ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG,
            ByteArraySerializer.class);

    private static final int ARTIFACT_WAIT_MS = 10;

    private static final Map<String, Object> PRODUCER_DEFAULTS = Map.of(
            ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
            true,
            ProducerConfig.COMPRESSION_TYPE_CONFIG,
            "gzip",
            ProducerConfig.BUFFER_MEMORY_CONFIG,
            1024L * 1024,
            ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION,
            1,
            ProducerConfig.MAX_BLOCK_MS_CONFIG,
            5_000,
            ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
            10_000,
            ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
            30_000);

    /** @throws org.apache.kafka.common.config.ConfigException if a setting is missing or wrong; the message names it */
    ServingConfig(Map<String, ?> settings) {
        super(DEFINITION, settings, "following model versions", SERVING_PREFIX, NOT_TO_BE_SET);
        // The clients are made later, on threads that try for ever. What is wrong whenever it is tried is better said
        // now.
        var _ = new ConsumerConfig(withTypes(versionConsumer("check"), CONSUMER_TYPES));
        var _ = new ProducerConfig(withTypes(producer("check"), PRODUCER_TYPES));
    }

    private static Map<String, Object> withTypes(Map<String, Object> config, Map<String, Object> types) {
        Map<String, Object> complete = new HashMap<>(config);
        complete.putAll(types);
        return complete;
    }

    Optional<String> instance() {
        return Optional.of(getString(INSTANCE)).filter(name -> !name.isBlank());
    }

    Optional<Path> cacheDirectory() {
        return Optional.of(getString(CACHE_DIR)).filter(name -> !name.isBlank()).map(Path::of);
    }

    Duration statusInterval() {
        return Duration.ofMillis(getLong(STATUS_INTERVAL_MS));
    }

    Duration fetchTimeout() {
        return Duration.ofMillis(getLong(FETCH_TIMEOUT_MS));
    }

    int shadowQueue() {
        return getInt(SHADOW_QUEUE);
    }

    /** What the consumer of versions gets, named so that no two clients of a process have one name. */
    Map<String, Object> versionConsumer(String clientId) {
        return named(consumer(CONSUMER_DEFAULTS), clientId);
    }

    /**
     * What the consumer of artifacts gets. When one artifact is read, a request for what might follow is under way; the broker holds it for this long, and the next
     * artifact has to wait for it.
     */
    Map<String, Object> artifactConsumer(String clientId) {
        Map<String, Object> defaults = new HashMap<>(CONSUMER_DEFAULTS);
        defaults.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, ARTIFACT_WAIT_MS);
        return named(consumer(defaults), clientId);
    }

    /** What the producer gets, named alike. */
    Map<String, Object> producer(String clientId) {
        return named(producer(PRODUCER_DEFAULTS), clientId);
    }

    /** Several clients of one process with one name would fight for their metrics. */
    private static Map<String, Object> named(Map<String, Object> config, String clientId) {
        Map<String, Object> named = new HashMap<>(config);
        named.merge(
                CommonClientConfigs.CLIENT_ID_CONFIG,
                "tidemark-serving-" + clientId,
                (given, _) -> given + "-" + clientId);
        return named;
    }
}
