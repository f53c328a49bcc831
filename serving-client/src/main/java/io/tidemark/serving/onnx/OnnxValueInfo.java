package io.tidemark.serving.onnx;

import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** An input or output as the graph declares it. */
public sealed interface OnnxValueInfo {
    /** A size that the graph leaves open. */
    long OPEN = -1;

    String name();

    /** Its type and shape for a person, such as {@code float[?, 3]}. */
    String description();

    /**
     * A tensor.
     *
     * @param shape its sizes, {@link #OPEN} where one is open; empty where even their number is
     */
    record OfTensor(String name, ElementType type, Optional<List<Long>> shape) implements OnnxValueInfo {
        public OfTensor {
            shape = shape.map(List::copyOf);
        }

        /** Whether it has a row for each question, or just the one. */
        boolean hasRows() {
            return shape.isPresent()
                    && !shape.get().isEmpty()
                    && (shape.get().getFirst() == OPEN || shape.get().getFirst() == 1);
        }

        @Override
        public String description() {
            return type
                    + shape.map(sizes -> sizes.stream()
                                    .map(size -> size == OPEN ? "?" : Long.toString(size))
                                    .collect(Collectors.joining(", ", "[", "]")))
                            .orElse("[of any shape]");
        }
    }

    /** A sequence of maps from a class to its score, one for each question: what ZipMap gives. */
    record OfMaps(String name) implements OnnxValueInfo {
        @Override
        public String description() {
            return "a sequence of maps";
        }
    }

    /** Anything else. */
    record Other(String name, String description) implements OnnxValueInfo {}

    static OnnxValueInfo of(ValueInfoProto info) {
        TypeProto type = info.getType();
        return switch (type.getValueCase()) {
            case TENSOR_TYPE -> {
                TypeProto.Tensor tensor = type.getTensorType();
                yield new OfTensor(
                        info.getName(),
                        ElementType.of(tensor.getElemType()),
                        tensor.hasShape() ? Optional.of(sizes(tensor.getShape())) : Optional.empty());
            }
            case SEQUENCE_TYPE -> {
                TypeProto element = type.getSequenceType().getElemType();
                yield element.hasMapType()
                                && element.getMapType()
                                                .getValueType()
                                                .getTensorType()
                                                .getElemType()
                                        == 1
                        ? new OfMaps(info.getName())
                        : new Other(info.getName(), "a sequence");
            }
            case MAP_TYPE -> new Other(info.getName(), "a map");
            case OPTIONAL_TYPE -> new Other(info.getName(), "an optional");
            case SPARSE_TENSOR_TYPE -> new Other(info.getName(), "a sparse tensor");
            case OPAQUE_TYPE -> new Other(info.getName(), "an opaque type");
            case VALUE_NOT_SET -> new Other(info.getName(), "of no declared type");
        };
    }

    private static List<Long> sizes(TensorShapeProto shape) {
        return shape.getDimList().stream()
                .map(size -> size.hasDimValue() && size.getDimValue() > 0 ? size.getDimValue() : OPEN)
                .toList();
    }
}
