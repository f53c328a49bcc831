package io.tidemark.serving.log;

import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;
import static org.apache.kafka.common.config.ConfigDef.Importance.MEDIUM;
import static org.apache.kafka.common.config.ConfigDef.Range.atLeast;

import io.tidemark.schemas.registry.RegistryConfig;
import io.tidemark.schemas.topic.TopicCatalogue;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;

/**
 * The logger's settings. Its own keys begin with {@code tidemark.}; an unknown one of those is an error. Keys that begin with
 * {@code schema.registry.} go to the registry client, every other key to Kafka's producer, as it is and over the defaults set here.
 */
final class LoggerConfig extends AbstractConfig {
    static final String OWN_PREFIX = "tidemark.";
    static final String TOPIC_PREFIX = "tidemark.topic.prefix";
    static final String MAX_EVENTS = "tidemark.log.max.events";
    static final String MAX_BYTES = "tidemark.log.max.bytes";
    static final String MAX_FEATURES = "tidemark.log.max.features";
    static final String MAX_TEXT_LENGTH = "tidemark.log.max.text.length";

    static final ConfigDef DEFINITION = new ConfigDef()
            .define(
                    TOPIC_PREFIX,
                    ConfigDef.Type.STRING,
                    TopicCatalogue.DEFAULT_PREFIX,
                    MEDIUM,
                    "What the names of Tidemark's topics begin with.")
            .define(
                    MAX_EVENTS,
                    ConfigDef.Type.INT,
                    100_000,
                    atLeast(1),
                    MEDIUM,
                    "How many inferences may be in memory, waiting or not yet acknowledged by Kafka. Those that come while there are as many are"
                            + " dropped and counted.")
            .define(
                    MAX_BYTES,
                    ConfigDef.Type.LONG,
                    64L * 1024 * 1024,
                    atLeast(1024),
                    MEDIUM,
                    "About how much memory these inferences may take. The buffer of Kafka's producer (buffer.memory) comes on top.")
            .define(
                    MAX_FEATURES,
                    ConfigDef.Type.INT,
                    EventLimits.DEFAULT.maxFeatures(),
                    atLeast(1),
                    LOW,
                    "Features, and scores of classes, that one inference may have. Not more than the monitor's tidemark.max.features.")
            .define(
                    MAX_TEXT_LENGTH,
                    ConfigDef.Type.INT,
                    EventLimits.DEFAULT.maxTextLength(),
                    atLeast(1),
                    LOW,
                    "Characters that a text in features or tags may have.");

    /** One connection holds one request: after a leader's change no batch overtakes another, which the broker would then refuse as out of sequence. */
    private static final int REQUESTS_AT_A_TIME = 1;

    private static final Map<String, Object> PRODUCER_DEFAULTS = Map.of(
            ProducerConfig.CLIENT_ID_CONFIG,
            "tidemark-inference-logger",
            ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
            true,
            ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION,
            REQUESTS_AT_A_TIME,
            ProducerConfig.COMPRESSION_TYPE_CONFIG,
            "lz4",
            ProducerConfig.LINGER_MS_CONFIG,
            50,
            ProducerConfig.BATCH_SIZE_CONFIG,
            128 * 1024,
            ProducerConfig.MAX_BLOCK_MS_CONFIG,
            5_000,
            ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
            600_000);

    /** Ground truth is joined by partition, so both topics are written with Kafka's own partitioner; and nobody begins transactions here. */
    private static final List<String> NOT_TO_BE_SET = List.of(
            ProducerConfig.PARTITIONER_CLASS_CONFIG,
            ProducerConfig.PARTITIONER_IGNORE_KEYS_CONFIG,
            ProducerConfig.TRANSACTIONAL_ID_CONFIG,
            ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
            ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG);

    /** @throws ConfigException if a setting is missing or wrong; the message names it */
    LoggerConfig(Map<String, ?> settings) {
        super(DEFINITION, settings, false);
        for (String key : settings.keySet()) {
            if (key.startsWith(OWN_PREFIX) && !DEFINITION.names().contains(key)) {
                throw new ConfigException(key + " is no setting of the inference logger; it has "
                        + String.join(", ", DEFINITION.names().stream().sorted().toList()));
            }
            if (NOT_TO_BE_SET.contains(key)) {
                throw new ConfigException(key + " can't be set for the inference logger; remove it");
            }
        }
        if (!settings.containsKey(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG)) {
            throw new ConfigException(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG
                    + " is not set; set it to HOST:PORT of a broker, or several separated by commas");
        }
    }

    TopicCatalogue topics() {
        return new TopicCatalogue(getString(TOPIC_PREFIX));
    }

    RegistryConfig registry() {
        return RegistryConfig.from(originals());
    }

    EventLimits limits() {
        return EventLimits.DEFAULT.with(getInt(MAX_FEATURES), getInt(MAX_TEXT_LENGTH));
    }

    int maxEvents() {
        return getInt(MAX_EVENTS);
    }

    long maxBytes() {
        return getLong(MAX_BYTES);
    }

    /** What Kafka's producer gets. */
    Map<String, Object> producer() {
        Map<String, Object> config = new HashMap<>(PRODUCER_DEFAULTS);
        originals().forEach((key, value) -> {
            if (!key.startsWith(OWN_PREFIX) && !isOfRegistry(key)) {
                config.put(key, value);
            }
        });
        return config;
    }

    private static boolean isOfRegistry(String key) {
        return key.startsWith("schema.registry.") || key.startsWith("basic.auth.") || key.startsWith("bearer.auth.");
    }
}
