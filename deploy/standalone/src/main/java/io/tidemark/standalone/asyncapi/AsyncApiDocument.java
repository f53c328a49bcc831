package io.tidemark.standalone.asyncapi;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.schemas.registry.RegistryConfig;
import io.tidemark.schemas.topic.Part;
import io.tidemark.schemas.topic.Topic;
import io.tidemark.standalone.access.PartGrants;
import io.tidemark.standalone.cluster.Cluster;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.avro.Schema;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.Serdes;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/**
 * Tidemark's topics on one cluster as an <a href="https://www.asyncapi.com/docs/reference/specification/v3.1.0">AsyncAPI</a> document: a channel for
 * each topic, an operation for each part that writes or reads it, and what keys and values are. All follows from the topics' catalogue and the cluster's
 * settings; no broker is asked. Credentials are not in it.
 */
public final class AsyncApiDocument {
    private static final String ASYNC_API = "3.1.0";
    private static final String KAFKA_BINDING = "0.5.0";

    /** Of the topics as a whole. Schemas change only so that readers of older ones go on, which is no new version. */
    private static final String VERSION = "1.0.0";

    private static final String AVRO = "application/vnd.apache.avro;version=1.9.0";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final DumpSettings YAML = DumpSettings.builder()
            .setDefaultFlowStyle(FlowStyle.BLOCK)
            .setWidth(10_000)
            .build();

    private final Cluster cluster;
    private final ObjectNode root = JsonNodeFactory.instance.objectNode();

    private AsyncApiDocument(Cluster cluster) {
        this.cluster = cluster;
    }

    /** The document for a cluster, with the names its topics have there. */
    public static ObjectNode of(Cluster cluster) {
        AsyncApiDocument document = new AsyncApiDocument(cluster);
        document.addInfo();
        document.addServers();
        cluster.topics().all().forEach(document::addChannel);
        cluster.topics().all().forEach(document::addOperations);
        cluster.topics().all().forEach(document::addMessage);
        document.addParts();
        return document.root;
    }

    /** The same as YAML. */
    public static String yaml(Cluster cluster) {
        Map<String, Object> tree =
                JSON.convertValue(of(cluster), new TypeReference<LinkedHashMap<String, Object>>() {});
        return new Dump(YAML).dumpToString(tree);
    }

    private void addInfo() {
        root.put("asyncapi", ASYNC_API);
        ObjectNode info = root.putObject("info")
                .put("title", "Tidemark")
                .put("version", VERSION)
                .put(
                        "description",
                        "Topics of Tidemark, a streaming drift monitor for machine-learning models. Values are Avro in the Confluent wire format: byte 0,"
                                + " four bytes of schema id, then the Avro bytes. Consumers have to read committed records only (isolation.level=read_committed)."
                                + " Where two topics are keyed by the inference id, both have to be written by Kafka's default partitioner (murmur2).");
        info.putObject("license")
                .put("name", "Apache-2.0")
                .put("url", "https://www.apache.org/licenses/LICENSE-2.0.txt");
        root.put("defaultContentType", "avro/binary");
    }

    private void addServers() {
        String protocol = cluster.settings().getOrDefault(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, "PLAINTEXT");
        List<String> brokers = Pattern.compile("\\s*,\\s*")
                .splitAsStream(cluster.bootstrapServers().strip())
                .toList();
        for (int i = 0; i < brokers.size(); i++) {
            ObjectNode server = root.withObject("/servers")
                    .putObject("broker-" + (i + 1))
                    .put("host", brokers.get(i))
                    .put("protocol", protocol.endsWith("SSL") ? "kafka-secure" : "kafka");
            bindings(server)
                    .put(
                            "schemaRegistryUrl",
                            RegistryConfig.from(cluster.settings()).address())
                    .put("schemaRegistryVendor", "confluent")
                    .put("bindingVersion", KAFKA_BINDING);
        }
    }

    private void addChannel(Topic<?, ?> topic) {
        ObjectNode channel = root.withObject("/channels")
                .putObject(channelId(topic))
                .put("address", topic.name())
                .put("summary", topic.purpose());
        channel.putObject("messages").set(messageId(topic), reference("/components/messages/" + messageId(topic)));
        ObjectNode kafka = bindings(channel).put("topic", topic.name()).put("partitions", topic.partitions());
        ObjectNode configuration = kafka.putObject("topicConfiguration");
        configuration
                .putArray(TopicConfig.CLEANUP_POLICY_CONFIG)
                .add(topic.cleanup().config());
        config(topic, TopicConfig.RETENTION_MS_CONFIG)
                .ifPresent(ms -> configuration.put(TopicConfig.RETENTION_MS_CONFIG, Long.parseLong(ms)));
        config(topic, TopicConfig.MAX_MESSAGE_BYTES_CONFIG)
                .ifPresent(bytes -> configuration.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Long.parseLong(bytes)));
        config(topic, TopicConfig.COMPRESSION_TYPE_CONFIG)
                .ifPresent(type -> configuration.put(TopicConfig.COMPRESSION_TYPE_CONFIG, type));
        kafka.put("bindingVersion", KAFKA_BINDING);
    }

    private static Optional<String> config(Topic<?, ?> topic, String key) {
        return Optional.ofNullable(topic.configs().get(key));
    }

    private void addOperations(Topic<?, ?> topic) {
        topic.flow().writers().forEach(part -> addOperation(topic, part, "send", "writes"));
        topic.flow().readers().forEach(part -> addOperation(topic, part, "receive", "reads"));
    }

    private void addOperation(Topic<?, ?> topic, Part part, String action, String does) {
        ObjectNode operation = root.withObject("/operations")
                .putObject(part.key() + "-" + does + "-" + channelId(topic))
                .put("action", action)
                .put("summary", part.key() + " (" + part.description() + ") " + does + " " + topic.name());
        operation.set("channel", reference("/channels/" + channelId(topic)));
        operation
                .putArray("messages")
                .add(reference("/channels/" + channelId(topic) + "/messages/" + messageId(topic)));
        operation.putArray("tags").add(reference("/components/tags/" + part.key()));
        if (part == Part.EVENT_CONSUMER) {
            ObjectNode kafka = bindings(operation);
            kafka.putObject("groupId")
                    .put("type", "string")
                    .put("description", "A group of your own; `tidemark acls` lets its name begin like this.")
                    .put(
                            "pattern",
                            "^" + new PartGrants(cluster).consumerGroups().replace(".", "\\."));
            kafka.put("bindingVersion", KAFKA_BINDING);
        }
    }

    private void addMessage(Topic<?, ?> topic) {
        ObjectNode message = root.withObject("/components/messages")
                .putObject(messageId(topic))
                .put("name", topic.schema().map(Schema::getFullName).orElseGet(() -> channelId(topic)))
                .put("summary", topic.schema().map(Schema::getDoc).orElseGet(topic::purpose));
        ObjectNode kafka = bindings(message);
        ObjectNode key = kafka.putObject("key").put("type", "string").put("description", topic.key());
        if (!(topic.keySerde() instanceof Serdes.StringSerde)) {
            key.put("format", "binary");
        }
        topic.schema()
                .ifPresentOrElse(
                        schema -> {
                            message.putObject("payload")
                                    .put("schemaFormat", AVRO)
                                    .set("schema", PlainAvroSchema.of(schema));
                            kafka.put("schemaIdLocation", "payload")
                                    .put("schemaIdPayloadEncoding", "confluent")
                                    .put("schemaLookupStrategy", "TopicNameStrategy");
                        },
                        () -> message.put("contentType", "application/octet-stream")
                                .putObject("payload")
                                .put("type", "string")
                                .put("format", "binary"));
        kafka.put("bindingVersion", KAFKA_BINDING);
    }

    private void addParts() {
        for (Part part : Part.values()) {
            root.withObject("/components/tags")
                    .putObject(part.key())
                    .put("name", part.key())
                    .put("description", part.description());
        }
    }

    /** The same in every installation, unlike the name. */
    private String channelId(Topic<?, ?> topic) {
        return cluster.topics().baseName(topic);
    }

    private String messageId(Topic<?, ?> topic) {
        return topic.schema().map(Schema::getName).orElseGet(() -> channelId(topic));
    }

    private static ObjectNode bindings(ObjectNode owner) {
        return owner.withObject("/bindings/kafka");
    }

    private static ObjectNode reference(String pointer) {
        return JsonNodeFactory.instance.objectNode().put("$ref", "#" + pointer);
    }
}
