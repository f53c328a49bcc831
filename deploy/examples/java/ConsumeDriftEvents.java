import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Prints drift events, a line each, until it is told to stop (SIGTERM, Ctrl-C).
 *
 * <p>Where it begins again: after the last batch that it has handled, or one before, so an event may come twice.
 */
final class ConsumeDriftEvents {
    private static final String KAFKA = setting("TIDEMARK_KAFKA_BOOTSTRAP_SERVERS", "localhost:9092");
    private static final String REGISTRY = setting("TIDEMARK_SCHEMA_REGISTRY_URL", "http://localhost:8081");
    private static final String PREFIX = setting("TIDEMARK_TOPIC_PREFIX", "tidemark.");
    private static final String TOPIC = PREFIX + "drift-events";
    private static final int REMEMBERED_IDS = 10_000;

    private static volatile boolean stopping;

    private final HttpClient http = HttpClient.newHttpClient();
    private final Map<Integer, Schema> schemas = new HashMap<>();

    /** The last ones. Whoever has to know for certain keeps the ids where the result is kept. */
    private final Map<String, Boolean> handledIds = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > REMEMBERED_IDS;
        }
    };

    public static void main(String[] args) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("bootstrap.servers", KAFKA);
        settings.put("group.id", PREFIX + "consumer.drift-alerts-java");
        settings.put("auto.offset.reset", "earliest");
        settings.put("isolation.level", "read_committed");
        settings.put("enable.auto.commit", false); // but below, after what was read is handled
        settings.put("allow.auto.create.topics", false);
        try (Consumer<String, byte[]> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            Thread main = Thread.currentThread();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                stopping = true;
                join(main);
            }));
            new ConsumeDriftEvents().consume(consumer);
        } catch (KafkaException | IOException | InterruptedException e) {
            System.err.println("Can't read " + TOPIC + " at " + KAFKA + " with the schema registry " + REGISTRY + ": " + e);
            Runtime.getRuntime().halt(1); // exit would wait for the hook, which waits for this thread
        }
    }

    private void consume(Consumer<String, byte[]> consumer) throws IOException, InterruptedException {
        if (consumer.partitionsFor(TOPIC).isEmpty()) {
            throw new KafkaException("there is no such topic");
        }
        consumer.subscribe(List.of(TOPIC));
        while (!stopping) {
            for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(500))) {
                GenericRecord event = decode(record.value());
                if (handledIds.put(event.get("eventId").toString(), true) == null) {
                    handle(event);
                }
            }
            consumer.commitSync();
        }
    }

    private static void handle(GenericRecord event) {
        System.out.println(String.join(
                " ",
                Instant.ofEpochMilli((long) event.get("windowStart")).toString(),
                event.get("state").toString(),
                event.get("severity").toString(),
                event.get("modelId").toString(),
                Objects.requireNonNullElse(event.get("feature"), event.get("kind")).toString(),
                "-",
                event.get("reason").toString()));
    }

    /** The Confluent wire format: byte 0, four bytes of schema id, Avro. Confluent's KafkaAvroDeserializer does the same. */
    private GenericRecord decode(byte[] value) throws IOException, InterruptedException {
        ByteBuffer bytes = ByteBuffer.wrap(value);
        int magic = bytes.get();
        if (magic != 0) {
            throw new IOException("a value begins with " + magic + " instead of 0; who else writes there?");
        }
        Schema schema = schema(bytes.getInt());
        return new GenericDatumReader<GenericRecord>(schema)
                .read(null, DecoderFactory.get().binaryDecoder(value, bytes.position(), bytes.remaining(), null));
    }

    private Schema schema(int id) throws IOException, InterruptedException {
        Schema known = schemas.get(id);
        if (known == null) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(REGISTRY + "/schemas/ids/" + id + "/schema"))
                    .timeout(Duration.ofSeconds(10))
                    .build();
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IOException("the schema registry answers " + answer.body());
            }
            known = new Schema.Parser().parse(answer.body());
            schemas.put(id, known);
        }
        return known;
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String setting(String variable, String otherwise) {
        return Objects.requireNonNullElse(System.getenv(variable), otherwise);
    }
}
