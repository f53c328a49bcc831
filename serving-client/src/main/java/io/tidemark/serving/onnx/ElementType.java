package io.tidemark.serving.onnx;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.util.Locale;

/** What a tensor holds, of the types that features and answers have here. */
public enum ElementType {
    FLOAT,
    DOUBLE,
    INT32,
    INT64,
    BOOL,
    STRING,
    /** Any other, such as float16. */
    OTHER;

    static ElementType of(int dataType) {
        return switch (DataType.forNumber(dataType)) {
            case FLOAT -> FLOAT;
            case DOUBLE -> DOUBLE;
            case INT32 -> INT32;
            case INT64 -> INT64;
            case BOOL -> BOOL;
            case STRING -> STRING;
            case null, default -> OTHER;
        };
    }

    /** Whether it has a NaN, by which a model may be told that a value is missing. */
    public boolean isFloating() {
        return this == FLOAT || this == DOUBLE;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
