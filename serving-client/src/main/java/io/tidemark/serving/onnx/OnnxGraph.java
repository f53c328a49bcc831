package io.tidemark.serving.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.tidemark.serving.model.ModelArtifact;
import io.tidemark.serving.model.ModelFormatException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What an ONNX model says of itself: read from its protobuf, without running or loading anything of it. A graph that is read is {@link SelfContained}.
 *
 * @param inputs what it is to be given; values that it has itself are not among them
 * @param outputs what it answers
 * @param labels the classes that its operators name, in the order of their scores; empty where none does, or two differ
 * @param opsets the version of each set of operators; the standard's own is {@code ai.onnx}
 * @param producer the program that wrote it, with its version, as far as it says so
 */
public record OnnxGraph(
        List<OnnxValueInfo> inputs,
        List<OnnxValueInfo> outputs,
        Optional<List<String>> labels,
        SortedMap<String, Long> opsets,
        String producer) {
    /** By this a file in another format of ONNX Runtime, which is not checked here, is known to it. */
    private static final byte[] ORT_FORMAT = {'O', 'R', 'T', 'M'};

    private static final int ORT_FORMAT_AT = 4;

    private static final Set<String> LABELS = Set.of("classlabels_strings", "classlabels_ints", "classlabels_int64s");

    public OnnxGraph {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    /**
     * Reads a model.
     *
     * @throws ModelFormatException where the bytes are no ONNX model, too many, or not self-contained
     */
    public static OnnxGraph read(byte[] bytes) {
        if (bytes.length > ModelArtifact.MAX_BYTES) {
            throw new ModelFormatException("ONNX model: " + bytes.length + " bytes are more than the "
                    + ModelArtifact.MAX_BYTES + " that a model may have");
        }
        if (isOrtFormat(bytes)) {
            throw new ModelFormatException("ONNX model: it is in ONNX Runtime's own format (.ort): export it as .onnx");
        }
        ModelProto model = parse(bytes);
        if (model.getIrVersion() <= 0 || !model.hasGraph() || model.getGraph().getOutputCount() == 0) {
            throw new ModelFormatException(
                    "ONNX model: the bytes are no ONNX model, one has a version and a graph with outputs");
        }
        SelfContained.check(model);
        GraphProto graph = model.getGraph();
        Set<String> own = new HashSet<>();
        graph.getInitializerList().stream().map(TensorProto::getName).forEach(own::add);
        graph.getSparseInitializerList()
                .forEach(tensor -> own.add(tensor.getValues().getName()));
        List<OnnxValueInfo> inputs = new ArrayList<>();
        for (ValueInfoProto input : graph.getInputList()) {
            if (!own.contains(input.getName())) {
                inputs.add(OnnxValueInfo.of(input));
            }
        }
        if (inputs.isEmpty()) {
            throw new ModelFormatException("ONNX model: its graph takes no input, so it answers no questions");
        }
        return new OnnxGraph(
                inputs,
                graph.getOutputList().stream().map(OnnxValueInfo::of).toList(),
                labels(graph),
                opsets(model),
                (model.getProducerName() + " " + model.getProducerVersion()).strip());
    }

    private static boolean isOrtFormat(byte[] bytes) {
        return bytes.length >= ORT_FORMAT_AT + ORT_FORMAT.length
                && Arrays.equals(
                        bytes, ORT_FORMAT_AT, ORT_FORMAT_AT + ORT_FORMAT.length, ORT_FORMAT, 0, ORT_FORMAT.length);
    }

    private static ModelProto parse(byte[] bytes) {
        try {
            return ModelProto.parseFrom(bytes);
        } catch (InvalidProtocolBufferException e) {
            throw new ModelFormatException(
                    "ONNX model: the bytes are no ONNX model, or are cut short: " + e.getMessage(), e);
        }
    }

    private static Optional<List<String>> labels(GraphProto graph) {
        Set<List<String>> found = new LinkedHashSet<>();
        for (NodeProto node : graph.getNodeList()) {
            for (AttributeProto attribute : node.getAttributeList()) {
                if (LABELS.contains(attribute.getName())) {
                    List<String> labels = attribute.getStringsCount() > 0
                            ? attribute.getStringsList().stream()
                                    .map(OnnxGraph::text)
                                    .toList()
                            : attribute.getIntsList().stream()
                                    .map(String::valueOf)
                                    .toList();
                    if (!labels.isEmpty()) {
                        found.add(labels);
                    }
                }
            }
        }
        return found.size() == 1 ? Optional.of(found.iterator().next()) : Optional.empty();
    }

    private static String text(ByteString bytes) {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static SortedMap<String, Long> opsets(ModelProto model) {
        SortedMap<String, Long> opsets = new TreeMap<>();
        for (OperatorSetIdProto opset : model.getOpsetImportList()) {
            opsets.put(opset.getDomain().isEmpty() ? "ai.onnx" : opset.getDomain(), opset.getVersion());
        }
        return opsets;
    }

    /**
     * The output that holds scores or a number.
     *
     * @throws ModelFormatException where it is not clear which that is
     */
    public OnnxValueInfo answer() {
        return OutputLayout.find(outputs);
    }

    /** How many numbers an answer has, where the graph says so: a probability for each class, or one. */
    public Optional<Long> answerColumns() {
        return switch (answer()) {
            case OnnxValueInfo.OfTensor(String _, ElementType _, Optional<List<Long>> shape) ->
                shape.map(sizes -> sizes.size() < 2 ? 1L : sizes.getLast()).filter(size -> size != OnnxValueInfo.OPEN);
            case OnnxValueInfo.OfMaps _ -> labels.map(known -> (long) known.size());
            case OnnxValueInfo.Other _ -> Optional.empty();
        };
    }
}
