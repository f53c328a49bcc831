import io.tidemark.schemas.avro.GroundTruth;
import io.tidemark.schemas.registry.RegistryConfig;
import io.tidemark.schemas.registry.SchemaRegistry;
import io.tidemark.schemas.topic.Topic;
import io.tidemark.schemas.topic.TopicCatalogue;
import io.tidemark.serving.log.Inference;
import io.tidemark.serving.log.InferenceLogger;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;

/** Logs what a model answered, and later what turned out to be true, to Tidemark, by Tidemark's library for scoring applications. */
final class LogInferences {
    private static final String KAFKA = setting("TIDEMARK_KAFKA_BOOTSTRAP_SERVERS", "localhost:9092");
    private static final String REGISTRY = setting("TIDEMARK_SCHEMA_REGISTRY_URL", "http://localhost:8081");
    private static final String PREFIX = setting("TIDEMARK_TOPIC_PREFIX", "tidemark.");

    /** Those of Kafka's producer, of the registry's client and of the library. */
    private static Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>();
        settings.put("bootstrap.servers", KAFKA);
        settings.put("schema.registry.url", REGISTRY);
        settings.put("tidemark.topic.prefix", PREFIX);
        settings.put("delivery.timeout.ms", "30000");
        settings.put("request.timeout.ms", "10000");
        return settings;
    }

    public static void main(String[] args) throws InterruptedException {
        String inferenceId = UUID.randomUUID().toString();
        try (InferenceLogger log = InferenceLogger.connect(settings())) {
            log.log(inference(inferenceId)); // never waits and never throws
            log.close(Duration.ofSeconds(10));
            if (log.counts().written() != 1) {
                throw new KafkaException("the inference is lost: " + log.counts());
            }
            // Once it is known, which may be days later and in another program:
            write(truth(inferenceId));
            System.out.println("logged " + inferenceId);
        } catch (KafkaException | ExecutionException e) {
            System.err.println("Can't log to " + KAFKA + " with the schema registry " + REGISTRY + ": " + e);
            System.exit(1);
        }
    }

    private static Inference inference(String id) {
        Map<String, Object> features = new HashMap<>();
        features.put("distance", 733.0);
        features.put("origin", "ORD");
        features.put("weekend", false);
        features.put("wind", null);
        return Inference.of("late-java", "1", id)
                .features(features)
                .label("late")
                .score(0.83)
                .tags(Map.of("region", "midwest"))
                .latency(Duration.ofNanos(350_000))
                .build();
    }

    private static GroundTruth truth(String inferenceId) {
        return GroundTruth.newBuilder()
                .setInferenceId(inferenceId)
                .setModelId("late-java")
                .setEventTime(Instant.now())
                .setLabel("punctual")
                .build();
    }

    /** An application that writes many keeps registry and producer open. */
    private static void write(GroundTruth truth) throws InterruptedException, ExecutionException {
        Topic<String, GroundTruth> topic = new TopicCatalogue(PREFIX).groundTruth();
        try (SchemaRegistry registry = SchemaRegistry.connect(RegistryConfig.from(settings()));
                Producer<String, GroundTruth> producer = new KafkaProducer<>(
                        Map.copyOf(settings()),
                        topic.keySerde().serializer(),
                        topic.valueSerde(registry).serializer())) {
            producer.send(new ProducerRecord<>(topic.name(), truth.getInferenceId(), truth)).get();
        }
    }

    private static String setting(String variable, String otherwise) {
        return Objects.requireNonNullElse(System.getenv(variable), otherwise);
    }
}
