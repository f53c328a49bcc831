package io.tidemark.retrain.worker;

import static org.apache.kafka.common.config.ConfigDef.Importance.HIGH;
import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;
import static org.apache.kafka.common.config.ConfigDef.Importance.MEDIUM;
import static org.apache.kafka.common.config.ConfigDef.Range.between;

import io.tidemark.http.server.HttpAccess;
import io.tidemark.retrain.track.TrackingSettings;
import io.tidemark.schemas.registry.RegistryConfig;
import io.tidemark.schemas.topic.TopicCatalogue;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;

/**
 * The retrain worker's settings. Its own keys begin with {@code tidemark.}; an unknown one of those is an error. Keys that begin with
 * {@code schema.registry.} go to the registry client, every other key to Kafka's clients, as it is and over the defaults set here.
 */
public final class WorkerConfig extends AbstractConfig {
    public static final String TOPIC_PREFIX = "tidemark.topic.prefix";
    public static final String NAME = "tidemark.retrain.worker";
    public static final String MAX_ATTEMPTS = "tidemark.retrain.max.attempts";
    public static final String TIMEOUT_MS = "tidemark.retrain.timeout.ms";
    public static final String MAX_ROWS = "tidemark.retrain.max.rows";
    public static final String LOOKBACK_MS = "tidemark.retrain.lookback.ms";
    public static final String TICK_MS = "tidemark.retrain.tick.ms";

    private static final String OWN_PREFIX = "tidemark.";

    /** Not the port of the monitor, which may be on the same machine. */
    private static final String DEFAULT_LISTEN = "127.0.0.1:7080";

    private static final ConfigDef DEFINITION = new ConfigDef()
            .define(
                    TOPIC_PREFIX,
                    ConfigDef.Type.STRING,
                    TopicCatalogue.DEFAULT_PREFIX,
                    HIGH,
                    "Begins the name of every topic. The workers' consumer group follows from it.")
            .define(
                    NAME,
                    ConfigDef.Type.STRING,
                    "",
                    LOW,
                    "What this worker calls itself in the jobs it works at; empty: host and process id.")
            .define(
                    MAX_ATTEMPTS,
                    ConfigDef.Type.INT,
                    10,
                    between(1, 1_000),
                    MEDIUM,
                    "How often a job is begun whose workers die or lose its model. After that it ends FAILED.")
            .define(
                    TIMEOUT_MS,
                    ConfigDef.Type.LONG,
                    Duration.ofMinutes(30).toMillis(),
                    between(1_000, Duration.ofDays(30).toMillis()),
                    MEDIUM,
                    "How long an attempt at a job may take, in milliseconds. After that the job ends FAILED.")
            .define(
                    MAX_ROWS,
                    ConfigDef.Type.INT,
                    500_000,
                    between(1_000, 100_000_000),
                    MEDIUM,
                    "How many examples a job reads at most: the newest ones. They are in memory together.")
            .define(
                    LOOKBACK_MS,
                    ConfigDef.Type.LONG,
                    Duration.ofDays(30).toMillis(),
                    between(60_000, Duration.ofDays(3_650).toMillis()),
                    LOW,
                    "How far back drift events, performance and serving status are read at the start, in milliseconds of the wall clock.")
            .define(
                    TICK_MS,
                    ConfigDef.Type.LONG,
                    500L,
                    between(10L, 60_000L),
                    LOW,
                    "How often the worker looks whether something is due though nothing happened, in milliseconds.");

    static {
        TrackingSettings.define(DEFINITION);
        HttpAccess.define(
                DEFINITION,
                DEFAULT_LISTEN,
                "health and metrics",
                "Where the port is taken, they are not served, and the worker goes on.");
    }

    /** A worker that was killed should not be waited for as long as Kafka does by default. */
    private static final int SESSION_TIMEOUT_MS = 15_000;

    /** What a killed worker left open holds back read-committed readers until another worker takes over, or for this long. Less than other workers wait to read what they wrote themselves. */
    private static final int TRANSACTION_TIMEOUT_MS = 30_000;

    /** A baseline's feature with its sketch is some hundred kilobytes at most. */
    private static final int MAX_REQUEST_BYTES = 4 * 1024 * 1024;

    private static final int MAX_RECORDS = 500;

    private final TrackingSettings tracking;
    private final HttpAccess http;

    /** @throws ConfigException if a setting is missing or wrong; the message names it */
    public WorkerConfig(Map<String, ?> settings) {
        super(DEFINITION, settings, false);
        for (String key : settings.keySet()) {
            if (key.startsWith(OWN_PREFIX) && !DEFINITION.names().contains(key)) {
                throw new ConfigException(key + " is no setting of the retrain worker; it has "
                        + String.join(", ", new TreeSet<>(DEFINITION.names())));
            }
        }
        if (!settings.containsKey(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG)) {
            throw new ConfigException(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG
                    + " is not set; set it to HOST:PORT of a broker, or several separated by commas");
        }
        this.tracking = TrackingSettings.from(this, topics().prefix().replaceAll("[^A-Za-z0-9]+$", ""));
        this.http = HttpAccess.from(this);
    }

    /** What the documentation lists. */
    public static ConfigDef definition() {
        return DEFINITION;
    }

    public TopicCatalogue topics() {
        return new TopicCatalogue(getString(TOPIC_PREFIX));
    }

    public RegistryConfig registry() {
        return RegistryConfig.from(originals());
    }

    /** Which tracking servers are told of jobs. */
    public TrackingSettings tracking() {
        return tracking;
    }

    /** Where it can be looked at, and by whom. */
    public HttpAccess http() {
        return http;
    }

    /** Of the cluster, as they were set. */
    public String bootstrapServers() {
        return originals().get(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG) instanceof List<?> list
                ? list.stream().map(String::valueOf).collect(Collectors.joining(","))
                : String.valueOf(originals().get(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG));
    }

    /** The consumer group that shares the models, and what the transactional ids begin with. */
    public String group() {
        return getString(TOPIC_PREFIX) + "retrain";
    }

    public String name() {
        String name = getString(NAME);
        return name.isBlank() ? host() + "-" + ProcessHandle.current().pid() : name;
    }

    public int maxAttempts() {
        return getInt(MAX_ATTEMPTS);
    }

    public Duration timeout() {
        return Duration.ofMillis(getLong(TIMEOUT_MS));
    }

    public int maxRows() {
        return getInt(MAX_ROWS);
    }

    public Duration lookback() {
        return Duration.ofMillis(getLong(LOOKBACK_MS));
    }

    public Duration tick() {
        return Duration.ofMillis(getLong(TICK_MS));
    }

    /** Of the consumer that owns models. */
    public Map<String, Object> ownerConsumer() {
        Map<String, Object> config = clientSettings(ConsumerConfig.configNames());
        config.putIfAbsent(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, SESSION_TIMEOUT_MS);
        config.put(ConsumerConfig.GROUP_ID_CONFIG, group());
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
        // A worker that comes or goes takes nothing from the others but what is to move.
        config.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, CooperativeStickyAssignor.class.getName());
        return committedOnly(config);
    }

    /** Of consumers that read topics whole, without a group. */
    public Map<String, Object> readingConsumer() {
        Map<String, Object> config = clientSettings(ConsumerConfig.configNames());
        config.remove(ConsumerConfig.GROUP_ID_CONFIG);
        config.remove(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        return committedOnly(config);
    }

    /**
     * Of consumers that follow a topic beside the worker.
     *
     * @param followers their group, not that of the workers
     */
    public Map<String, Object> followingConsumer(String followers) {
        Map<String, Object> config = readingConsumer();
        config.put(ConsumerConfig.GROUP_ID_CONFIG, followers);
        config.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, CooperativeStickyAssignor.class.getName());
        return config;
    }

    private static Map<String, Object> committedOnly(Map<String, Object> config) {
        config.putIfAbsent(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, MAX_RECORDS);
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        return config;
    }

    /**
     * Of the producer that writes for the models of one partition.
     *
     * @param partition of the topic that shares the models; the next owner of the same partition shuts out this one
     */
    public Map<String, Object> ownerProducer(int partition) {
        Map<String, Object> config = clientSettings(ProducerConfig.configNames());
        config.putIfAbsent(ProducerConfig.COMPRESSION_TYPE_CONFIG, "gzip");
        config.putIfAbsent(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, TRANSACTION_TIMEOUT_MS);
        config.putIfAbsent(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, MAX_REQUEST_BYTES);
        config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, group() + "-" + partition);
        return config;
    }

    private Map<String, Object> clientSettings(Set<String> known) {
        Map<String, Object> config = new HashMap<>();
        originals().forEach((key, value) -> {
            if (known.contains(key)) {
                config.put(key, value);
            }
        });
        return config;
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "worker";
        }
    }
}
