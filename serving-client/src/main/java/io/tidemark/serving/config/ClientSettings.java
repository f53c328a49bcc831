package io.tidemark.serving.config;

import io.tidemark.schemas.registry.RegistryConfig;
import io.tidemark.schemas.topic.TopicCatalogue;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;

/**
 * Settings of one part of the client. One set of properties may serve all parts: keys that begin with {@code tidemark.} are the parts' own, and an
 * unknown one is an error unless it belongs to another part; keys that begin with {@code schema.registry.} go to the registry's client; every other
 * key goes to Kafka's clients as it is, but not what only a producer knows to a consumer, nor the reverse.
 */
public abstract class ClientSettings extends AbstractConfig {
    public static final String OWN_PREFIX = "tidemark.";
    public static final String TOPIC_PREFIX = "tidemark.topic.prefix";

    /** What the keys of the inference logger begin with. */
    public static final String LOG_PREFIX = "tidemark.log.";

    /** What the keys of following model versions begin with. */
    public static final String SERVING_PREFIX = "tidemark.serving.";

    private static final List<String> PARTS = List.of(LOG_PREFIX, SERVING_PREFIX);
    private static final Set<String> OF_PRODUCERS = ProducerConfig.configNames();
    private static final Set<String> OF_CONSUMERS = ConsumerConfig.configNames();

    /**
     * @param part whose settings these are, for messages
     * @param prefix what the keys of this part begin with
     * @param notToBeSet keys of Kafka that this part needs to have for itself
     * @throws ConfigException if a setting is missing or wrong; the message names it
     */
    protected ClientSettings(
            ConfigDef definition, Map<String, ?> settings, String part, String prefix, Collection<String> notToBeSet) {
        super(definition, settings, false);
        for (String key : settings.keySet()) {
            boolean ofOthers = PARTS.stream().anyMatch(other -> !other.equals(prefix) && key.startsWith(other));
            if (key.startsWith(OWN_PREFIX) && !ofOthers && !definition.names().contains(key)) {
                throw new ConfigException(key + " is no setting of " + part + "; it has "
                        + String.join(", ", definition.names().stream().sorted().toList()));
            }
            if (notToBeSet.contains(key)) {
                throw new ConfigException(key + " can't be set for " + part + "; remove it");
            }
        }
        if (!settings.containsKey(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG)) {
            throw new ConfigException(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG
                    + " is not set; set it to HOST:PORT of a broker, or several separated by commas");
        }
    }

    /** The setting that every part has. */
    protected static ConfigDef withTopicPrefix() {
        return new ConfigDef()
                .define(
                        TOPIC_PREFIX,
                        ConfigDef.Type.STRING,
                        TopicCatalogue.DEFAULT_PREFIX,
                        ConfigDef.Importance.MEDIUM,
                        "What the names of Tidemark's topics begin with.");
    }

    /** Properties with their defaults, as a map. */
    public static Map<String, Object> toMap(Properties properties) {
        Map<String, Object> all = new HashMap<>();
        properties.stringPropertyNames().forEach(key -> all.put(key, properties.getProperty(key)));
        properties.forEach((key, value) -> all.put(key.toString(), value));
        return all;
    }

    public final TopicCatalogue topics() {
        return new TopicCatalogue(getString(TOPIC_PREFIX));
    }

    /** @throws IllegalArgumentException if the registry's address is absent or no address */
    public final RegistryConfig registry() {
        return RegistryConfig.from(originals());
    }

    /** These defaults, and over them what is given and a producer may know. */
    protected final Map<String, Object> producer(Map<String, Object> defaults) {
        return kafka(defaults, OF_PRODUCERS, OF_CONSUMERS);
    }

    /** These defaults, and over them what is given and a consumer may know. */
    protected final Map<String, Object> consumer(Map<String, Object> defaults) {
        return kafka(defaults, OF_CONSUMERS, OF_PRODUCERS);
    }

    /** What neither kind of client knows may be of a plug-in, such as a login. */
    private Map<String, Object> kafka(Map<String, Object> defaults, Set<String> known, Set<String> ofTheOther) {
        Map<String, Object> config = new HashMap<>(defaults);
        originals().forEach((key, value) -> {
            boolean foreign = ofTheOther.contains(key) && !known.contains(key);
            if (!key.startsWith(OWN_PREFIX) && !isOfRegistry(key) && !foreign) {
                config.put(key, value);
            }
        });
        return config;
    }

    private static boolean isOfRegistry(String key) {
        return key.startsWith("schema.registry.") || key.startsWith("basic.auth.") || key.startsWith("bearer.auth.");
    }
}
