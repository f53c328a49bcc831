package io.tidemark.standalone.cluster;

import io.tidemark.schemas.access.Refusal;
import io.tidemark.schemas.access.TopicRights;
import io.tidemark.schemas.registry.RegistryConfig;
import io.tidemark.schemas.registry.SchemaRegistry;
import io.tidemark.schemas.topic.Part;
import io.tidemark.schemas.topic.Topic;
import io.tidemark.schemas.topic.TopicCatalogue;
import io.tidemark.stream.config.MonitorConfig;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;

/**
 * A Kafka cluster and its schema registry, as one set of settings describes them: {@code bootstrap.servers},
 * {@code schema.registry.*}, Tidemark's own {@code tidemark.*}, and any key of Kafka's clients, which they get as it is.
 *
 * <p>Nothing connects before it is used. Clients made here belong to whoever asked for them, who closes them.
 */
public final class Cluster {

    public static final String DEFAULT_BOOTSTRAP_SERVERS = "127.0.0.1:9092";
    public static final String DEFAULT_REGISTRY = "http://127.0.0.1:8081";

    /** Long enough for a broker across an ocean, short enough for a person to wait for an error. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Map<String, String> settings;
    private final TopicCatalogue topics;

    public Cluster(Map<String, String> settings) {
        Map<String, String> complete = new HashMap<>(settings);
        complete.putIfAbsent(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, DEFAULT_BOOTSTRAP_SERVERS);
        complete.putIfAbsent(RegistryConfig.URL, DEFAULT_REGISTRY);
        this.settings = Map.copyOf(complete);
        this.topics = new TopicCatalogue(
                this.settings.getOrDefault(MonitorConfig.TOPIC_PREFIX, TopicCatalogue.DEFAULT_PREFIX));
    }

    public String bootstrapServers() {
        return settings.getOrDefault(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, DEFAULT_BOOTSTRAP_SERVERS);
    }

    /** The registry's address as it was set. */
    public String registryUrl() {
        return settings.getOrDefault(RegistryConfig.URL, DEFAULT_REGISTRY);
    }

    public TopicCatalogue topics() {
        return topics;
    }

    /** What the transactional ids of commands begin with. */
    public String transactionalIds() {
        return topics.prefix() + "cli-";
    }

    /** The same cluster with another setting. */
    public Cluster with(String key, String value) {
        Map<String, String> more = new HashMap<>(settings);
        more.put(key, value);
        return new Cluster(more);
    }

    /** All settings, for what is started against this cluster. */
    public Map<String, String> settings() {
        return settings;
    }

    /** Connects to the registry lazily; see {@link SchemaRegistry#check}. */
    public SchemaRegistry registry() {
        return SchemaRegistry.connect(RegistryConfig.from(settings));
    }

    /**
     * Asks the cluster who it is, so that a wrong address or login shows in seconds and in words.
     *
     * @return the names of the topics that exist
     * @throws ClusterUnreachableException if no broker answers
     */
    public Set<String> check() {
        return ask(admin -> admin.listTopics().names().get(PATIENCE.toMillis() + 1_000, TimeUnit.MILLISECONDS));
    }

    /**
     * Which topics of a part are there, and what of its work on them this login may do.
     *
     * @throws ClusterUnreachableException if no broker answers
     */
    public TopicRights rights(Part part) {
        return ask(admin -> TopicRights.ask(admin, topics, List.of(part), PATIENCE.plusSeconds(1)));
    }

    private interface Question<T> {
        T ask(Admin admin) throws ExecutionException, TimeoutException, InterruptedException;
    }

    private <T> T ask(Question<T> question) {
        try (Admin admin = admin()) {
            return question.ask(admin);
        } catch (ExecutionException e) {
            Optional<String> refusal = Refusal.explain(e);
            if (refusal.isPresent()) {
                throw new ClusterUnreachableException(
                        "Can't log in to the Kafka cluster at " + bootstrapServers() + ": " + refusal.get()
                                + ", in the file given with --config.",
                        e);
            }
            throw noAnswer(e);
        } catch (TimeoutException e) {
            throw noAnswer(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw noAnswer(e);
        }
    }

    /**
     * Creates all of Tidemark's topics as the catalogue has them.
     *
     * @param replicationFactor how many brokers keep each
     * @throws ExecutionException if the brokers refuse, as where one of them exists
     */
    public void createTopics(short replicationFactor) throws InterruptedException, ExecutionException {
        List<NewTopic> all = topics.all().stream()
                .map((Topic<?, ?> topic) -> topic.toNewTopic(Optional.of(replicationFactor)))
                .toList();
        try (Admin admin = admin()) {
            admin.createTopics(all).all().get();
        }
    }

    private ClusterUnreachableException noAnswer(Exception e) {
        return new ClusterUnreachableException(
                "No Kafka broker answers at " + bootstrapServers() + ". Check --bootstrap-server, that the broker is"
                        + " up, and for TLS or SASL the settings given with --config.",
                e);
    }

    public Admin admin() {
        Map<String, Object> config = clientSettings();
        config.putIfAbsent(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
        config.putIfAbsent(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
        try {
            return Admin.create(config);
        } catch (KafkaException e) {
            throw misconfigured(e);
        }
    }

    /** A producer that loses nothing it acknowledged, unless the settings say otherwise. */
    public <K, V> Producer<K, V> producer(Serializer<K> keys, Serializer<V> values, Map<String, Object> more) {
        Map<String, Object> config = clientSettings();
        config.putIfAbsent(ProducerConfig.ACKS_CONFIG, "all");
        config.putIfAbsent(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        // Just after a topic was created its leader may refuse the first batch and take the second, and then it refuses
        // the
        // first for ever as out of sequence. With one request at a time there is no second.
        config.putIfAbsent(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
        config.putAll(more);
        try {
            return new KafkaProducer<>(config, keys, values);
        } catch (KafkaException e) {
            throw misconfigured(e);
        }
    }

    /** A consumer without a group that sees committed records only. */
    public <K, V> Consumer<K, V> consumer(Deserializer<K> keys, Deserializer<V> values) {
        Map<String, Object> config = clientSettings();
        config.putIfAbsent(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        try {
            return new KafkaConsumer<>(config, keys, values);
        } catch (KafkaException e) {
            throw misconfigured(e);
        }
    }

    /** Kafka wraps what is wrong with an address, a trust store or a password in "Failed to construct". */
    private ClusterUnreachableException misconfigured(KafkaException e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return new ClusterUnreachableException(
                "Can't connect to the Kafka cluster at " + bootstrapServers() + ": "
                        + Refusal.explain(e).orElse(String.valueOf(root.getMessage()))
                        + ". Check --bootstrap-server and the file given with --config.",
                e);
    }

    private Map<String, Object> clientSettings() {
        Map<String, Object> config = new HashMap<>();
        settings.forEach((key, value) -> {
            if (!key.startsWith(MonitorConfig.OWN_PREFIX) && !key.startsWith("schema.registry.")) {
                config.put(key, value);
            }
        });
        return config;
    }
}
