package io.tidemark.stream.decode;

import io.tidemark.stream.event.EventBuffer;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.io.Encoder;
import org.jspecify.annotations.Nullable;

/**
 * Reads a value that a feature, a tag or a part of the prediction may have, whatever type or union it was written as.
 *
 * <p>Numbers of every width and decimals are numbers; strings, bytes and enum symbols are text. A feature may be an array
 * of numbers, see {@link ArrayReader}. Other arrays, maps, records and other fixed values are no features: they are
 * skipped.
 */
final class ValueReader {
    private static final int LONGEST_DECIMAL = 32;

    private enum Kind {
        NULL,
        BOOLEAN,
        INTEGER,
        FLOAT,
        DOUBLE,
        TEXT,
        ENUM,
        DECIMAL,
        NUMBERS,
        OTHER
    }

    /** The branches of the union that a feature has in an {@code InferenceEvent} and a {@code LabeledExample}. */
    private static final class FeatureUnion {
        static final int NULL = 0;
        static final int DOUBLE = 1;
        static final int LONG = 2;
        static final int BOOLEAN = 3;
        static final int STRING = 4;
        static final int ARRAY = 5;
    }

    private record Branch(
            Kind kind, List<String> symbols, int scale, int fixedSize, Skipper skipper, Optional<ArrayReader> numbers) {
        private static final int NOT_FIXED = -1;

        static Branch of(Schema schema) {
            Skipper skipper = Skipper.of(schema);
            int fixedSize = schema.getType() == Schema.Type.FIXED ? schema.getFixedSize() : NOT_FIXED;
            if (schema.getLogicalType() instanceof LogicalTypes.Decimal decimal) {
                return new Branch(Kind.DECIMAL, List.of(), decimal.getScale(), fixedSize, skipper, Optional.empty());
            }
            if (schema.getType() == Schema.Type.ENUM) {
                return new Branch(Kind.ENUM, schema.getEnumSymbols(), 0, NOT_FIXED, skipper, Optional.empty());
            }
            Optional<ArrayReader> numbers = ArrayReader.of(schema);
            Kind kind = numbers.isPresent() ? Kind.NUMBERS : kindOf(schema);
            return new Branch(kind, List.of(), 0, fixedSize, skipper, numbers);
        }

        private static Kind kindOf(Schema schema) {
            return switch (schema.getType()) {
                case NULL -> Kind.NULL;
                case BOOLEAN -> Kind.BOOLEAN;
                case INT, LONG -> Kind.INTEGER;
                case FLOAT -> Kind.FLOAT;
                case DOUBLE -> Kind.DOUBLE;
                case STRING, BYTES -> Kind.TEXT;
                default -> Kind.OTHER;
            };
        }
    }

    private final Branch[] branches;
    private final boolean union;
    /** The branch that most features have, which is looked for first; negative where there is none. */
    private final int doubleBranch;

    private ValueReader(List<Schema> types, boolean union) {
        this.branches = types.stream().map(Branch::of).toArray(Branch[]::new);
        this.union = union;
        this.doubleBranch = Arrays.stream(branches).map(Branch::kind).toList().indexOf(Kind.DOUBLE);
    }

    static ValueReader of(Schema schema) {
        return schema.isUnion() ? new ValueReader(schema.getTypes(), true) : new ValueReader(List.of(schema), false);
    }

    /** Whether a value can be a single one, and not only null. */
    boolean canHoldValues() {
        return Arrays.stream(branches)
                .map(Branch::kind)
                .anyMatch(kind -> kind != Kind.NULL && kind != Kind.NUMBERS && kind != Kind.OTHER);
    }

    private Branch branch(BinaryReader in) {
        return branches[index(in)];
    }

    private int index(BinaryReader in) {
        return union ? in.readIndex(branches.length) : 0;
    }

    /** Reads a feature into the event under its name. */
    void readInto(Draft draft, int nameId, BinaryReader in) {
        int index = index(in);
        if (index == doubleBranch) {
            draft.event.addNumber(nameId, in.readDouble());
            return;
        }
        Branch branch = branches[index];
        switch (branch.kind()) {
            case NULL -> draft.event.addNull(nameId);
            case NUMBERS -> {
                branch.numbers().orElseThrow().read(in, draft.array, draft.maxArrayLength());
                draft.addArray(nameId);
            }
            default -> addPresent(draft.event, nameId, branch, in, draft.texts);
        }
    }

    /** Reads the value into the event under a name, unless it is null. */
    void readPresentInto(EventBuffer event, int nameId, BinaryReader in, TextCache texts) {
        addPresent(event, nameId, branch(in), in, texts);
    }

    private static void addPresent(EventBuffer event, int nameId, Branch branch, BinaryReader in, TextCache texts) {
        switch (branch.kind()) {
            case NULL -> {}
            case BOOLEAN -> event.addBoolean(nameId, in.readBoolean());
            case INTEGER -> event.addNumber(nameId, (double) in.readLong());
            case FLOAT -> event.addNumber(nameId, in.readFloat());
            case DOUBLE -> event.addNumber(nameId, in.readDouble());
            case TEXT -> event.addText(nameId, texts.read(in));
            case ENUM -> event.addText(nameId, symbol(branch, in));
            case DECIMAL -> event.addNumber(nameId, decimal(branch, in).doubleValue());
            case NUMBERS, OTHER -> branch.skipper().skip(in, 0);
        }
    }

    /** Reads the value as text: a label, an id or a tag stays what it is even where it is written as a number. */
    @Nullable
    String readText(BinaryReader in, TextCache texts) {
        Branch branch = branch(in);
        return switch (branch.kind()) {
            case NULL -> null;
            case BOOLEAN -> Boolean.toString(in.readBoolean());
            case INTEGER -> Long.toString(in.readLong());
            case FLOAT -> Float.toString(in.readFloat());
            case DOUBLE -> Double.toString(in.readDouble());
            case TEXT -> texts.read(in);
            case ENUM -> symbol(branch, in);
            case DECIMAL -> decimal(branch, in).toPlainString();
            case NUMBERS, OTHER -> {
                branch.skipper().skip(in, 0);
                yield null;
            }
        };
    }

    /** The value as a number; empty where it is null or no number, or not finite. */
    OptionalDouble readNumber(BinaryReader in) {
        Branch branch = branch(in);
        double number = switch (branch.kind()) {
            case INTEGER -> (double) in.readLong();
            case FLOAT -> in.readFloat();
            case DOUBLE -> in.readDouble();
            case DECIMAL -> decimal(branch, in).doubleValue();
            case NULL -> Double.NaN;
            case BOOLEAN, TEXT, ENUM, NUMBERS, OTHER -> {
                branch.skipper().skip(in, 0);
                yield Double.NaN;
            }
        };
        return Double.isFinite(number) ? OptionalDouble.of(number) : OptionalDouble.empty();
    }

    /** Copies a feature as it is, in the union that an {@code InferenceEvent} has; what is no feature becomes null. */
    void copyFeature(BinaryReader in, Encoder out, int maxArrayLength) throws IOException {
        Branch branch = branch(in);
        switch (branch.kind()) {
            case NULL -> out.writeIndex(FeatureUnion.NULL);
            case BOOLEAN -> {
                out.writeIndex(FeatureUnion.BOOLEAN);
                out.writeBoolean(in.readBoolean());
            }
            case INTEGER -> {
                out.writeIndex(FeatureUnion.LONG);
                out.writeLong(in.readLong());
            }
            case FLOAT -> writeDouble(in.readFloat(), out);
            case DOUBLE -> writeDouble(in.readDouble(), out);
            case DECIMAL -> writeDouble(decimal(branch, in).doubleValue(), out);
            case TEXT -> {
                out.writeIndex(FeatureUnion.STRING);
                int length = in.readLength();
                out.writeBytes(in.bytes(), in.position(), length);
                in.skip(length);
            }
            case ENUM -> {
                out.writeIndex(FeatureUnion.STRING);
                out.writeString(symbol(branch, in));
            }
            case NUMBERS -> copyArray(branch.numbers().orElseThrow().readAll(in, maxArrayLength), out);
            case OTHER -> {
                branch.skipper().skip(in, 0);
                out.writeIndex(FeatureUnion.NULL);
            }
        }
    }

    private static void writeDouble(double value, Encoder out) throws IOException {
        out.writeIndex(FeatureUnion.DOUBLE);
        out.writeDouble(value);
    }

    private static void copyArray(Optional<double[]> numbers, Encoder out) throws IOException {
        if (numbers.isEmpty()) {
            out.writeIndex(FeatureUnion.NULL);
            return;
        }
        out.writeIndex(FeatureUnion.ARRAY);
        out.writeArrayStart();
        out.setItemCount(numbers.get().length);
        for (double number : numbers.get()) {
            out.startItem();
            out.writeDouble(number);
        }
        out.writeArrayEnd();
    }

    private static String symbol(Branch branch, BinaryReader in) {
        return branch.symbols().get(in.readIndex(branch.symbols().size()));
    }

    private static BigDecimal decimal(Branch branch, BinaryReader in) {
        int length = branch.fixedSize() == Branch.NOT_FIXED ? in.readLength() : branch.fixedSize();
        int from = in.position();
        in.skip(length);
        if (length == 0 || length > LONGEST_DECIMAL) {
            throw in.corrupt("a decimal of " + length + " bytes");
        }
        return new BigDecimal(new BigInteger(in.bytes(), from, length), branch.scale());
    }
}
