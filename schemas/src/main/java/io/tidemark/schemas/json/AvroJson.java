package io.tidemark.schemas.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * Writes a record as the JSON that a person would: unions without their branch, times as ISO 8601, bytes as Base64, a
 * number that is not finite as null. Field names and order are the schema's.
 */
public final class AvroJson {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private AvroJson() {}

    public static ObjectNode of(SpecificRecord message) {
        ObjectNode node = NODES.objectNode();
        for (Schema.Field field : message.getSchema().getFields()) {
            node.set(field.name(), value(message.get(field.pos())));
        }
        return node;
    }

    private static JsonNode value(@Nullable Object value) {
        return switch (value) {
            case null -> NODES.nullNode();
            case SpecificRecord message -> of(message);
            case Map<?, ?> map -> {
                ObjectNode node = NODES.objectNode();
                map.forEach((key, entry) -> node.set(String.valueOf(key), value(entry)));
                yield node;
            }
            case List<?> list -> {
                ArrayNode node = NODES.arrayNode();
                list.forEach(element -> node.add(value(element)));
                yield node;
            }
            case Double number -> Double.isFinite(number) ? NODES.numberNode(number) : NODES.nullNode();
            case Long number -> NODES.numberNode(number);
            case Integer number -> NODES.numberNode(number);
            case Boolean flag -> NODES.booleanNode(flag);
            case ByteBuffer bytes -> {
                byte[] copy = new byte[bytes.remaining()];
                bytes.duplicate().get(copy);
                yield NODES.binaryNode(copy);
            }
            // Text, enums and times, whose own form is the wanted one.
            default -> NODES.textNode(value.toString());
        };
    }
}
