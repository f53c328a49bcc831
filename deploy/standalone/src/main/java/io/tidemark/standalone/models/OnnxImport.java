package io.tidemark.standalone.models;

import io.tidemark.serving.model.FeatureEncoding;
import io.tidemark.serving.model.FeatureEncodings;
import io.tidemark.serving.model.ModelArtifact;
import io.tidemark.serving.model.ModelOutput;
import io.tidemark.serving.model.RawNumberEncoding;
import io.tidemark.serving.model.RawTextEncoding;
import io.tidemark.serving.onnx.ElementType;
import io.tidemark.serving.onnx.OnnxGraph;
import io.tidemark.serving.onnx.OnnxScorer;
import io.tidemark.serving.onnx.OnnxValueInfo;
import io.tidemark.serving.onnx.OnnxValueInfo.OfTensor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Makes an artifact of an ONNX model: what its graph says of itself is taken from it, and only the rest has to be said. */
final class OnnxImport {
    private final OnnxGraph graph;
    private final ImportChoices choices;
    private final List<String> notes = new ArrayList<>();

    private OnnxImport(OnnxGraph graph, ImportChoices choices) {
        this.graph = graph;
        this.choices = choices;
    }

    static ImportedModel read(byte[] bytes, ImportChoices choices) {
        OnnxGraph graph = OnnxGraph.read(bytes);
        return new OnnxImport(graph, choices).model(bytes);
    }

    private ImportedModel model(byte[] bytes) {
        ModelOutput output = output();
        List<String> labels = output instanceof ModelOutput.Classes(List<String> known) ? known : List.of();
        Optional<String> positive = choices.positiveOf(labels, notes);
        SortedMap<String, String> origin = origin();
        return new ImportedModel(
                new ModelArtifact(output, encodings(), OnnxScorer.RUNTIME, bytes, origin), origin, positive, notes);
    }

    private SortedMap<String, String> origin() {
        SortedMap<String, String> origin = new TreeMap<>(Map.of("format", "onnx"));
        if (!graph.producer().isEmpty()) {
            origin.put("producer", graph.producer());
        }
        origin.put(
                "opsets",
                graph.opsets().entrySet().stream()
                        .map(opset -> opset.getKey() + " " + opset.getValue())
                        .collect(Collectors.joining(", ")));
        return origin;
    }

    private ModelOutput output() {
        if (choices.regression()) {
            return new ModelOutput.Value();
        }
        List<String> labels = labels();
        if (graph.answerColumns().filter(count -> count == 1).isPresent() && labels.size() == 2) {
            labels = withPositiveLast(labels);
        }
        try {
            return new ModelOutput.Classes(labels);
        } catch (IllegalArgumentException e) {
            throw new ImportException("The classes can't be these: " + e.getMessage() + ".", e);
        }
    }

    private List<String> labels() {
        Optional<Long> count = graph.answerColumns();
        Optional<List<String>> own = graph.labels()
                .filter(known ->
                        count.isEmpty() || count.get() == known.size() || (count.get() == 1 && known.size() == 2));
        if (choices.classes().isEmpty()) {
            return own.orElseThrow(
                    () -> count.filter(one -> one == 1).isPresent()
                            ? new ImportException(
                                    "The model answers with one number, and its file does not say what it is:"
                                            + " add --regression, or --classes NO,YES --positive YES where it is the probability of one.")
                            : new ImportException(
                                    "The model answers with "
                                            + count.map(many -> many + " ").orElse("")
                                            + "probabilities, and its file does not name the classes: add --classes in the order of the probabilities."));
        }
        List<String> given = choices.classes().get();
        int expected = own.map(List::size)
                .orElseGet(() ->
                        count.map(many -> many == 1 ? 2 : Math.toIntExact(many)).orElse(given.size()));
        if (given.size() != expected) {
            throw new ImportException("--classes names " + given.size() + " classes, " + String.join(", ", given)
                    + ", but the model has " + expected
                    + own.map(known -> ": " + String.join(", ", known) + ".").orElse("."));
        }
        return own.map(known -> named(known, given)).orElse(given);
    }

    /** Classes that the graph names, and a person names otherwise: as 0 and 1 are on time and late. */
    private List<String> named(List<String> own, List<String> given) {
        if (new HashSet<>(own).equals(new HashSet<>(given))) {
            return own;
        }
        if (given.stream().anyMatch(own::contains)) {
            throw new ImportException("--classes is " + String.join(", ", given) + ", the model's own names are "
                    + String.join(", ", own) + ": use all of them, or other names for all, in this order.");
        }
        List<String> pairs = new ArrayList<>();
        for (int i = 0; i < own.size(); i++) {
            pairs.add(own.get(i) + " is " + given.get(i));
        }
        notes.add("Of the model's own classes " + String.join(", ", pairs) + ".");
        return given;
    }

    /** A single probability is that of the last class. */
    private List<String> withPositiveLast(List<String> labels) {
        String positive = choices.positiveOf(labels, new ArrayList<>())
                .orElseThrow(() -> new ImportException("The model answers with the probability of one class of two, "
                        + String.join(", ", labels) + ": say of which with --positive."));
        return labels.getFirst().equals(positive) ? labels.reversed() : labels;
    }

    private FeatureEncodings encodings() {
        OnnxValueInfo first = graph.inputs().getFirst();
        boolean isOneTensor = graph.inputs().size() == 1
                && first instanceof OfTensor tensor
                && tensor.type().isFloating()
                && !(tensor.shape().filter(shape -> shape.getLast() == 1).isPresent()
                        && choices.inputs().isEmpty());
        List<FeatureEncoding> encodings = isOneTensor ? columns(first) : named();
        try {
            return new FeatureEncodings(encodings);
        } catch (IllegalArgumentException e) {
            throw new ImportException("The inputs can't be these: " + e.getMessage() + ".", e);
        }
    }

    private List<FeatureEncoding> columns(OnnxValueInfo input) {
        return choices
                .inputs()
                .orElseThrow(
                        () -> new ImportException("The model takes its features in one tensor, " + input.description()
                                + ": say which they are with --inputs, in the order in which it was trained on them."))
                .stream()
                .map(InputColumn::encoding)
                .toList();
    }

    /** An input for each feature. A person may say what stands for a missing value. */
    private List<FeatureEncoding> named() {
        Map<String, InputColumn> said = new LinkedHashMap<>();
        choices.inputs().orElse(List.of()).forEach(column -> said.put(column.feature(), column));
        List<FeatureEncoding> encodings = new ArrayList<>();
        for (OnnxValueInfo input : graph.inputs()) {
            InputColumn column = said.remove(input.name());
            encodings.add(encoding(input, Optional.ofNullable(column)));
        }
        if (!said.isEmpty()) {
            throw new ImportException("The model has no input " + String.join(", ", said.keySet()) + ", its inputs are "
                    + graph.inputs().stream().map(OnnxValueInfo::name).collect(Collectors.joining(", ")) + ".");
        }
        return encodings;
    }

    private FeatureEncoding encoding(OnnxValueInfo input, Optional<InputColumn> said) {
        if (said.filter(InputColumn::isOfCategories).isPresent()) {
            throw new ImportException("The model has an input for " + input.name()
                    + " that takes the value as it is: remove its categories and codes.");
        }
        ElementType type = input instanceof OfTensor tensor ? tensor.type() : ElementType.OTHER;
        if (type == ElementType.STRING) {
            return new RawTextEncoding(
                    input.name(), said.flatMap(InputColumn::missingText).orElse(""));
        }
        Optional<Double> missing = said.flatMap(InputColumn::missingNumber);
        if (missing.isEmpty() && !type.isFloating()) {
            notes.add("The input " + input.name() + " takes " + type + ", which can't be missing: it is given "
                    + (type == ElementType.BOOL ? "false" : "0")
                    + " instead, or what --inputs says is to stand for missing values.");
        }
        return new RawNumberEncoding(input.name(), missing.orElse(type.isFloating() ? Double.NaN : 0));
    }
}
