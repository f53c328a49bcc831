package io.tidemark.standalone.models;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.util.List;

/** Small ONNX models whose answers are easily told: sums of weighted features, as they are or through a sigmoid. */
public final class OnnxModels {
    private OnnxModels() {}

    /** One tensor of floats in; the sigmoid of the weighted sum out, as one probability. */
    public static byte[] probability(double... weights) {
        return model(oneTensor("probability", weights).addNode(node("Sigmoid", List.of("sum"), "probability")));
    }

    /** One tensor of floats in; the weighted sum out. */
    public static byte[] number(double... weights) {
        return model(oneTensor("sum", weights));
    }

    /** A number, and an operator that is not of the standard. */
    public static byte[] custom() {
        return model(
                oneTensor("sum", 1).addNode(node("Run", List.of("sum"), "other").setDomain("com.example")));
    }

    /**
     * Inputs a (float), n (int64) and t (string); classes off and on, which the graph names. The probability of on is the sigmoid of a + n, whatever t is.
     */
    public static byte[] named() {
        AttributeProto.Builder labels =
                AttributeProto.newBuilder().setName("classlabels_strings").setType(AttributeType.STRINGS);
        List.of("off", "on").forEach(label -> labels.addStrings(ByteString.copyFromUtf8(label)));
        return model(GraphProto.newBuilder()
                .setName("named")
                .addInput(tensor("a", DataType.FLOAT, 1))
                .addInput(tensor("n", DataType.INT64, 1))
                .addInput(tensor("t", DataType.STRING, 1))
                .addNode(node("Cast", List.of("n"), "n_float").addAttribute(number("to", DataType.FLOAT_VALUE)))
                .addNode(node("Concat", List.of("a", "n_float"), "row").addAttribute(number("axis", 1)))
                .addNode(node("LinearClassifier", List.of("row"), "label")
                        .addOutput("probabilities")
                        .setDomain("ai.onnx.ml")
                        .addAttribute(labels)
                        .addAttribute(floats("coefficients", -1, -1, 1, 1))
                        .addAttribute(floats("intercepts", 0, 0))
                        .addAttribute(AttributeProto.newBuilder()
                                .setName("post_transform")
                                .setType(AttributeType.STRING)
                                .setS(ByteString.copyFromUtf8("LOGISTIC"))))
                .addOutput(tensor("label", DataType.STRING, -1))
                .addOutput(tensor("probabilities", DataType.FLOAT, 2)));
    }

    private static GraphProto.Builder oneTensor(String output, double... weights) {
        TensorProto.Builder values = TensorProto.newBuilder()
                .setName("weights")
                .setDataType(DataType.FLOAT_VALUE)
                .addDims(weights.length)
                .addDims(1);
        for (double weight : weights) {
            values.addFloatData((float) weight);
        }
        return GraphProto.newBuilder()
                .setName("sum")
                .addInitializer(values)
                .addInput(tensor("input", DataType.FLOAT, weights.length))
                .addNode(node("MatMul", List.of("input", "weights"), "sum"))
                .addOutput(tensor(output, DataType.FLOAT, 1));
    }

    private static byte[] model(GraphProto.Builder graph) {
        return ModelProto.newBuilder()
                .setIrVersion(8)
                .setProducerName("by hand")
                .setProducerVersion("7")
                .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(15))
                .addOpsetImport(
                        OperatorSetIdProto.newBuilder().setDomain("ai.onnx.ml").setVersion(2))
                .setGraph(graph)
                .build()
                .toByteArray();
    }

    private static NodeProto.Builder node(String operator, List<String> inputs, String output) {
        return NodeProto.newBuilder().setOpType(operator).addAllInput(inputs).addOutput(output);
    }

    private static AttributeProto.Builder number(String name, long value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeType.INT)
                .setI(value);
    }

    private static AttributeProto.Builder floats(String name, float... values) {
        AttributeProto.Builder attribute =
                AttributeProto.newBuilder().setName(name).setType(AttributeType.FLOATS);
        for (float value : values) {
            attribute.addFloats(value);
        }
        return attribute;
    }

    /** @param columns negative for a tensor of rows without columns */
    private static ValueInfoProto tensor(String name, DataType type, long columns) {
        TypeProto.Tensor.Builder tensor = TypeProto.Tensor.newBuilder().setElemType(type.getNumber());
        tensor.getShapeBuilder().addDimBuilder().setDimParam("rows");
        if (columns >= 0) {
            tensor.getShapeBuilder().addDimBuilder().setDimValue(columns);
        }
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder().setTensorType(tensor))
                .build();
    }
}
