package io.tidemark.serving.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.tidemark.serving.model.ModelFormatException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Refuses graphs that are more than data for the operators of the ONNX standard: those that read other files, ask operators of others, bring functions, or
 * hold fields that this program does not know and so can't judge. It walks every message of the model, so graphs within graphs and tensors in
 * attributes are looked at, too.
 */
final class SelfContained {
    /** The standard's own operators, under their two names, and those of classical machine learning. */
    private static final Set<String> DOMAINS = Set.of("", "ai.onnx", "ai.onnx.ml");

    private SelfContained() {}

    /** @throws ModelFormatException which says what is refused, and where in the graph */
    static void check(ModelProto model) {
        if (model.getFunctionsCount() > 0) {
            throw new ModelFormatException("ONNX model: it brings a function of its own, '"
                    + model.getFunctions(0).getName()
                    + "', which is not served: export the model with its functions inlined");
        }
        if (model.getTrainingInfoCount() > 0) {
            throw new ModelFormatException(
                    "ONNX model: it holds what is needed to train it on: export it for inference only");
        }
        walk(model, "the model");
    }

    private static void walk(Message message, String place) {
        String where = switch (message) {
            case NodeProto node -> checkOperator(node, place);
            case TensorProto tensor -> checkTensor(tensor, place);
            default -> place;
        };
        if (!message.getUnknownFields().asMap().isEmpty()) {
            throw new ModelFormatException("ONNX model, at " + where + ": the "
                    + message.getDescriptorForType().getName() + " has fields that this program does not know, "
                    + message.getUnknownFields().asMap().keySet()
                    + ": export the model for an older version of ONNX, with an IR version of 10 at most");
        }
        for (Map.Entry<FieldDescriptor, Object> field : message.getAllFields().entrySet()) {
            if (field.getKey().getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
                Collection<?> parts = field.getValue() instanceof Collection<?> many ? many : List.of(field.getValue());
                for (Object part : parts) {
                    walk((Message) part, where);
                }
            }
        }
    }

    private static String checkOperator(NodeProto node, String place) {
        String where = "operator " + node.getOpType()
                + (node.getName().isEmpty() ? "" : " '" + node.getName() + "'")
                + (place.equals("the model") ? "" : " in " + place);
        if (!DOMAINS.contains(node.getDomain())) {
            throw new ModelFormatException("ONNX model, at " + where + ": the operators of '" + node.getDomain()
                    + "' are not served, only those of ONNX (ai.onnx and ai.onnx.ml): export the model without them");
        }
        return where;
    }

    private static String checkTensor(TensorProto tensor, String place) {
        String where = "tensor '" + tensor.getName() + "' of " + place;
        if (tensor.getDataLocation() == TensorProto.DataLocation.EXTERNAL || tensor.getExternalDataCount() > 0) {
            throw new ModelFormatException(
                    "ONNX model, at " + where
                            + ": its values are in another file, which is not read: save the model with all its data in one file");
        }
        return where;
    }
}
