package io.tidemark.serving.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TrainingInfoProto;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import io.tidemark.serving.model.ModelArtifact;
import io.tidemark.serving.model.ModelFormatException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class OnnxGraphTest {
    private static final byte[] MATRIX = OnnxFixtures.bytes("matrix");

    @Test
    void shouldReadWhatTheGraphSaysOfItself() {
        OnnxGraph graph = OnnxGraph.read(OnnxFixtures.bytes("pipeline"));

        assertThat(graph.inputs().stream().map(input -> input.name() + " " + input.description()))
                .containsExactly(
                        "distance float[?, 1]",
                        "delay double[?, 1]",
                        "hour int64[?, 1]",
                        "weekend bool[?, 1]",
                        "carrier string[?, 1]");
        assertThat(graph.answer().name()).isEqualTo("probabilities");
        assertThat(graph.answerColumns()).contains(3L);
        assertThat(graph.labels()).contains(List.of("early", "late", "on time"));
        assertThat(graph.opsets()).isEqualTo(Map.of("ai.onnx", 15L, "ai.onnx.ml", 2L));
        assertThat(graph.producer()).isEqualTo("fixtures 1.0");
    }

    @Test
    void shouldReadTheClassesOfMaps() {
        OnnxGraph graph = OnnxGraph.read(OnnxFixtures.bytes("zipmap"));

        assertThat(graph.answer().description()).isEqualTo("a sequence of maps");
        assertThat(graph.labels()).contains(List.of("0", "1"));
        assertThat(graph.answerColumns()).contains(2L);
    }

    @Test
    void shouldRefuseWhatIsNoModel() {
        assertRefused(new byte[0], "the bytes are no ONNX model");
        assertRefused("no model at all".getBytes(StandardCharsets.UTF_8), "the bytes are no ONNX model");
        assertRefused(new byte[ModelArtifact.MAX_BYTES + 1], "67108865 bytes are more than the 67108864");
        assertRefused("    ORTM    ".getBytes(StandardCharsets.UTF_8), "(.ort): export it as .onnx");
        assertRefused(changed(model -> model.getGraphBuilder().clearInput()), "takes no input");
    }

    /** The last 16 bytes name operators that this model does not use: without them it is whole. */
    @Test
    void shouldRefuseEveryTruncation() {
        for (int length = 0; length < MATRIX.length - 16; length++) {
            byte[] cut = Arrays.copyOf(MATRIX, length);
            assertThatExceptionOfType(ModelFormatException.class)
                    .as("%d bytes", length)
                    .isThrownBy(() -> load(cut));
        }
    }

    /** Whatever is changed: it is refused with a reason, or it is a model that can be asked. */
    @Property(tries = 1_000)
    void shouldRefuseOrLoadAnyChange(
            @ForAll @IntRange(max = 10_000) int place, @ForAll @IntRange(min = 1, max = 255) int change) {
        byte[] changed = MATRIX.clone();
        changed[place % changed.length] ^= (byte) change;
        try {
            load(changed);
        } catch (ModelFormatException e) {
            assertThat(e).hasMessageStartingWith("ONNX model");
        }
    }

    @Test
    void shouldRefuseDataInOtherFiles() {
        Consumer<TensorProto.Builder> elsewhere = tensor -> tensor.clearRawData()
                .setDataLocation(TensorProto.DataLocation.EXTERNAL)
                .addExternalData(
                        StringStringEntryProto.newBuilder().setKey("location").setValue("/etc/passwd"));

        assertRefused(
                changed(model -> elsewhere.accept(model.getGraphBuilder().getInitializerBuilder(0))),
                "at tensor 'weights' of the model: its values are in another file");
        assertRefused(
                changed(model -> {
                    GraphProto.Builder branch = GraphProto.newBuilder().setName("branch");
                    elsewhere.accept(branch.addNodeBuilder()
                            .setOpType("Constant")
                            .setName("c")
                            .addOutput("c")
                            .addAttributeBuilder()
                            .setName("value")
                            .setType(AttributeProto.AttributeType.TENSOR)
                            .getTBuilder()
                            .setName("t"));
                    model.getGraphBuilder().addNode(branching(branch));
                }),
                "at tensor 't' of operator Constant 'c' in operator If 'choice'");
        assertRefused(
                changed(model -> elsewhere.accept(model.getGraphBuilder()
                        .addSparseInitializerBuilder()
                        .getValuesBuilder()
                        .setName("s"))),
                "at tensor 's' of the model");
    }

    @Test
    void shouldRefuseOperatorsOfOthersWhereverTheyAre() {
        NodeProto custom = NodeProto.newBuilder()
                .setOpType("Run")
                .setDomain("com.example")
                .setName("r")
                .build();

        assertRefused(
                changed(model -> model.getGraphBuilder().addNode(custom)),
                "at operator Run 'r': the operators of 'com.example' are not served");
        assertRefused(
                changed(model -> model.getGraphBuilder()
                        .addNode(branching(GraphProto.newBuilder().addNode(custom)))),
                "at operator Run 'r' in operator If 'choice'");
        assertRefused(
                changed(model -> model.getGraphBuilder().getNodeBuilder(0).setDomain("com.microsoft")),
                "at operator MatMul 'first'");
    }

    @Test
    void shouldRefuseFunctionsTrainingAndWhatItDoesNotKnow() {
        assertRefused(
                changed(model -> model.addFunctions(FunctionProto.newBuilder().setName("f"))),
                "a function of its own, 'f'");
        assertRefused(
                changed(model -> model.addTrainingInfo(TrainingInfoProto.newBuilder())),
                "export it for inference only");
        assertRefused(
                changed(model -> model.getGraphBuilder()
                        .getInitializerBuilder(0)
                        .setUnknownFields(UnknownFieldSet.newBuilder()
                                .mergeVarintField(99, 1)
                                .build())),
                "at tensor 'weights' of the model: the TensorProto has fields that this program does not know, [99]");
    }

    @Test
    void shouldRefuseInputsThatItCanNotGive() {
        assertRefused(
                changed(model -> model.getGraphBuilder()
                        .getInputBuilder(0)
                        .getTypeBuilder()
                        .getTensorTypeBuilder()
                        .setElemType(TensorProto.DataType.FLOAT16_VALUE)),
                "at input 'input', other[?, 4]: inputs are tensors of float");
        assertRefused(
                changed(model -> model.getGraphBuilder()
                        .getInputBuilder(0)
                        .getTypeBuilder()
                        .getTensorTypeBuilder()
                        .getShapeBuilder()
                        .getDimBuilder(0)
                        .setDimValue(32)),
                "float[32, 4]: inputs are tensors of float");
        assertRefused(
                changed(model -> model.getGraphBuilder()
                        .addInput(
                                model.getGraphBuilder().getInput(0).toBuilder().setName("second"))),
                "at input 'input', float[?, 4]: where there are several inputs");
    }

    @Test
    void shouldRefuseOutputsOfWhichItIsNotClearWhichIsTheAnswer() {
        assertRefused(
                changed(model -> model.getGraphBuilder()
                        .addOutput(
                                model.getGraphBuilder().getOutput(0).toBuilder().setName("logits"))),
                "at its outputs 'probabilities', float[?, 3] and 'logits', float[?, 3]: it is not clear which is the answer");
        assertRefused(
                changed(model -> model.getGraphBuilder()
                        .getOutputBuilder(0)
                        .getTypeBuilder()
                        .getTensorTypeBuilder()
                        .setElemType(TensorProto.DataType.INT64_VALUE)),
                "it is not clear which is the answer");
    }

    /** What only ONNX Runtime finds: its reason is passed on. */
    @Test
    void shouldSayWhyOnnxRuntimeRefuses() {
        assertRefused(
                changed(model -> model.getGraphBuilder().getNodeBuilder(0).setOpType("NoSuchOperator")),
                "can't load it: ",
                "NoSuchOperator");
        assertRefused(changed(model -> model.getOpsetImportBuilder(0).setVersion(9_999)), "can't load it: ", "9999");
    }

    private static NodeProto branching(GraphProto.Builder branch) {
        return NodeProto.newBuilder()
                .setOpType("If")
                .setName("choice")
                .addAttribute(AttributeProto.newBuilder()
                        .setName("then_branch")
                        .setType(AttributeProto.AttributeType.GRAPH)
                        .setG(branch))
                .build();
    }

    private static byte[] changed(Consumer<ModelProto.Builder> change) {
        try {
            ModelProto.Builder model = ModelProto.newBuilder().mergeFrom(MATRIX);
            change.accept(model);
            return model.build().toByteArray();
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }

    private static void load(byte[] model) {
        OnnxScorer.load(OnnxFixtures.artifact(model, OnnxFixtures.numbers("a", "b", "c", "d"), "red", "green", "blue"));
    }

    private static void assertRefused(byte[] model, String... why) {
        assertThatExceptionOfType(ModelFormatException.class)
                .isThrownBy(() -> load(model))
                .withMessageStartingWith("ONNX model")
                .satisfies(e -> assertThat(e.getMessage()).contains(why));
    }
}
