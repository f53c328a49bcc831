package io.tidemark.stream.http.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.schemas.avro.DriftEvent;
import io.tidemark.schemas.avro.FeatureKind;
import io.tidemark.schemas.avro.ModelLineage;
import io.tidemark.schemas.avro.ModelStage;
import io.tidemark.schemas.avro.MonitorSpec;
import io.tidemark.schemas.avro.RetrainJob;
import io.tidemark.schemas.avro.ServingStatus;
import io.tidemark.schemas.avro.Severity;
import io.tidemark.schemas.avro.WindowPerformance;
import io.tidemark.schemas.json.AvroJsonSchema;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The OpenAPI document of the API: what is written by hand, and the schemas of what stands on topics, from the Avro schemas. */
public final class ApiDocument {
    private static final String BY_HAND = "/io/tidemark/stream/http/openapi.yaml";
    private static final List<Schema> RECORDS = List.of(
            DriftEvent.SCHEMA$,
            WindowPerformance.SCHEMA$,
            RetrainJob.SCHEMA$,
            ServingStatus.SCHEMA$,
            MonitorSpec.SCHEMA$,
            ModelLineage.SCHEMA$,
            ModelStage.SCHEMA$,
            Severity.SCHEMA$,
            FeatureKind.SCHEMA$);

    private ApiDocument() {}

    public static ObjectNode read() {
        try (InputStream yaml = ApiDocument.class.getResourceAsStream(BY_HAND)) {
            if (yaml == null) {
                throw new IllegalStateException(BY_HAND + " is not on the class path");
            }
            Object byHand = new Load(LoadSettings.builder().setLabel(BY_HAND).build()).loadFromInputStream(yaml);
            ObjectNode document = new ObjectMapper().valueToTree(byHand);
            addRecords(document);
            return document;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void addRecords(ObjectNode document) {
        AvroJsonSchema schemas = new AvroJsonSchema("#/components/schemas/");
        RECORDS.forEach(schemas::add);
        ObjectNode all = (ObjectNode) document.at("/components/schemas");
        new TreeMap<>(schemas.named()).forEach((name, schema) -> {
            JsonNode before = all.putIfAbsent(name, schema);
            if (before != null) {
                throw new IllegalStateException("two schemas are called " + name);
            }
        });
    }
}
