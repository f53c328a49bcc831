package io.tidemark.serving.model;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.oracle.labs.mlrg.olcut.config.protobuf.protos.RootProvenanceProto;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Function;
import org.tribuo.common.xgboost.protos.XGBoostModelProto;
import org.tribuo.protos.core.ModelDataProto;
import org.tribuo.protos.core.ModelProto;

/**
 * Walks through a Tribuo model as it was parsed, down to the last message inside a message: refuses every class and message that is
 * not on the list of {@link AllowedClasses}, and gives every model, members of ensembles too, another provenance.
 *
 * <p>Nothing is loaded on the way. What comes out is written in one order, whatever order maps had.
 */
final class ModelRewriter {
    /** The largest native XGBoost model, in bytes: they go to native code as they are. */
    static final int MAX_BOOSTER_BYTES = 32 << 20;

    private static final String TYPE_URL = "type.googleapis.com/";
    private static final int MAX_DEPTH = 40;

    private final Function<String, RootProvenanceProto> provenance;

    /**
     * @param provenance the provenance of a model, by the name of its class
     */
    ModelRewriter(Function<String, RootProvenanceProto> provenance) {
        this.provenance = provenance;
    }

    ModelProto rewrite(ModelProto model) throws InvalidProtocolBufferException {
        return (ModelProto) rewrite(model, "", "model", 0);
    }

    static ByteString deterministic(Message message) {
        ByteString.Output bytes = ByteString.newOutput(message.getSerializedSize());
        try {
            CodedOutputStream out = CodedOutputStream.newInstance(bytes);
            out.useDeterministicSerialization();
            message.writeTo(out);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("memory refuses no bytes", e);
        }
        return bytes.toByteString();
    }

    private Message rewrite(Message message, String owner, String where, int depth)
            throws InvalidProtocolBufferException {
        if (depth > MAX_DEPTH) {
            throw new ModelFormatException("Tribuo model, at " + where + ": messages are nested too deeply");
        }
        if (!message.getUnknownFields().asMap().isEmpty()) {
            throw new ModelFormatException(
                    "Tribuo model, at " + where + ": unknown fields, the model is of another Tribuo");
        }
        String className = checkClass(message, owner, where);
        checkBoosters(message, where);
        Message.Builder builder = message.toBuilder();
        for (var field : message.getAllFields().entrySet()) {
            FieldDescriptor key = field.getKey();
            if (key.getJavaType() == FieldDescriptor.JavaType.MESSAGE && !isProvenance(key)) {
                rewriteField(builder, key, field.getValue(), className, where + "." + key.getName(), depth);
            }
        }
        if (builder instanceof ModelDataProto.Builder data) {
            data.setProvenance(provenance.apply(className));
        }
        return builder.build();
    }

    private void rewriteField(
            Message.Builder builder, FieldDescriptor key, Object value, String owner, String where, int depth)
            throws InvalidProtocolBufferException {
        if (key.isRepeated()) {
            List<?> list = (List<?>) value;
            for (int i = 0; i < list.size(); i++) {
                builder.setRepeatedField(
                        key, i, rewrite((Message) list.get(i), owner, where + "[" + i + "]", depth + 1));
            }
        } else if (value instanceof Any any) {
            Message inside = rewrite(AllowedClasses.unpack(any, where), owner, where, depth + 1);
            builder.setField(
                    key,
                    Any.newBuilder()
                            .setTypeUrl(TYPE_URL + inside.getDescriptorForType().getFullName())
                            .setValue(deterministic(inside))
                            .build());
        } else {
            builder.setField(key, rewrite((Message) value, owner, where, depth + 1));
        }
    }

    /** The class that this message names, else that of the message it is part of. */
    private static String checkClass(Message message, String owner, String where) {
        Descriptor descriptor = message.getDescriptorForType();
        FieldDescriptor field = descriptor.findFieldByName("class_name");
        if (field == null) {
            return owner;
        }
        String className = (String) message.getField(field);
        AllowedClasses.check(className, message instanceof ModelProto, !owner.isEmpty(), where);
        return className;
    }

    private static void checkBoosters(Message message, String where) {
        if (message instanceof XGBoostModelProto boosters) {
            long bytes = 0;
            for (ByteString booster : boosters.getModelsList()) {
                bytes += booster.size();
            }
            if (boosters.getModelsCount() != 1 || bytes > MAX_BOOSTER_BYTES) {
                throw new ModelFormatException("Tribuo model, at " + where + ".models: " + boosters.getModelsCount()
                        + " native XGBoost models of " + bytes + " bytes; one of at most " + MAX_BOOSTER_BYTES
                        + " bytes may be loaded");
            }
            BoosterBytes.check(boosters.getModels(0).toByteArray(), where);
        }
    }

    private static boolean isProvenance(FieldDescriptor field) {
        return field.getMessageType().equals(RootProvenanceProto.getDescriptor());
    }
}
