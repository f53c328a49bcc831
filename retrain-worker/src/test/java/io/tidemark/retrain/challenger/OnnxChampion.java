package io.tidemark.retrain.challenger;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import io.tidemark.serving.model.FeatureEncodings;
import io.tidemark.serving.model.ModelArtifact;
import io.tidemark.serving.model.ModelOutput;
import io.tidemark.serving.model.RawNumberEncoding;
import java.util.List;
import java.util.Map;

/** The champion of {@link Loans} as an ONNX model: the sigmoid of 1.5 (income - 30,000) / 9,000 + owner - 0.5. */
final class OnnxChampion {
    private OnnxChampion() {}

    static ModelArtifact of(String income, String owner) {
        GraphProto.Builder graph = GraphProto.newBuilder()
                .setName("loans")
                .addInitializer(doubles("weights", 1.5 / 9_000, 1).addDims(2).addDims(1))
                .addInitializer(doubles("bias", -1.5 * 30_000 / 9_000 - 0.5).addDims(1))
                .addInput(rows("input", 2))
                .addNode(node("MatMul", "product", "input", "weights"))
                .addNode(node("Add", "logit", "product", "bias"))
                .addNode(node("Sigmoid", "probability", "logit"))
                .addOutput(rows("probability", 1));
        ModelProto model = ModelProto.newBuilder()
                .setIrVersion(8)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(15))
                .setGraph(graph)
                .build();
        return new ModelArtifact(
                new ModelOutput.Classes(List.of("no", "yes")),
                new FeatureEncodings(
                        List.of(new RawNumberEncoding(income, Double.NaN), new RawNumberEncoding(owner, Double.NaN))),
                "onnx",
                model.toByteArray(),
                Map.of());
    }

    private static TensorProto.Builder doubles(String name, double... values) {
        TensorProto.Builder tensor =
                TensorProto.newBuilder().setName(name).setDataType(TensorProto.DataType.DOUBLE_VALUE);
        for (double value : values) {
            tensor.addDoubleData(value);
        }
        return tensor;
    }

    private static NodeProto.Builder node(String operator, String output, String... inputs) {
        return NodeProto.newBuilder()
                .setOpType(operator)
                .addAllInput(List.of(inputs))
                .addOutput(output);
    }

    private static ValueInfoProto rows(String name, long columns) {
        TypeProto.Tensor.Builder tensor = TypeProto.Tensor.newBuilder().setElemType(TensorProto.DataType.DOUBLE_VALUE);
        tensor.getShapeBuilder().addDimBuilder().setDimParam("rows");
        tensor.getShapeBuilder().addDimBuilder().setDimValue(columns);
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder().setTensorType(tensor))
                .build();
    }
}
