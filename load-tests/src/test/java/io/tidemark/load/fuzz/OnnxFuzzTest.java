package io.tidemark.load.fuzz;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.tidemark.serving.model.ModelFormatException;
import io.tidemark.serving.onnx.OnnxGraph;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** ONNX models, as far as they are read before ONNX Runtime is asked. */
class OnnxFuzzTest {
    static Stream<byte[]> seeds() {
        ValueInfoProto column = ValueInfoProto.newBuilder()
                .setName("x")
                .setType(TypeProto.newBuilder()
                        .setTensorType(TypeProto.Tensor.newBuilder()
                                .setElemType(1)
                                .setShape(TensorShapeProto.newBuilder()
                                        .addDim(TensorShapeProto.Dimension.newBuilder()
                                                .setDimValue(1)))))
                .build();
        GraphProto graph = GraphProto.newBuilder()
                .addInput(column)
                .addOutput(column.toBuilder().setName("y"))
                .addNode(NodeProto.newBuilder()
                        .setOpType("Identity")
                        .addInput("x")
                        .addOutput("y"))
                .addInitializer(TensorProto.newBuilder().setName("w").addDims(1).addFloatData(1))
                .build();
        return Stream.of(
                ModelProto.newBuilder().setIrVersion(8).setGraph(graph).build().toByteArray(), new byte[0]);
    }

    @MethodSource("seeds")
    @FuzzTest
    void shouldReadOrRefuseGraphs(byte[] input) {
        Harmless.run(input, () -> {
            try {
                OnnxGraph graph = OnnxGraph.read(input);
                graph.answer();
                graph.answerColumns();
            } catch (ModelFormatException e) {
                // Documented.
            }
        });
    }
}
