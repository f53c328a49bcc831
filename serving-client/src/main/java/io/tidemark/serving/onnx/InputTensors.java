package io.tidemark.serving.onnx;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import io.tidemark.serving.onnx.InputLayout.Input;
import io.tidemark.serving.onnx.InputLayout.NumberInput;
import io.tidemark.serving.onnx.InputLayout.TextInput;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The tensors of one question. Their memory is native and is freed when this is closed. */
final class InputTensors implements AutoCloseable {
    private static final long[] ONE_VALUE = {1, 1};

    private final OrtEnvironment environment;
    private final Map<String, OnnxTensor> byName = new HashMap<>();

    private InputTensors(OrtEnvironment environment) {
        this.environment = environment;
    }

    static InputTensors of(
            OrtEnvironment environment, InputLayout layout, Map<String, ? extends @Nullable Object> features)
            throws OrtException {
        InputTensors tensors = new InputTensors(environment);
        try {
            switch (layout) {
                case InputLayout.OneTensor one ->
                    tensors.row(one, one.encodings().encode(features));
                case InputLayout.Named named -> {
                    for (Input input : named.inputs()) {
                        tensors.value(input, features.get(input.name()));
                    }
                }
            }
            return tensors;
        } catch (OrtException | RuntimeException e) {
            tensors.close();
            throw e;
        }
    }

    Map<String, OnnxTensor> byName() {
        return byName;
    }

    private void row(InputLayout.OneTensor layout, double[] row) throws OrtException {
        long[] shape = {1, row.length};
        if (layout.type() == ElementType.DOUBLE) {
            ByteBuffer bytes = bytes(row.length * Double.BYTES);
            for (double value : row) {
                bytes.putDouble(value);
            }
            add(
                    layout.input(),
                    OnnxTensor.createTensor(environment, bytes.flip().asDoubleBuffer(), shape));
        } else {
            ByteBuffer bytes = bytes(row.length * Float.BYTES);
            for (double value : row) {
                bytes.putFloat(single(value));
            }
            add(
                    layout.input(),
                    OnnxTensor.createTensor(environment, bytes.flip().asFloatBuffer(), shape));
        }
    }

    private void value(Input input, @Nullable Object given) throws OrtException {
        switch (input) {
            case TextInput(var encoding) ->
                add(input.name(), OnnxTensor.createTensor(environment, new String[] {encoding.text(given)}, ONE_VALUE));
            case NumberInput(ElementType type, var encoding) -> {
                double[] cell = new double[1];
                encoding.encode(given, cell, 0);
                add(input.name(), number(type, cell[0], encoding.missing()));
            }
        }
    }

    /** @param missing what an input of whole numbers is given instead of others */
    private OnnxTensor number(ElementType type, double value, double missing) throws OrtException {
        return switch (type) {
            case FLOAT ->
                OnnxTensor.createTensor(
                        environment,
                        bytes(Float.BYTES).putFloat(0, single(value)).asFloatBuffer(),
                        ONE_VALUE);
            case DOUBLE ->
                OnnxTensor.createTensor(
                        environment, bytes(Double.BYTES).putDouble(0, value).asDoubleBuffer(), ONE_VALUE);
            case INT64 ->
                OnnxTensor.createTensor(
                        environment,
                        bytes(Long.BYTES)
                                .putLong(0, (long) (value == Math.rint(value) ? value : missing))
                                .asLongBuffer(),
                        ONE_VALUE);
            case INT32 ->
                OnnxTensor.createTensor(
                        environment,
                        bytes(Integer.BYTES)
                                .putInt(0, (int) (value == (int) value ? value : missing))
                                .asIntBuffer(),
                        ONE_VALUE);
            case BOOL ->
                OnnxTensor.createTensor(
                        environment, bytes(1).put(0, (byte) (value != 0 ? 1 : 0)), ONE_VALUE, OnnxJavaType.BOOL);
            case STRING, OTHER -> throw new IllegalStateException("no layout gives a number to an input of " + type);
        };
    }

    /** A double that a float can't hold becomes the largest that it can, not infinite. */
    private static float single(double value) {
        return Double.isNaN(value) ? Float.NaN : (float) Math.clamp(value, -Float.MAX_VALUE, Float.MAX_VALUE);
    }

    private static ByteBuffer bytes(int length) {
        return ByteBuffer.allocateDirect(length).order(ByteOrder.nativeOrder());
    }

    private void add(String name, OnnxTensor tensor) {
        byName.put(name, tensor);
    }

    @Override
    public void close() {
        OnnxValue.close(byName);
    }
}
