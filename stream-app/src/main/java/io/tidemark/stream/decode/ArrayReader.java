package io.tidemark.stream.decode;

import io.tidemark.profile.embedding.EmbeddingSummary;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;

/**
 * Reads an array of numbers into the few numbers that are watched of it. The array itself is not kept, so whatever
 * length a producer claims costs no memory.
 */
final class ArrayReader {
    private enum Element {
        NULL,
        INTEGER,
        FLOAT,
        DOUBLE;

        private static Optional<Element> of(Schema schema) {
            return switch (schema.getType()) {
                case NULL -> Optional.of(NULL);
                case INT, LONG -> Optional.of(INTEGER);
                case FLOAT -> Optional.of(FLOAT);
                case DOUBLE -> Optional.of(DOUBLE);
                default -> Optional.empty();
            };
        }

        private int leastBytes() {
            return switch (this) {
                case NULL -> 0;
                case INTEGER -> 1;
                case FLOAT -> Float.BYTES;
                case DOUBLE -> Double.BYTES;
            };
        }

        private double read(BinaryReader in) {
            return switch (this) {
                case NULL -> Double.NaN;
                case INTEGER -> in.readLong();
                case FLOAT -> in.readFloat();
                case DOUBLE -> in.readDouble();
            };
        }
    }

    private final Element[] branches;
    private final boolean union;
    private final int leastBytes;

    private ArrayReader(List<Element> branches, boolean union) {
        this.branches = branches.toArray(Element[]::new);
        this.union = union;
        this.leastBytes = union ? 1 : this.branches[0].leastBytes();
    }

    /** The reader of an array of numbers, or of numbers and nulls; empty for every other schema. */
    static Optional<ArrayReader> of(Schema schema) {
        if (schema.getType() != Schema.Type.ARRAY) {
            return Optional.empty();
        }
        Schema element = schema.getElementType();
        List<Schema> types = element.isUnion() ? element.getTypes() : List.of(element);
        List<Element> branches =
                types.stream().map(Element::of).flatMap(Optional::stream).toList();
        boolean numbers =
                branches.size() == types.size() && branches.stream().anyMatch(branch -> branch != Element.NULL);
        return numbers ? Optional.of(new ArrayReader(branches, element.isUnion())) : Optional.empty();
    }

    /** Reads the array; of more than {@code maxLength} elements the rest is only counted. */
    void read(BinaryReader in, EmbeddingSummary into, int maxLength) {
        into.begin();
        int room = maxLength;
        for (int count = in.readBlockCount(leastBytes); count > 0; count = in.readBlockCount(leastBytes)) {
            int taken = Math.min(count, room);
            readBlock(in, into, taken);
            room -= taken;
            if (taken < count) {
                into.addUnread(count - taken);
                skip(in, count - taken);
            }
        }
    }

    /** All elements; empty where there are more than {@code maxLength}. */
    Optional<double[]> readAll(BinaryReader in, int maxLength) {
        double[] elements = {};
        int length = 0;
        for (int count = in.readBlockCount(leastBytes); count > 0; count = in.readBlockCount(leastBytes)) {
            int taken = Math.min(count, maxLength - length);
            elements = Arrays.copyOf(elements, length + taken);
            for (int i = 0; i < taken; i++) {
                elements[length++] = readElement(in);
            }
            if (taken < count) {
                skip(in, count - taken);
                skipRest(in);
                return Optional.empty();
            }
        }
        return Optional.of(elements);
    }

    private void skipRest(BinaryReader in) {
        for (int count = in.readBlockCount(leastBytes); count > 0; count = in.readBlockCount(leastBytes)) {
            skip(in, count);
        }
    }

    /** A loop for each type, since millions of elements go through here. */
    private void readBlock(BinaryReader in, EmbeddingSummary into, int count) {
        switch (union ? Element.NULL : branches[0]) {
            case DOUBLE -> {
                for (int i = 0; i < count; i++) {
                    into.add(in.readDouble());
                }
            }
            case FLOAT -> {
                for (int i = 0; i < count; i++) {
                    into.add(in.readFloat());
                }
            }
            default -> {
                for (int i = 0; i < count; i++) {
                    into.add(readElement(in));
                }
            }
        }
    }

    private double readElement(BinaryReader in) {
        return branches[union ? in.readIndex(branches.length) : 0].read(in);
    }

    private void skip(BinaryReader in, int elements) {
        for (int i = 0; i < elements; i++) {
            readElement(in);
        }
    }
}
