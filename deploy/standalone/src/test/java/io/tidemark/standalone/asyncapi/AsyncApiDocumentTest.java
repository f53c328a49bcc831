package io.tidemark.standalone.asyncapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.tidemark.schemas.access.TopicRights;
import io.tidemark.schemas.topic.Part;
import io.tidemark.schemas.topic.Topic;
import io.tidemark.standalone.cli.CliRun;
import io.tidemark.standalone.cluster.Cluster;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.avro.SchemaNormalization;
import org.apache.kafka.common.acl.AclOperation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Valid by AsyncAPI's own schema, and true to the catalogue that rights and topics are made from. */
class AsyncApiDocumentTest {
    private static final Path DOCS = Path.of("../../docs");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Cluster STAGING = new Cluster(Map.of(
            "bootstrap.servers",
            "kafka-1:9093, kafka-2:9093",
            "security.protocol",
            "SASL_SSL",
            "schema.registry.url",
            "https://user:secret@registry:8081",
            "tidemark.topic.prefix",
            "staging."));

    @Test
    void shouldMatchTheDocument() throws IOException {
        GoldenFile.assertThatFileIs(
                DOCS.resolve("asyncapi.yaml"),
                AsyncApiDocument.yaml(new Cluster(Map.of())),
                AsyncApiDocumentTest.class);
    }

    @Test
    void shouldBeValid() throws IOException {
        assertThat(violations(AsyncApiDocument.of(STAGING))).isEmpty();
    }

    /** So that the test above can fail. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/channels/drift-events/bindings/kafka/partitions",
                "/operations/event-consumer-reads-drift-events/action",
                "/components/messages/DriftEvent/payload/schema/type"
            })
    void shouldNotBeValidWithAnotherValue(String pointer) throws IOException {
        JsonNode document = AsyncApiDocument.of(STAGING);
        int slash = pointer.lastIndexOf('/');
        document.withObject(pointer.substring(0, slash)).put(pointer.substring(slash + 1), "nonsense");

        assertThat(violations(document)).isNotEmpty();
    }

    private static List<Error> violations(JsonNode document) throws IOException {
        try (InputStream in =
                Objects.requireNonNull(AsyncApiDocumentTest.class.getResourceAsStream("/asyncapi/3.1.0.json"))) {
            Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
                    .getSchema(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            return schema.validate(document.toString(), InputFormat.JSON);
        }
    }

    @Test
    void shouldPointToWhatIsThere() {
        JsonNode document = AsyncApiDocument.of(STAGING);

        assertThat(document.findValuesAsText("$ref"))
                .hasSizeGreaterThan(100)
                .allSatisfy(reference -> assertThat(
                                document.at(reference.substring(1)).isMissingNode())
                        .as(reference)
                        .isFalse());
    }

    @Test
    void shouldDescribeATopicAsItIsCreated() {
        JsonNode channel = AsyncApiDocument.of(STAGING).at("/channels/inference-logs");

        assertThat(channel.at("/address").asText()).isEqualTo("staging.inference-logs");
        assertThat(channel.at("/bindings/kafka/partitions").asInt()).isEqualTo(4);
        assertThat(channel.at("/bindings/kafka/topicConfiguration/retention.ms").asLong())
                .isEqualTo(7 * 24 * 60 * 60 * 1000L);
        assertThat(AsyncApiDocument.of(STAGING)
                        .at("/components/messages/DriftEvent/bindings/kafka/key/description")
                        .asText())
                .isEqualTo("model");
    }

    /** What a part sends and receives is what its login may write and read. */
    @ParameterizedTest
    @EnumSource(Part.class)
    void shouldLetPartsDoWhatTheirRightsAllow(Part part) {
        JsonNode document = AsyncApiDocument.of(STAGING);
        for (Topic<?, ?> topic : STAGING.topics().all()) {
            Set<AclOperation> described = EnumSet.noneOf(AclOperation.class);
            for (JsonNode operation : document.at("/operations")) {
                if (operation.at("/tags/0/$ref").asText().endsWith("/" + part.key())
                        && document.at(operation.at("/channel/$ref").asText().substring(1) + "/address")
                                .asText()
                                .equals(topic.name())) {
                    described.add(
                            operation.at("/action").asText().equals("send") ? AclOperation.WRITE : AclOperation.READ);
                }
            }
            assertThat(described).as(topic.name()).isEqualTo(TopicRights.needed(topic, part));
        }
    }

    @Test
    void shouldHoldTheSchemasThatValuesAreWrittenWith() {
        JsonNode document = AsyncApiDocument.of(STAGING);
        List<String> checked = new ArrayList<>();
        for (Topic<?, ?> topic : STAGING.topics().all()) {
            topic.schema().ifPresent(schema -> {
                JsonNode described = document.at("/components/messages/" + schema.getName() + "/payload/schema");
                assertThat(SchemaNormalization.toParsingForm(
                                new org.apache.avro.Schema.Parser().parse(described.toString())))
                        .isEqualTo(SchemaNormalization.toParsingForm(schema));
                assertThat(described.toString()).doesNotContain("avro.java");
                checked.add(topic.name());
            });
        }
        assertThat(checked).hasSize(12);
    }

    @Test
    void shouldNameBrokersAndRegistryWithoutCredentials() {
        JsonNode servers = AsyncApiDocument.of(STAGING).at("/servers");

        assertThat(servers.findValuesAsText("host")).containsExactly("kafka-1:9093", "kafka-2:9093");
        assertThat(servers.findValuesAsText("protocol")).containsOnly("kafka-secure");
        assertThat(servers.findValuesAsText("schemaRegistryUrl")).containsOnly("https://registry:8081");
    }

    @Test
    void shouldPrintTheSameAsYamlAndJson() throws IOException {
        String[] json = {"topics", "asyncapi", "--prefix", "staging.", "-b", "kafka:9092", "--json"};
        String[] yaml = {"topics", "asyncapi", "--prefix", "staging.", "-b", "kafka:9092"};
        CliRun printed = CliRun.of(json);

        Object tree = new Load(LoadSettings.builder().build())
                .loadFromString(CliRun.of(yaml).out());
        assertThat(JSON.<JsonNode>valueToTree(tree)).isEqualTo(JSON.readTree(printed.out()));
        assertThat(printed.out()).contains("\"staging.drift-events\"", "\"kafka:9092\"", "^staging\\\\.consumer\\\\.");
        assertThat(printed.exitCode()).isZero();
    }
}
