package io.tidemark.stream.config;

import static org.apache.kafka.common.config.ConfigDef.Importance.HIGH;
import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;
import static org.apache.kafka.common.config.ConfigDef.Importance.MEDIUM;
import static org.apache.kafka.common.config.ConfigDef.Range.atLeast;
import static org.apache.kafka.common.config.ConfigDef.Range.between;

import io.tidemark.profile.sketch.SketchConfig;
import io.tidemark.schemas.registry.RegistryConfig;
import io.tidemark.stream.label.LabelLimits;
import io.tidemark.stream.window.ProfilerLimits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.LambdaValidator;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.DefaultProductionExceptionHandler;
import org.apache.kafka.streams.errors.LogAndFailExceptionHandler;
import org.apache.kafka.streams.errors.LogAndFailProcessingExceptionHandler;

/**
 * The monitor's settings. Its own keys begin with {@code tidemark.}; an unknown one of those is an error. Keys that begin
 * with {@code schema.registry.} go to the registry client, every other key to Kafka Streams and its clients, as it is and
 * over the defaults set here.
 */
public final class MonitorConfig extends AbstractConfig {
    /** At which a changelog is written at least. */
    private static final long SLOWEST_BYTES_PER_MS = 20_000;
    /** Kafka Streams' default. */
    private static final long LEAST_TRANSACTION_MS = 10_000;
    /** Brokers' default of {@code transaction.max.timeout.ms}. */
    private static final long MOST_TRANSACTION_MS = 900_000;

    /** Whoever sets less has most likely meant megabytes. */
    private static final long LEAST_PROFILE_BYTES = 16 << 20;

    private static final String GLOBAL_INTERCEPTORS =
            StreamsConfig.globalConsumerPrefix(ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG);

    private static final Pattern WEB_ADDRESS = Pattern.compile("https?://[^\\s\"'<>]+");

    public static final String OWN_PREFIX = "tidemark.";

    public static final String TOPIC_PREFIX = "tidemark.topic.prefix";

    public static final String IDLE_TIMEOUT_MS = "tidemark.idle.timeout.ms";
    public static final String MAX_AHEAD_MS = "tidemark.max.ahead.ms";
    public static final String ASSESS_PARTITIONS = "tidemark.assess.partitions";
    public static final String SKETCH_K = "tidemark.sketch.k";
    public static final String MAX_MODELS = "tidemark.max.models";
    public static final String MAX_VERSIONS = "tidemark.max.versions";
    public static final String MAX_FEATURES = "tidemark.max.features";
    public static final String MAX_FEATURE_NAMES = "tidemark.max.feature.names";
    public static final String MAX_ARRAY_LENGTH = "tidemark.max.array.length";
    public static final String MAX_CATEGORIES = "tidemark.max.categories";
    public static final String MAX_PROFILE_BYTES = "tidemark.max.profile.bytes";
    public static final String MAX_NAME_LENGTH = "tidemark.max.name.length";
    public static final String ROLES = "tidemark.roles";
    public static final String LABEL_RETENTION_MS = "tidemark.label.retention.ms";
    public static final String PERFORMANCE_REVISE_MS = "tidemark.performance.revise.ms";
    public static final String DEAD_LETTER_MAX_BYTES = "tidemark.dead.letter.max.bytes";
    public static final String NOTIFY_CHANNELS = "tidemark.notify.channels";
    public static final String NOTIFY_DASHBOARD_URL = "tidemark.notify.dashboard.url";

    private static final ConfigDef DEFINITION = new ConfigDef()
            .define(
                    TOPIC_PREFIX,
                    ConfigDef.Type.STRING,
                    "tidemark.",
                    HIGH,
                    "Begins the name of every topic but the internal ones, which begin with Kafka Streams' application.id."
                            + " Monitors that share a cluster need different prefixes; the application id follows from it.")
            .define(
                    ROLES,
                    ConfigDef.Type.LIST,
                    Role.keys(),
                    ConfigDef.ValidList.in(false, Role.keys().toArray(String[]::new)),
                    HIGH,
                    "What this process does: drift profiles features and finds drift, labels joins labels and tells performance,"
                            + " ingest reads topics with schemas of their own, where a spec has a source. Each is a consumer group"
                            + " of its own, so they can run and be scaled apart.")
            .define(
                    LABEL_RETENTION_MS,
                    ConfigDef.Type.LONG,
                    Duration.ofDays(16).toMillis(),
                    between(
                            Duration.ofMinutes(2).toMillis(),
                            Duration.ofDays(400).toMillis()),
                    MEDIUM,
                    "How long predictions are kept on disk for their labels, in milliseconds of the wall clock, of models whose spec"
                            + " asks for labels. A spec's labels.wait is cut to half of it. Can't be changed for a running"
                            + " application id.")
            .define(
                    PERFORMANCE_REVISE_MS,
                    ConfigDef.Type.LONG,
                    30_000L,
                    between(100L, Duration.ofDays(1).toMillis()),
                    LOW,
                    "How often the performance of a window is published anew while labels land, in milliseconds.")
            .define(
                    IDLE_TIMEOUT_MS,
                    ConfigDef.Type.LONG,
                    30_000L,
                    atLeast(100),
                    MEDIUM,
                    "How long an input partition may be without records of a model until windows no longer wait for it,"
                            + " in milliseconds.")
            .define(
                    MAX_AHEAD_MS,
                    ConfigDef.Type.LONG,
                    3_600_000L,
                    between(0L, Duration.ofDays(3_660).toMillis()),
                    MEDIUM,
                    "How far an event's time may be ahead of the wall clock, in milliseconds. Events further ahead are"
                            + " dead-lettered, so that one wrong clock can't close everybody's windows.")
            .define(
                    ASSESS_PARTITIONS,
                    ConfigDef.Type.INT,
                    4,
                    between(1, 1_000),
                    MEDIUM,
                    "Partitions of the internal topic between the two steps: how many tasks share the models. Can't be"
                            + " changed for a running application id.")
            .define(
                    SKETCH_K,
                    ConfigDef.Type.INT,
                    1_024,
                    between(64, 32_768),
                    LOW,
                    "Size of the quantile sketches of windows. The rank error is 2.296 / k^0.9723 with 99 % confidence: 0.27 % for"
                            + " 1,024. Up to k values are kept exactly.")
            .define(
                    MAX_MODELS,
                    ConfigDef.Type.INT,
                    1_000,
                    atLeast(1),
                    LOW,
                    "Models per input partition, over the life of its state. Records of further ones are dead-lettered, unless they"
                            + " have a monitor spec.")
            .define(
                    MAX_VERSIONS,
                    ConfigDef.Type.INT,
                    50,
                    atLeast(1),
                    LOW,
                    "Versions of a model in one window of one input partition. Records of further ones are dead-lettered.")
            .define(
                    MAX_FEATURES,
                    ConfigDef.Type.INT,
                    2_000,
                    atLeast(1),
                    LOW,
                    "Features in one event or window. An event with more is dead-lettered; further features of a window"
                            + " are counted and not profiled.")
            .define(
                    MAX_FEATURE_NAMES,
                    ConfigDef.Type.INT,
                    100_000,
                    atLeast(1),
                    LOW,
                    "Different feature names in one input partition, over all models. Events with further ones are"
                            + " dead-lettered. A quarter is kept for models with a monitor spec.")
            .define(
                    MAX_ARRAY_LENGTH,
                    ConfigDef.Type.INT,
                    16_384,
                    between(1, 1_000_000),
                    LOW,
                    "Elements of a feature that is an array of numbers. Of a longer array the length counts as it is, norm and"
                            + " projections as invalid.")
            .define(
                    MAX_CATEGORIES,
                    ConfigDef.Type.INT,
                    10_000,
                    between(100, 100_000),
                    LOW,
                    "Categories of a feature in one window that are counted one by one. Of more, the frequent ones are, within an"
                            + " error. Their texts take 256 KiB at most.")
            .define(
                    MAX_PROFILE_BYTES,
                    ConfigDef.Type.LONG,
                    0L,
                    LambdaValidator.with(
                            MonitorConfig::checkProfileBytes, () -> "0, or %,d or more".formatted(LEAST_PROFILE_BYTES)),
                    MEDIUM,
                    "Bytes of heap that profiles may take in a process of the role drift that has all partitions, by estimate. 0 is half"
                            + " of the largest heap of the process (-Xmx). Half of it is shared evenly by the input partitions, and half"
                            + " by the assess tasks. Beyond, windows are counted and not profiled, those of models without a monitor"
                            + " spec before others.")
            .define(
                    MAX_NAME_LENGTH,
                    ConfigDef.Type.INT,
                    200,
                    between(1, 10_000),
                    LOW,
                    "Characters in a model or version name.")
            .define(
                    DEAD_LETTER_MAX_BYTES,
                    ConfigDef.Type.INT,
                    1_000_000,
                    between(1_000, 10_000_000),
                    LOW,
                    "Longest value that a dead letter carries. A longer one is cut, and its length stands in a header.")
            .define(
                    NOTIFY_CHANNELS,
                    ConfigDef.Type.STRING,
                    "",
                    MEDIUM,
                    "YAML file of the channels that are told of drift events. Empty: this process tells nobody. See"
                            + " [notifications](notifications.md).")
            .define(
                    NOTIFY_DASHBOARD_URL,
                    ConfigDef.Type.STRING,
                    "",
                    LambdaValidator.with(
                            MonitorConfig::checkDashboardUrl, () -> "an address that begins with http:// or https://"),
                    LOW,
                    "Address of the dashboard as people's browsers reach it. Where it is set, notifications link to it.");

    static {
        RocksDbSettings.define(DEFINITION);
        HttpSettings.define(DEFINITION);
    }

    private final HttpSettings http;

    public MonitorConfig(Map<String, ?> settings) {
        super(DEFINITION, settings, false);
        refuseUnknownKeys(settings);
        refuseAtLeastOnceLabels(settings);
        this.http = HttpSettings.from(this);
    }

    /** How it is looked at. */
    public HttpSettings http() {
        return http;
    }

    /** What RocksDB may take; empty where the operator has a setter of RocksDB's options, which then decides on its memory. */
    public Optional<RocksDbSettings> rocksDb() {
        return originals().containsKey(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG)
                ? Optional.empty()
                : Optional.of(RocksDbSettings.from(this));
    }

    /** What the generated documentation lists. */
    public static ConfigDef definition() {
        return DEFINITION;
    }

    private static void refuseUnknownKeys(Map<String, ?> settings) {
        for (String key : settings.keySet()) {
            if (key.startsWith(OWN_PREFIX) && !DEFINITION.names().contains(key)) {
                throw new ConfigException("unknown setting '" + key + "'; Tidemark's settings are "
                        + String.join(", ", new TreeSet<>(DEFINITION.names())));
            }
        }
    }

    /**
     * The join keeps predictions in a store that is written at once, and windows in one that is written at commits. Only a transaction
     * undoes both at a crash; else labels would stay joined that no window counts, and correcting one would stop the monitor for good.
     */
    private void refuseAtLeastOnceLabels(Map<String, ?> settings) {
        Object guarantee = settings.get(StreamsConfig.PROCESSING_GUARANTEE_CONFIG);
        if (StreamsConfig.AT_LEAST_ONCE.equals(guarantee) && roles().contains(Role.LABELS)) {
            throw new ConfigException(StreamsConfig.PROCESSING_GUARANTEE_CONFIG + " = " + guarantee
                    + ": the role labels needs exactly_once_v2; leave the setting out, or give it to a process of the role drift alone ("
                    + ROLES + " = drift)");
        }
    }

    public String topicPrefix() {
        return getString(TOPIC_PREFIX);
    }

    public int assessPartitions() {
        return getInt(ASSESS_PARTITIONS);
    }

    public int maxFeatures() {
        return getInt(MAX_FEATURES);
    }

    public int maxArrayLength() {
        return getInt(MAX_ARRAY_LENGTH);
    }

    public int maxFeatureNames() {
        return getInt(MAX_FEATURE_NAMES);
    }

    public int deadLetterMaxBytes() {
        return getInt(DEAD_LETTER_MAX_BYTES);
    }

    public Duration idleTimeout() {
        return Duration.ofMillis(getLong(IDLE_TIMEOUT_MS));
    }

    /** What this process does. */
    public Set<Role> roles() {
        return getList(ROLES).stream().map(Role::of).collect(Collectors.toCollection(() -> EnumSet.noneOf(Role.class)));
    }

    /** How often a window's performance is published anew while labels land. */
    public Duration performanceRevision() {
        return Duration.ofMillis(getLong(PERFORMANCE_REVISE_MS));
    }

    private static void checkProfileBytes(String name, Object value) {
        if (value instanceof Long bytes && bytes != 0 && bytes < LEAST_PROFILE_BYTES) {
            throw new ConfigException(
                    name,
                    value,
                    "give bytes, at least " + LEAST_PROFILE_BYTES + ", or 0 for half of the heap of the process");
        }
    }

    private static void checkDashboardUrl(String name, Object value) {
        String url = String.valueOf(value);
        if (!url.isEmpty() && !WEB_ADDRESS.matcher(url).matches()) {
            throw new ConfigException(name, value, "give an address such as https://tidemark.example.org");
        }
    }

    /** The file of channels that are told of drift events; empty where nobody is told. */
    public Optional<Path> notifyChannels() {
        return Optional.of(getString(NOTIFY_CHANNELS))
                .filter(path -> !path.isBlank())
                .map(Path::of);
    }

    /** Where notifications link to; empty where they don't. */
    public Optional<String> dashboardUrl() {
        return Optional.of(getString(NOTIFY_DASHBOARD_URL)).filter(url -> !url.isEmpty());
    }

    /** Threads of a role in this process. */
    public int threads() {
        return new StreamsConfig(streamsProperties()).getInt(StreamsConfig.NUM_STREAM_THREADS_CONFIG);
    }

    public LabelLimits labelLimits() {
        return new LabelLimits(
                Duration.ofMillis(getLong(MAX_AHEAD_MS)),
                idleTimeout(),
                getInt(MAX_MODELS),
                getInt(MAX_VERSIONS),
                getInt(MAX_NAME_LENGTH),
                Duration.ofMillis(getLong(LABEL_RETENTION_MS)));
    }

    /**
     * How long a commit may take. It writes every sketch that rows have come to since the last one, which is all of them while a backlog is
     * read; one that Kafka breaks off is begun anew, and would never come to an end. What is longer than needed holds up readers where a
     * process has died for good.
     */
    private int transactionTimeoutMs() {
        long slowest = profileBytes() / 2 / SLOWEST_BYTES_PER_MS;
        return (int) Math.clamp(slowest, LEAST_TRANSACTION_MS, MOST_TRANSACTION_MS);
    }

    private long profileBytes() {
        long set = getLong(MAX_PROFILE_BYTES);
        return set > 0 ? set : Runtime.getRuntime().maxMemory() / 2;
    }

    /** Heap that an assess task may take. */
    public long assessHeapBytes() {
        return profileBytes() / 2 / assessPartitions();
    }

    /** @param inputPartitions how many share the heap */
    public ProfilerLimits profilerLimits(int inputPartitions) {
        return new ProfilerLimits(
                Duration.ofMillis(getLong(MAX_AHEAD_MS)),
                idleTimeout(),
                getInt(MAX_MODELS),
                getInt(MAX_VERSIONS),
                maxFeatures(),
                getInt(MAX_NAME_LENGTH),
                SketchConfig.window().withK(getInt(SKETCH_K)).withCategories(getInt(MAX_CATEGORIES)),
                profileBytes() / 2 / inputPartitions);
    }

    /** The registry's address and login: the keys that begin with {@code schema.registry.}. */
    public RegistryConfig registry() {
        return RegistryConfig.from(originals());
    }

    /** What Kafka Streams is started with: the defaults this monitor needs, and over them what the operator set. */
    public Properties streamsProperties() {
        return streamsProperties(Role.DRIFT);
    }

    /** What Kafka Streams is started with for a role. Roles are applications of their own; the first has the plain id. */
    public Properties streamsProperties(Role role) {
        Map<String, Object> merged = new HashMap<>(streamsDefaults());
        originals().forEach((key, value) -> {
            if (!key.startsWith(OWN_PREFIX)) {
                merged.put(key, value);
            }
        });
        merged.put(GLOBAL_INTERCEPTORS, globalInterceptors(merged));
        Properties properties = new Properties();
        properties.putAll(merged);
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, applicationId(role));
        return properties;
    }

    /** The id of a role's application, which is its consumer group as well, and begins its transactional ids. */
    public String applicationId(Role role) {
        Object set = originals().get(StreamsConfig.APPLICATION_ID_CONFIG);
        return (set == null ? defaultApplicationId() : set) + role.applicationSuffix();
    }

    /** Topics of different prefixes are different monitors, and must not share a consumer group or internal topics. */
    private String defaultApplicationId() {
        return topicPrefix() + "monitor";
    }

    /** Those that are configured for the consumer of specs and baselines, and the one that it can't do without. */
    private static String globalInterceptors(Map<String, Object> settings) {
        return Stream.concat(
                        Stream.of(
                                        GLOBAL_INTERCEPTORS,
                                        StreamsConfig.consumerPrefix(ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG),
                                        ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG)
                                .flatMap(key -> Optional.ofNullable(settings.get(key)).stream())
                                .map(Object::toString)
                                .filter(classes -> !classes.isBlank())
                                .limit(1),
                        Stream.of(ControlRecordTimes.class.getName()))
                .collect(Collectors.joining(","));
    }

    private Map<String, Object> streamsDefaults() {
        return Map.ofEntries(
                Map.entry(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2),
                Map.entry(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 2_000L),
                // Until then an instance that came back, and has restored what it lacked, waits for its share of the
                // work.
                Map.entry(StreamsConfig.PROBING_REBALANCE_INTERVAL_MS_CONFIG, 60_000L),
                Map.entry(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true),
                Map.entry(
                        StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, LogAndFailExceptionHandler.class),
                Map.entry(
                        StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG,
                        LogAndFailProcessingExceptionHandler.class),
                Map.entry(
                        StreamsConfig.PRODUCTION_EXCEPTION_HANDLER_CLASS_CONFIG,
                        DefaultProductionExceptionHandler.class),
                Map.entry(StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest"),
                // Partitions of a process that was killed stand still for as long; Kafka's 45 s would be most of a
                // failover.
                Map.entry(StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), 6_000),
                Map.entry(StreamsConfig.consumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG), 2_000),
                Map.entry(
                        StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG),
                        transactionTimeoutMs()),
                Map.entry(StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG), "lz4"),
                // Every batch costs a request, a compressor with buffers of its own, and a wake-up of the sender.
                // Kafka's
                // 16 KB hold 25 predictions of 20 features.
                Map.entry(StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), 128 * 1024),
                Map.entry(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, MonitorRocksDb.class),
                Map.entry(
                        StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG),
                        Math.max(2 * 1024 * 1024, deadLetterMaxBytes() + 64 * 1024)));
    }
}
