package io.tidemark.serving.onnx;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidemark.serving.model.FeatureEncoding;
import io.tidemark.serving.model.FeatureEncodings;
import io.tidemark.serving.model.ModelArtifact;
import io.tidemark.serving.model.ModelOutput;
import io.tidemark.serving.model.RawNumberEncoding;
import io.tidemark.serving.model.RawTextEncoding;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The models that {@code fixtures.py} wrote, with the questions and answers that scikit-learn and numpy gave. */
final class OnnxFixtures {
    static final FeatureEncodings PIPELINE = new FeatureEncodings(List.of(
            new RawNumberEncoding("distance", Double.NaN),
            new RawNumberEncoding("delay", Double.NaN),
            new RawNumberEncoding("hour", 12),
            new RawNumberEncoding("weekend", 0),
            new RawTextEncoding("carrier", "")));

    private OnnxFixtures() {}

    /** @param answer a number, or the probability of each class */
    record Expected(Map<String, @Nullable Object> features, Object answer) {}

    static ModelArtifact pipeline() {
        return artifact(bytes("pipeline"), PIPELINE, "early", "late", "on time");
    }

    static ModelArtifact zipmap() {
        return artifact(bytes("zipmap"), numbers("a", "b", "c"), "0", "1");
    }

    static ModelArtifact matrix() {
        return artifact(bytes("matrix"), numbers("a", "b", "c", "d"), "red", "green", "blue");
    }

    static ModelArtifact binary() {
        return artifact(bytes("binary"), numbers("a", "b"), "no", "yes");
    }

    static ModelArtifact tree() {
        return artifact(bytes("tree"), numbers("a", "b"));
    }

    /** @param labels none for a number */
    static ModelArtifact artifact(byte[] model, FeatureEncodings encodings, String... labels) {
        ModelOutput output =
                labels.length == 0 ? new ModelOutput.Value() : new ModelOutput.Classes(Arrays.asList(labels));
        return new ModelArtifact(output, encodings, OnnxScorer.RUNTIME, model, Map.of());
    }

    static FeatureEncodings numbers(String... features) {
        return new FeatureEncodings(Arrays.stream(features)
                .<FeatureEncoding>map(feature -> new RawNumberEncoding(feature, Double.NaN))
                .toList());
    }

    static byte[] bytes(String name) {
        return resource(name + ".onnx");
    }

    static List<Expected> expected(String name) {
        try {
            List<Expected> all = new ArrayList<>();
            for (JsonNode one :
                    new ObjectMapper().readTree(resource("expected.json")).get(name)) {
                Map<String, @Nullable Object> features = new LinkedHashMap<>();
                one.get("features")
                        .properties()
                        .forEach(entry -> features.put(entry.getKey(), value(entry.getValue())));
                all.add(new Expected(features, answer(one.get("answer"))));
            }
            return all;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Object answer(JsonNode node) {
        if (node.isNumber()) {
            return node.doubleValue();
        }
        Map<String, Double> scores = new LinkedHashMap<>();
        node.properties()
                .forEach(entry -> scores.put(entry.getKey(), entry.getValue().doubleValue()));
        return scores;
    }

    private static @Nullable Object value(JsonNode node) {
        return switch (node.getNodeType()) {
            case NULL -> null;
            case BOOLEAN -> node.booleanValue();
            case STRING -> node.textValue();
            default -> node.isIntegralNumber() ? (Object) node.longValue() : node.doubleValue();
        };
    }

    private static byte[] resource(String name) {
        try (InputStream in = OnnxFixtures.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new AssertionError("no resource " + name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
