package io.tidemark.serving.onnx;

import ai.onnxruntime.OnnxMap;
import ai.onnxruntime.OnnxSequence;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtException;
import io.tidemark.serving.Scored;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes an answer of what a model gave; what is none is an {@link IllegalStateException}. */
final class OutputReader {
    /** By how much single-precision probabilities may miss a sum of 1. */
    private static final double SUM_TOLERANCE = 1e-3;

    private static final double TOLERANCE = 1e-5;

    private OutputReader() {}

    static Scored read(OutputLayout layout, OnnxValue given) throws OrtException {
        return switch (layout) {
            case OutputLayout.Value(String output) -> {
                double[] values = numbers(output, given);
                if (values.length != 1 || !Double.isFinite(values[0])) {
                    throw new IllegalStateException(
                            "the model answers " + Arrays.toString(values) + ", which is no finite number");
                }
                yield new Scored.OfNumber(values[0]);
            }
            case OutputLayout.Probabilities(String output, List<String> labels) ->
                scored(labels, both(numbers(output, given), labels));
            case OutputLayout.ProbabilityMap(String output, List<String> keys, List<String> labels) ->
                scored(labels, mapped(output, given, keys));
        };
    }

    private static double[] numbers(String output, OnnxValue given) throws OrtException {
        if (!(given instanceof OnnxTensor tensor)) {
            throw new IllegalStateException("the model's output '" + output + "' is no tensor");
        }
        return switch (tensor.getInfo().type) {
            case FLOAT -> {
                FloatBuffer values = tensor.getFloatBuffer();
                double[] numbers = new double[values.remaining()];
                Arrays.setAll(numbers, values::get);
                yield numbers;
            }
            case DOUBLE -> {
                DoubleBuffer values = tensor.getDoubleBuffer();
                double[] numbers = new double[values.remaining()];
                values.get(numbers);
                yield numbers;
            }
            default ->
                throw new IllegalStateException("the model's output '" + output + "' is a tensor of "
                        + tensor.getInfo().type + ", not of float or double");
        };
    }

    /** A single probability is that of the second of two classes. */
    private static double[] both(double[] values, List<String> labels) {
        return values.length == 1 && labels.size() == 2 ? new double[] {1 - values[0], values[0]} : values;
    }

    private static double[] mapped(String output, OnnxValue given, List<String> keys) throws OrtException {
        if (!(given instanceof OnnxSequence sequence)) {
            throw new IllegalStateException("the model's output '" + output + "' is no sequence");
        }
        List<? extends OnnxValue> maps = sequence.getValue();
        try {
            if (maps.size() != 1 || !(maps.getFirst() instanceof OnnxMap map)) {
                throw new IllegalStateException(
                        "the model's output '" + output + "' has " + maps.size() + " maps for one question");
            }
            Map<String, Object> byKey = new HashMap<>();
            map.getValue().forEach((key, score) -> byKey.put(String.valueOf(key), score));
            double[] scores = new double[keys.size()];
            for (int i = 0; i < scores.length; i++) {
                scores[i] = byKey.get(keys.get(i)) instanceof Number score ? score.doubleValue() : Double.NaN;
            }
            return scores;
        } finally {
            OnnxValue.close(maps);
        }
    }

    private static Scored scored(List<String> labels, double[] values) {
        double sum = 0;
        boolean areShares = values.length == labels.size();
        for (double value : values) {
            sum += value;
            areShares &= value >= -TOLERANCE && value <= 1 + TOLERANCE;
        }
        if (!areShares || !(Math.abs(sum - 1) <= SUM_TOLERANCE)) {
            throw new IllegalStateException("the model answers " + Arrays.toString(values)
                    + ", which are no probabilities of " + labels.size() + " classes: they are 0 to 1 and add up to 1");
        }
        Map<String, Double> scores = LinkedHashMap.newLinkedHashMap(values.length);
        int best = 0;
        for (int i = 0; i < values.length; i++) {
            scores.put(labels.get(i), Math.clamp(values[i], 0, 1));
            if (values[i] > values[best]) {
                best = i;
            }
        }
        return new Scored.OfClass(labels.get(best), scores);
    }
}
