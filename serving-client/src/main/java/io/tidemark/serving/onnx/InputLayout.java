package io.tidemark.serving.onnx;

import io.tidemark.serving.model.FeatureEncoding;
import io.tidemark.serving.model.FeatureEncodings;
import io.tidemark.serving.model.ModelFormatException;
import io.tidemark.serving.model.RawNumberEncoding;
import io.tidemark.serving.model.RawTextEncoding;
import io.tidemark.serving.onnx.OnnxValueInfo.OfTensor;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Where the features of a question go: into one tensor of all columns, or each into an input of its own. */
sealed interface InputLayout {

    /**
     * One tensor with a row of all columns.
     *
     * @param type float or double
     */
    record OneTensor(String input, ElementType type, FeatureEncodings encodings) implements InputLayout {}

    /** One input for each feature, each with a row of one value. */
    record Named(List<Input> inputs) implements InputLayout {
        public Named {
            inputs = List.copyOf(inputs);
        }
    }

    /** An input of a {@link Named} layout, which has the name of its feature. */
    sealed interface Input {
        String name();
    }

    record NumberInput(ElementType type, RawNumberEncoding encoding) implements Input {
        @Override
        public String name() {
            return encoding.feature();
        }
    }

    record TextInput(RawTextEncoding encoding) implements Input {
        @Override
        public String name() {
            return encoding.feature();
        }
    }

    /** @throws ModelFormatException where these features can't be given to this graph */
    static InputLayout of(OnnxGraph graph, FeatureEncodings encodings) {
        List<OfTensor> tensors = new ArrayList<>();
        for (OnnxValueInfo input : graph.inputs()) {
            if (!(input instanceof OfTensor tensor) || tensor.type() == ElementType.OTHER || !tensor.hasRows()) {
                throw unfit(
                        input,
                        "inputs are tensors of float, double, int32, int64, bool or string with one row for each question");
            }
            tensors.add(tensor);
        }
        OfTensor first = tensors.getFirst();
        return tensors.size() == 1 && first.type().isFloating() ? one(first, encodings) : named(tensors, encodings);
    }

    private static InputLayout one(OfTensor input, FeatureEncodings encodings) {
        List<Long> shape = input.shape().orElseThrow();
        int columns = encodings.columns().size();
        if (shape.size() != 2) {
            throw unfit(input, "a single input is [?, columns]");
        }
        if (shape.getLast() != OnnxValueInfo.OPEN && shape.getLast() != columns) {
            throw unfit(input, "it takes " + shape.getLast() + " columns, the features give " + columns);
        }
        encodings.asList().forEach(encoding -> {
            if (encoding instanceof RawTextEncoding) {
                throw unfit(
                        input,
                        "the feature '" + encoding.feature()
                                + "' is a text, it needs codes or a column for each category");
            }
        });
        return new OneTensor(input.name(), input.type(), encodings);
    }

    private static InputLayout named(List<OfTensor> inputs, FeatureEncodings encodings) {
        Map<String, FeatureEncoding> byFeature =
                encodings.asList().stream().collect(Collectors.toMap(FeatureEncoding::feature, Function.identity()));
        Set<String> left = new LinkedHashSet<>(byFeature.keySet());
        List<Input> found = new ArrayList<>();
        for (OfTensor input : inputs) {
            List<Long> shape = input.shape().orElseThrow();
            if (shape.size() != 2 || (shape.getLast() != 1 && shape.getLast() != OnnxValueInfo.OPEN)) {
                throw unfit(
                        input,
                        "where there are several inputs, or one of no floating type, each is [?, 1] and has the name of its feature");
            }
            FeatureEncoding encoding = byFeature.get(input.name());
            left.remove(input.name());
            found.add(
                    switch (encoding) {
                        case RawTextEncoding text when input.type() == ElementType.STRING -> new TextInput(text);
                        case RawNumberEncoding number when input.type() != ElementType.STRING -> number(input, number);
                        case null -> throw unfit(input, "the artifact has no feature of this name");
                        default -> throw unfit(input, "the encoding of its feature is another: " + encoding);
                    });
        }
        if (!left.isEmpty()) {
            throw new ModelFormatException("ONNX model: it has no input for the features " + left);
        }
        return new Named(found);
    }

    private static Input number(OfTensor input, RawNumberEncoding encoding) {
        if (!input.type().isFloating() && encoding.missing() != Math.rint(encoding.missing())) {
            throw unfit(input, "what stands for a missing value is " + encoding.missing() + ", which it can't take");
        }
        return new NumberInput(input.type(), encoding);
    }

    private static ModelFormatException unfit(OnnxValueInfo input, String why) {
        return new ModelFormatException(
                "ONNX model, at input '" + input.name() + "', " + input.description() + ": " + why);
    }
}
