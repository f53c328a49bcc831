package io.tidemark.stream.mapping;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.stream.mapping.Field.Fields;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A JSON object. Numbers without fraction and exponent that a long holds are exact, all others are the nearest double. {@code NaN} and
 * {@code Infinity} are numbers, since Python writes them; a key that stands there twice makes the record unreadable, since readers differ in
 * which they take.
 */
final class JsonFields implements Fields {
    private static final int DEEPEST = 100;
    private static final ObjectReader READER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .readerFor(JsonNode.class);

    private final ObjectNode object;

    private JsonFields(ObjectNode object) {
        this.object = object;
    }

    /** @throws UnmappableException if these bytes are no JSON object */
    static Fields read(byte[] value) {
        if (value.length > 0 && value[0] == 0) {
            throw new UnmappableException(
                    IngestOutcome.NOT_JSON,
                    "the value begins with byte 0, as the Confluent wire format does; set format: avro in the spec's source");
        }
        JsonNode node;
        try {
            node = READER.readTree(value);
        } catch (JacksonException e) {
            throw new UnmappableException(
                    IngestOutcome.NOT_JSON, "the value is no JSON: " + e.getOriginalMessage() + placeOf(e));
        } catch (IOException e) {
            throw new UnmappableException(IngestOutcome.NOT_JSON, "the value is no JSON: " + e.getMessage());
        }
        if (!(node instanceof ObjectNode found)) {
            throw new UnmappableException(
                    IngestOutcome.NOT_JSON,
                    "the value is no JSON object but " + (node.isMissingNode() ? "empty" : of(node).words()));
        }
        return new JsonFields(found);
    }

    private static String placeOf(JacksonException e) {
        return e.getLocation() == null ? "" : ", at byte " + e.getLocation().getByteOffset();
    }

    @Override
    public Field field(String name) {
        JsonNode node = object.get(name);
        return node == null ? Missing.MISSING : of(node);
    }

    @Override
    public List<String> names() {
        return object.propertyStream().map(Map.Entry::getKey).toList();
    }

    private static Field of(JsonNode node) {
        return switch (node.getNodeType()) {
            case NULL, MISSING -> Missing.MISSING;
            case BOOLEAN -> new Flag(node.booleanValue());
            case STRING -> new Text(node.textValue());
            case NUMBER -> number(node);
            case OBJECT -> new JsonFields((ObjectNode) node);
            case ARRAY -> array(node);
            case BINARY, POJO -> throw new IllegalStateException("no JSON has a " + node.getNodeType());
        };
    }

    private static Field number(JsonNode node) {
        if (!node.isIntegralNumber()) {
            return Real.of(node.doubleValue());
        }
        return node.canConvertToLong()
                ? new Whole(node.longValue())
                : new Real(node.doubleValue(), node.bigIntegerValue().toString());
    }

    private static Field array(JsonNode node) {
        List<Double> numbers = new ArrayList<>(node.size());
        for (JsonNode element : node) {
            if (!element.isNumber()) {
                return new Other("an array with " + words(element));
            }
            numbers.add(element.doubleValue());
        }
        return new Numbers(numbers);
    }

    private static String words(JsonNode element) {
        return element.isNull()
                ? "null"
                : element.isArray() ? "an array" : of(element).words();
    }
}
