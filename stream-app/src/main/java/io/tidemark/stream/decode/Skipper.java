package io.tidemark.stream.decode;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.apache.avro.Schema;

/** Walks over a value of one Avro type without reading it. */
@FunctionalInterface
interface Skipper {
    /** @param depth how many values this one is nested in */
    void skip(BinaryReader in, int depth);

    /** Whether values of the type take no bytes at all. */
    default boolean isEmpty() {
        return false;
    }

    /** The skipper of any schema, recursive ones included. */
    static Skipper of(Schema schema) {
        return new Compiler().compile(schema);
    }

    /** One run over a schema. */
    final class Compiler {
        private static final int DEEPEST = 100;

        private final IdentityHashMap<Schema, RecordSkipper> records = new IdentityHashMap<>();

        private Skipper compile(Schema schema) {
            return switch (schema.getType()) {
                case NULL -> new EmptySkipper();
                case BOOLEAN -> (in, depth) -> in.skip(1);
                case INT, LONG, ENUM -> (in, depth) -> in.readLong();
                case FLOAT -> (in, depth) -> in.skip(Float.BYTES);
                case DOUBLE -> (in, depth) -> in.skip(Double.BYTES);
                case STRING, BYTES -> (in, depth) -> in.skip(in.readLength());
                case FIXED -> fixed(schema.getFixedSize());
                case UNION -> union(schema);
                case ARRAY -> array(compile(schema.getElementType()));
                case MAP -> blocks(true, compile(schema.getValueType()));
                case RECORD -> record(schema);
            };
        }

        private static Skipper fixed(int size) {
            return size == 0 ? new EmptySkipper() : (in, depth) -> in.skip(size);
        }

        private Skipper union(Schema schema) {
            Skipper[] branches = schema.getTypes().stream().map(this::compile).toArray(Skipper[]::new);
            return (in, depth) -> branches[in.readIndex(branches.length)].skip(in, depth);
        }

        private static Skipper array(Skipper item) {
            return item.isEmpty() ? (in, depth) -> skipBlocksOfNothing(in) : blocks(false, item);
        }

        /** A block of items without bytes may be of any size: don't walk through it. */
        private static void skipBlocksOfNothing(BinaryReader in) {
            for (long count = in.readLong(); count != 0; count = in.readLong()) {
                if (count < 0) {
                    in.skip(in.readLength());
                }
            }
        }

        private static Skipper blocks(boolean named, Skipper item) {
            return (in, depth) -> {
                requireShallow(in, depth);
                for (int count = in.skipSizedBlocks(); count > 0; count = in.skipSizedBlocks()) {
                    for (int i = 0; i < count; i++) {
                        if (named) {
                            in.skip(in.readLength());
                        }
                        item.skip(in, depth + 1);
                    }
                }
            };
        }

        private Skipper record(Schema schema) {
            RecordSkipper known = records.get(schema);
            if (known != null) {
                return known;
            }
            RecordSkipper record = new RecordSkipper();
            records.put(schema, record);
            for (Schema.Field field : schema.getFields()) {
                Skipper skipper = compile(field.schema());
                if (!skipper.isEmpty()) {
                    record.fields.add(skipper);
                }
            }
            return record.fields.isEmpty() ? new EmptySkipper() : record;
        }

        private static void requireShallow(BinaryReader in, int depth) {
            if (depth > DEEPEST) {
                throw in.corrupt("values nested in more than " + DEEPEST + " others");
            }
        }

        private static final class EmptySkipper implements Skipper {
            @Override
            public void skip(BinaryReader in, int depth) {}

            @Override
            public boolean isEmpty() {
                return true;
            }
        }

        private static final class RecordSkipper implements Skipper {
            private final List<Skipper> fields = new ArrayList<>();

            @Override
            public void skip(BinaryReader in, int depth) {
                requireShallow(in, depth);
                for (Skipper field : fields) {
                    field.skip(in, depth + 1);
                }
            }
        }
    }
}
