package io.tidemark.serving.onnx;

import io.tidemark.serving.model.ModelFormatException;
import io.tidemark.serving.model.ModelOutput;
import io.tidemark.serving.onnx.OnnxValueInfo.OfMaps;
import io.tidemark.serving.onnx.OnnxValueInfo.OfTensor;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Where a model's answer is: one of its outputs, and how to read it. Beside it there may be an output of predicted classes, which is not asked for. */
sealed interface OutputLayout {

    String output();

    /**
     * A probability for each class, or of two classes that of the last one.
     *
     * @param labels in the order of the probabilities
     */
    record Probabilities(String output, List<String> labels) implements OutputLayout {
        public Probabilities {
            labels = List.copyOf(labels);
        }
    }

    /**
     * A probability for each class by its key in the graph.
     *
     * @param keys the graph's name of each class
     * @param labels the name of each class here, in the order of {@code keys}
     */
    record ProbabilityMap(String output, List<String> keys, List<String> labels) implements OutputLayout {
        public ProbabilityMap {
            keys = List.copyOf(keys);
            labels = List.copyOf(labels);
        }
    }

    /** One number. */
    record Value(String output) implements OutputLayout {}

    /** @throws ModelFormatException where the graph has no such answer, or it is not clear which output it is */
    static OutputLayout of(OnnxGraph graph, ModelOutput output) {
        OnnxValueInfo answer = graph.answer();
        Optional<Long> columns = graph.answerColumns();
        return switch (output) {
            case ModelOutput.Value() -> {
                if (answer instanceof OfMaps
                        || columns.filter(count -> count != 1).isPresent()) {
                    throw unfit(answer, "an answer that is a number is [?, 1]");
                }
                yield new Value(answer.name());
            }
            case ModelOutput.Classes(List<String> labels) -> {
                if (answer instanceof OfMaps) {
                    List<String> keys = graph.labels()
                            .filter(known -> known.size() == labels.size())
                            .orElseThrow(
                                    () -> unfit(
                                            answer,
                                            "its maps are not of the " + labels.size()
                                                    + " classes of the artifact: export the model with the option zipmap=False"));
                    yield new ProbabilityMap(answer.name(), keys, labels);
                }
                columns.ifPresent(count -> {
                    if (count != labels.size() && !(count == 1 && labels.size() == 2)) {
                        throw unfit(
                                answer,
                                "it has " + count + " probabilit" + (count == 1 ? "y" : "ies") + ", for "
                                        + labels.size() + " classes: " + String.join(", ", labels));
                    }
                });
                yield new Probabilities(answer.name(), labels);
            }
        };
    }

    /** The output that holds scores or a number. */
    static OnnxValueInfo find(List<OnnxValueInfo> outputs) {
        List<OnnxValueInfo> answers = outputs.stream()
                .filter(output -> output instanceof OfMaps
                        || (output instanceof OfTensor tensor && tensor.type().isFloating()))
                .toList();
        int others = outputs.size() - answers.size();
        boolean areLabels = outputs.stream()
                .allMatch(output -> output instanceof OfMaps
                        || (output instanceof OfTensor tensor && tensor.type() != ElementType.OTHER));
        if (answers.size() != 1 || others > 1 || !areLabels) {
            throw new ModelFormatException("ONNX model, at its outputs "
                    + outputs.stream()
                            .map(output -> "'" + output.name() + "', " + output.description())
                            .collect(Collectors.joining(" and "))
                    + ": it is not clear which is the answer: export the model with one output of probabilities or numbers,"
                    + " float or double, and at most one of predicted classes");
        }
        OnnxValueInfo answer = answers.getFirst();
        if (answer instanceof OfTensor tensor
                && tensor.shape().isPresent()
                && (tensor.shape().get().size() > 2 || !tensor.hasRows())) {
            throw unfit(answer, "an answer is [?, classes] or [?, 1], with one row for each question");
        }
        return answer;
    }

    private static ModelFormatException unfit(OnnxValueInfo output, String why) {
        return new ModelFormatException(
                "ONNX model, at output '" + output.name() + "', " + output.description() + ": " + why);
    }
}
