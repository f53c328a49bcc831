package io.tidemark.stream.http.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.schemas.avro.ModelVersion;
import io.tidemark.schemas.json.AvroJson;
import io.tidemark.stream.view.HeatMap;
import io.tidemark.stream.view.WindowSummary;
import java.util.Collection;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;

/** Pieces of answers that several have in common. */
final class Answers {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private Answers() {}

    static ObjectNode object() {
        return NODES.objectNode();
    }

    static <T> ArrayNode list(Collection<T> all, Function<T, JsonNode> each) {
        ArrayNode array = NODES.arrayNode();
        all.forEach(element -> array.add(each.apply(element)));
        return array;
    }

    static ArrayNode records(Collection<? extends SpecificRecord> all) {
        return list(all, AvroJson::of);
    }

    /** Without its golden predictions, which are questions that somebody asked. */
    static ObjectNode version(ModelVersion version) {
        ObjectNode node = AvroJson.of(version);
        node.remove("golden");
        return node;
    }

    static ArrayNode texts(Collection<String> all) {
        return list(all, NODES::textNode);
    }

    /** JSON has no numbers that are not finite; null in their place. */
    static JsonNode number(double value) {
        return Double.isFinite(value) ? NODES.numberNode(value) : NODES.nullNode();
    }

    /** The word for a character of a {@link HeatMap}. */
    static String severity(char severity) {
        return switch (severity) {
            case HeatMap.INSUFFICIENT -> "INSUFFICIENT";
            case HeatMap.NONE -> "NONE";
            case HeatMap.MINOR -> "MINOR";
            case HeatMap.MAJOR -> "MAJOR";
            default -> "UNKNOWN";
        };
    }

    static ObjectNode window(WindowSummary window) {
        ObjectNode node = object().put("start", window.start().toString())
                .put("end", window.end().toString())
                .put("windows", window.windows())
                .put("rows", window.rows())
                .put("severity", severity(window.severity()));
        window.finding().ifPresent(finding -> node.put("finding", finding));
        return node;
    }
}
