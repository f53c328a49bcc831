package io.tidemark.schemas.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** The JSON schemas, of draft 2020-12, of what {@link AvroJson} writes. Records and enums have schemas of their own, by their simple names. */
public final class AvroJsonSchema {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final String root;
    private final Map<String, ObjectNode> named = new LinkedHashMap<>();

    /** @param root where the schemas will stand, such as {@code #/components/schemas/} */
    public AvroJsonSchema(String root) {
        this.root = root;
    }

    /** The schemas of all records and enums that were added, and of those in them, by name. */
    public Map<String, ObjectNode> named() {
        return Map.copyOf(named);
    }

    /** Adds a type; answers the schema of its values. */
    public ObjectNode add(Schema type) {
        return switch (type.getType()) {
            case RECORD -> {
                if (!named.containsKey(type.getName())) {
                    named.put(type.getName(), NODES.objectNode()); // a record may have itself in it
                    named.put(type.getName(), fields(type));
                }
                yield reference(type);
            }
            case ENUM -> {
                ArrayNode symbols = NODES.arrayNode();
                type.getEnumSymbols().forEach(symbols::add);
                ObjectNode values = described(type.getDoc()).put("type", "string");
                values.set("enum", symbols);
                named.put(type.getName(), values);
                yield reference(type);
            }
            case ARRAY -> {
                ObjectNode list = of("array");
                list.set("items", add(type.getElementType()));
                yield list;
            }
            case MAP -> {
                ObjectNode map = of("object");
                map.set("additionalProperties", add(type.getValueType()));
                yield map;
            }
            case UNION -> {
                ObjectNode union = NODES.objectNode();
                ArrayNode branches = union.putArray("anyOf");
                type.getTypes().forEach(branch -> branches.add(add(branch)));
                yield union;
            }
            case INT -> of("integer");
            case LONG ->
                type.getLogicalType() instanceof LogicalTypes.TimestampMillis
                        ? of("string").put("format", "date-time")
                        : of("integer");
            // What is not finite is written as null.
            case FLOAT, DOUBLE -> {
                ObjectNode number = NODES.objectNode();
                number.putArray("type").add("number").add("null");
                yield number;
            }
            case BOOLEAN -> of("boolean");
            case NULL -> of("null");
            case BYTES, FIXED -> of("string").put("contentEncoding", "base64");
            case STRING -> of("string");
        };
    }

    private ObjectNode reference(Schema type) {
        return NODES.objectNode().put("$ref", root + type.getName());
    }

    private ObjectNode fields(Schema type) {
        ObjectNode schema = described(type.getDoc()).put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        ArrayNode required = schema.putArray("required");
        for (Schema.Field field : type.getFields()) {
            ObjectNode property = add(field.schema());
            if (field.doc() != null) {
                property.put("description", field.doc());
            }
            properties.set(field.name(), property);
            required.add(field.name());
        }
        return schema;
    }

    private static ObjectNode described(@Nullable String doc) {
        return doc == null ? NODES.objectNode() : NODES.objectNode().put("description", doc);
    }

    private static ObjectNode of(String type) {
        return NODES.objectNode().put("type", type);
    }
}
