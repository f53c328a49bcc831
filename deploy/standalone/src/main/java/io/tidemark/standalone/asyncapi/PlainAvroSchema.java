package io.tidemark.standalone.asyncapi;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;

/** An Avro schema as JSON, whole, and without what only Java's generated classes need. */
public final class PlainAvroSchema {
    private static final ObjectMapper JSON = new ObjectMapper();

    private PlainAvroSchema() {}

    /** Says the same about bytes as {@code schema}: what is left out are hints for classes of strings. */
    public static JsonNode of(Schema schema) {
        try {
            return plain(JSON.readTree(schema.toString()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Avro wrote a schema that is no JSON", e);
        }
    }

    private static JsonNode plain(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.remove(GenericData.STRING_PROP);
            if (object.size() == 1 && object.path("type").isTextual()) {
                return object.get("type");
            }
            object.properties().forEach(field -> field.setValue(plain(field.getValue())));
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                array.set(i, plain(array.get(i)));
            }
        }
        return node;
    }
}
