package io.tidemark.serving.swap;

import io.tidemark.schemas.avro.ServingStatus;
import io.tidemark.schemas.registry.SchemaRegistry;
import io.tidemark.schemas.topic.TopicCatalogue;
import io.tidemark.serving.artifact.ArtifactFetcher;
import io.tidemark.serving.config.ClientSettings;
import io.tidemark.serving.log.InferenceLogger;
import io.tidemark.serving.model.ScorerLoader;
import io.tidemark.serving.runtime.ModelRuntimes;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/**
 * A model that answers with the version that is in production now, and swaps to another without dropping a request.
 *
 * <pre>{@code
 * InferenceLogger log = InferenceLogger.connect(properties); // bootstrap.servers and schema.registry.url
 * HotSwapModel model = HotSwapModel.of("flights").logTo(log).follow(properties);
 * model.awaitReady(Duration.ofMinutes(1));
 * Answer answer = model.score(requestId, Map.of("distance", 733.0, "origin", "ORD"));
 * model.close(); log.close(); // when the application stops
 * }</pre>
 *
 * <p>Threads of its own follow {@code model-versions}, fetch versions that are to be served, check their hash and their golden predictions, and load them beside
 * the one that answers. Then one reference changes. {@link #score} reads that reference once, so every answer is of one version, and takes no lock; what its
 * runtime does is the runtime's matter. A version that can't be had or is not what it should be is refused: the champion goes on answering, and
 * {@code serving-status} says why.
 *
 * <p>Kafka and the registry may be away for any time: it goes on with what it has. With {@code tidemark.serving.cache.dir} it also starts without them.
 * Any number of threads may ask at once.
 */
public final class HotSwapModel implements AutoCloseable {
    /** For threads to end; the status takes two seconds of it where Kafka is away. */
    private static final Duration CLOSE = Duration.ofSeconds(3);

    private final VersionKeeper keeper;
    private final AnswerLog log;
    private final ShadowScorer shadows;
    private final VersionFollower follower;
    private final VersionLoader loader;
    private final StatusReporter reporter;
    private final SchemaRegistry registry;
    private final List<Thread> threads;
    private boolean closed;

    private HotSwapModel(Builder builder, ServingConfig config) {
        String modelId = builder.modelId;
        String instance = config.instance().orElseGet(HotSwapModel::instanceName);
        TopicCatalogue topics = config.topics();
        keeper = new VersionKeeper(modelId, Clock.systemUTC(), System::nanoTime);
        log = new AnswerLog(builder.logger);
        shadows = new ShadowScorer(config.shadowQueue(), log);
        registry = SchemaRegistry.connect(config.registry());
        follower = new VersionFollower(
                modelId,
                topics.modelVersions(),
                topics.modelVersions().valueSerde(registry).deserializer(),
                consumer(config.versionConsumer(modelId + "-" + instance + "-versions")),
                keeper);
        loader = new VersionLoader(
                modelId,
                keeper,
                new ArtifactFetcher(
                        consumer(config.artifactConsumer(modelId + "-" + instance + "-artifacts")),
                        topics.modelArtifacts().name(),
                        config.fetchTimeout()),
                new VersionVerifier(builder.runtimes),
                config.cacheDirectory().map(root -> new VersionCache(root, modelId)));
        reporter = new StatusReporter(
                modelId,
                instance,
                topics.servingStatus(),
                topics.servingStatus().valueSerde(registry).serializer(),
                producer(config.producer(modelId + "-" + instance)),
                keeper,
                config.statusInterval(),
                Clock.systemUTC());
        threads = Stream.of(follower, loader, reporter, shadows)
                .map(task -> Thread.ofPlatform()
                        .daemon()
                        .name("tidemark-" + task.getClass().getSimpleName() + "-" + modelId)
                        .start(task))
                .toList();
    }

    private static Supplier<Consumer<String, byte[]>> consumer(Map<String, Object> config) {
        return () -> new KafkaConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer());
    }

    private static Supplier<Producer<String, byte[]>> producer(Map<String, Object> config) {
        return () -> new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer());
    }

    private static String instanceName() {
        String host;
        try {
            host = InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            host = "unknown-host";
        }
        String random = UUID.randomUUID().toString().substring(0, 8);
        return host + "-" + ProcessHandle.current().pid() + "-" + random;
    }

    /** Begins a model; {@link Builder#follow(Map)} makes it. */
    public static Builder of(String modelId) {
        return new Builder(modelId);
    }

    /** Follows a model whose answers nobody logs. */
    public static HotSwapModel follow(String modelId, Properties settings) {
        return of(modelId).follow(settings);
    }

    /**
     * Waits until a version answers.
     *
     * @throws ModelNotReadyException if none does when the time is over, or the thread is interrupted; the message says what is waited for
     */
    public void awaitReady(Duration timeout) {
        try {
            if (keeper.awaitLineup(timeout)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new ModelNotReadyException(keeper.whyNotReady());
    }

    public boolean isReady() {
        return keeper.lineup().isPresent();
    }

    /** The version that answers what no canary does; empty before the first is ready. */
    public Optional<String> version() {
        return keeper.lineup().map(lineup -> lineup.champion().version());
    }

    /** As {@link #score(String, Map, Map)}, without tags. */
    public Answer score(String inferenceId, Map<String, ? extends @Nullable Object> features) {
        return score(inferenceId, features, Map.of());
    }

    /**
     * Asks the champion, or for its share of the inferences the canary, and logs the answer where there is a logger. Shadows are asked later on another thread.
     *
     * @param inferenceId unique for every request; the ground truth that comes later names the same id, and it decides whether a canary answers
     * @param features values by name; null stands for missing
     * @param tags for the log: facts about the request that are not features
     * @throws ModelNotReadyException if no version is ready yet
     * @throws RuntimeException what the champion's runtime fails with
     */
    public Answer score(
            String inferenceId, Map<String, ? extends @Nullable Object> features, Map<String, String> tags) {
        return score(inferenceId, features, tags, Instant.now());
    }

    /**
     * As {@link #score(String, Map, Map)}, for a request of another time than now: one that waited, or is played again.
     *
     * @param at when the request was made, for the log: it decides the window that the answer counts in
     */
    public Answer score(
            String inferenceId,
            Map<String, ? extends @Nullable Object> features,
            Map<String, String> tags,
            Instant at) {
        Lineup lineup = keeper.lineup().orElseThrow(() -> new ModelNotReadyException(keeper.whyNotReady()));
        Request request = new Request(inferenceId, at, features, tags);
        Lineup.Answered answered = lineup.answer(request);
        log.log(answered.answer(), request, answered.by().record().getPositive());
        shadows.ask(lineup.shadows(), request);
        return answered.answer();
    }

    /** What this instance serves, as it stands in {@code serving-status}: also for an application's own metrics. */
    public ServingStatus status() {
        return reporter.status();
    }

    /** Requests that wait to be asked in the shadow, or are being asked: how far shadows are behind. */
    public int pendingShadowRequests() {
        return shadows.pending();
    }

    /** Records of the model's versions that could not be decoded and were skipped. */
    public long unreadableRecords() {
        return follower.unreadable();
    }

    /**
     * Stops following and takes the instance's status away, within three seconds. Requests that still come are answered by the version that answered last. The
     * logger is not closed.
     */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        follower.stop();
        loader.stop();
        reporter.stop();
        shadows.stop();
        keeper.close();
        boolean interrupted = awaitEnd(CLOSE);
        threads.forEach(Thread::interrupt); // where one hangs in a call of the registry or of a runtime
        registry.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean awaitEnd(Duration timeout) {
        long end = System.nanoTime() + timeout.toNanos();
        try {
            for (Thread thread : threads) {
                boolean _ = thread.join(Duration.ofNanos(Math.max(end - System.nanoTime(), 1)));
            }
            return false;
        } catch (InterruptedException e) {
            return true;
        }
    }

    /** What may be chosen about a model before it is followed. */
    public static final class Builder {
        private final String modelId;
        private final Map<String, ScorerLoader> runtimes = new HashMap<>();
        private Optional<InferenceLogger> logger = Optional.empty();

        private Builder(String modelId) {
            if (modelId.isBlank()) {
                throw new IllegalArgumentException("the name of the model is empty");
            }
            this.modelId = modelId;
            runtimes.putAll(ModelRuntimes.all());
        }

        /** Logs every answer under the version that gave it, those of canaries and shadows included. The logger stays the caller's. */
        public Builder logTo(InferenceLogger newLogger) {
            logger = Optional.of(newLogger);
            return this;
        }

        /** Another runtime than Tribuo and ONNX Runtime, or another way to load for these: artifacts that name it are loaded by this. */
        public Builder runtime(String name, ScorerLoader loader) {
            runtimes.put(name, loader);
            return this;
        }

        /**
         * Begins to follow. Returns at once; {@link HotSwapModel#awaitReady} waits.
         *
         * @param settings {@code bootstrap.servers}, {@code schema.registry.url}, any other settings of Kafka's clients (SASL, TLS) and of the
         *     registry's, and {@code tidemark.*}: those of the inference logger may be among them
         * @throws org.apache.kafka.common.config.ConfigException if a setting is missing or wrong; the message says which
         */
        public HotSwapModel follow(Map<String, ?> settings) {
            return new HotSwapModel(this, new ServingConfig(settings));
        }

        /** As {@link #follow(Map)}, with the defaults of the properties. */
        public HotSwapModel follow(Properties settings) {
            return follow(ClientSettings.toMap(settings));
        }
    }
}
