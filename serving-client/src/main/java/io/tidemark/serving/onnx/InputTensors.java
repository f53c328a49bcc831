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
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The tensors of one question. Their numbers are in a buffer that is the question's until this is closed; all else that is native is freed then. */
final class InputTensors implements AutoCloseable {
    private static final long[] ONE_VALUE = {1, 1};

    private final OrtEnvironment environment;
    private final QuestionBuffers buffers;
    private final ByteBuffer buffer;
    private final Map<String, OnnxTensor> byName = new HashMap<>();
    private int used;

    private InputTensors(OrtEnvironment environment, QuestionBuffers buffers) {
        this.environment = environment;
        this.buffers = buffers;
        this.buffer = buffers.take();
    }

    /** Buffers with room for a question of this layout. */
    static QuestionBuffers buffers(InputLayout layout) {
        return new QuestionBuffers(Long.BYTES
                * switch (layout) {
                    case InputLayout.OneTensor one -> one.encodings().columns().size();
                    case InputLayout.Named named -> named.inputs().size();
                });
    }

    static InputTensors of(
            OrtEnvironment environment,
            QuestionBuffers buffers,
            InputLayout layout,
            Map<String, ? extends @Nullable Object> features)
            throws OrtException {
        InputTensors tensors = new InputTensors(environment, buffers);
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
        ByteBuffer bytes = part(row.length * Double.BYTES);
        if (layout.type() == ElementType.DOUBLE) {
            DoubleBuffer doubles = bytes.asDoubleBuffer();
            byName.put(
                    layout.input(),
                    OnnxTensor.createTensor(environment, doubles.put(row).flip(), shape));
        } else {
            FloatBuffer floats = bytes.asFloatBuffer();
            for (double value : row) {
                floats.put(single(value));
            }
            byName.put(layout.input(), OnnxTensor.createTensor(environment, floats.flip(), shape));
        }
    }

    private void value(Input input, @Nullable Object given) throws OrtException {
        byName.put(
                input.name(),
                switch (input) {
                    case TextInput(var encoding) ->
                        OnnxTensor.createTensor(environment, new String[] {encoding.text(given)}, ONE_VALUE);
                    case NumberInput(ElementType type, var encoding) -> {
                        double[] cell = new double[1];
                        encoding.encode(given, cell, 0);
                        yield number(type, cell[0], encoding.missing());
                    }
                });
    }

    /** @param missing what an input of whole numbers is given instead of others */
    private OnnxTensor number(ElementType type, double value, double missing) throws OrtException {
        return switch (type) {
            case FLOAT ->
                OnnxTensor.createTensor(
                        environment,
                        part(Float.BYTES).putFloat(0, single(value)).asFloatBuffer(),
                        ONE_VALUE);
            case DOUBLE ->
                OnnxTensor.createTensor(
                        environment, part(Double.BYTES).putDouble(0, value).asDoubleBuffer(), ONE_VALUE);
            case INT64 ->
                OnnxTensor.createTensor(
                        environment,
                        part(Long.BYTES)
                                .putLong(0, (long) (value == Math.rint(value) ? value : missing))
                                .asLongBuffer(),
                        ONE_VALUE);
            case INT32 ->
                OnnxTensor.createTensor(
                        environment,
                        part(Integer.BYTES)
                                .putInt(0, (int) (value == (int) value ? value : missing))
                                .asIntBuffer(),
                        ONE_VALUE);
            case BOOL ->
                OnnxTensor.createTensor(
                        environment, part(1).put(0, (byte) (value != 0 ? 1 : 0)), ONE_VALUE, OnnxJavaType.BOOL);
            case STRING, OTHER -> throw new IllegalStateException("no layout gives a number to an input of " + type);
        };
    }

    /** A double that a float can't hold becomes the largest that it can, not infinite. */
    private static float single(double value) {
        return Double.isNaN(value) ? Float.NaN : (float) Math.clamp(value, -Float.MAX_VALUE, Float.MAX_VALUE);
    }

    /** The next part of the buffer; each begins where any type of number may. */
    private ByteBuffer part(int length) {
        ByteBuffer part = buffer.slice(used, length).order(buffer.order());
        used += Math.ceilDiv(length, Long.BYTES) * Long.BYTES;
        return part;
    }

    @Override
    public void close() {
        OnnxValue.close(byName);
        buffers.giveBack(buffer);
    }
}
