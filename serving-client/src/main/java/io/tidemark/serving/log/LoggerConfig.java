package io.tidemark.serving.log;

import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;
import static org.apache.kafka.common.config.ConfigDef.Importance.MEDIUM;
import static org.apache.kafka.common.config.ConfigDef.Range.atLeast;

import io.tidemark.serving.config.ClientSettings;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;

/** The logger's settings, with those of the registry's client and of Kafka's producer, which go over the defaults set here. */
final class LoggerConfig extends ClientSettings {
    static final String MAX_EVENTS = LOG_PREFIX + "max.events";
    static final String MAX_BYTES = LOG_PREFIX + "max.bytes";
    static final String MAX_FEATURES = LOG_PREFIX + "max.features";
    static final String MAX_TEXT_LENGTH = LOG_PREFIX + "max.text.length";

    static final ConfigDef DEFINITION = withTopicPrefix()
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
        super(DEFINITION, settings, "the inference logger", LOG_PREFIX, NOT_TO_BE_SET);
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
        return producer(PRODUCER_DEFAULTS);
    }
}
