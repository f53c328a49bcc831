package io.tidemark.load.fuzz;

import io.tidemark.schemas.registry.SchemaRegistry;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/** Writer schemas that bytes decide upon: the fields a record is known by, each of any type, among others. */
final class FuzzedSchema {
    private static final int DEEPEST = 3;
    private static final int MOST_PARTS = 4;
    static final int SCHEMA_ID = 1;

    private final byte[] bytes;
    private int at;
    private int types;

    FuzzedSchema(byte[] bytes) {
        this.bytes = bytes;
    }

    /** What is left behind the schema: the record. */
    byte[] rest() {
        byte[] rest = new byte[bytes.length - at];
        System.arraycopy(bytes, at, rest, 0, rest.length);
        return rest;
    }

    private int next(int bound) {
        return at < bytes.length ? (bytes[at++] & 0xff) % bound : 0;
    }

    /** A record with these fields, some of them left out, and some others. */
    Schema record(List<String> names) {
        List<Schema.Field> fields = new ArrayList<>();
        for (String name : names) {
            if (next(8) != 7) {
                fields.add(new Schema.Field(name, type(0)));
            }
        }
        for (int others = next(3); others > 0; others--) {
            fields.add(new Schema.Field("other" + others, type(0)));
        }
        return Schema.createRecord("Event" + types++, null, "fuzz", false, fields);
    }

    private Schema type(int depth) {
        return switch (next(depth < DEEPEST ? 16 : 11)) {
            case 0 -> Schema.create(Schema.Type.STRING);
            case 1 -> Schema.create(Schema.Type.LONG);
            case 2 -> LogicalTypes.timestampMillis().addToSchema(Schema.create(Schema.Type.LONG));
            case 3 -> LogicalTypes.timestampMicros().addToSchema(Schema.create(Schema.Type.LONG));
            case 4 -> Schema.create(Schema.Type.DOUBLE);
            case 5 -> Schema.create(Schema.Type.INT);
            case 6 -> Schema.create(Schema.Type.FLOAT);
            case 7 -> Schema.create(Schema.Type.BOOLEAN);
            case 8 -> Schema.create(Schema.Type.BYTES);
            case 9 -> Schema.createFixed("Fixed" + types++, null, "fuzz", next(9));
            case 10 -> Schema.createEnum("Enum" + types++, null, "fuzz", List.of("A", "B"));
            case 11 -> Schema.createMap(type(depth + 1));
            case 12 -> Schema.createArray(type(depth + 1));
            case 13 -> nested(depth);
            default -> union(depth);
        };
    }

    private Schema nested(int depth) {
        List<Schema.Field> fields = new ArrayList<>();
        List<String> names = List.of("label", "value", "score", "scores", "item");
        for (int part = next(MOST_PARTS + 1); part >= 0; part--) {
            fields.add(new Schema.Field(names.get(part), type(depth + 1)));
        }
        return Schema.createRecord("Nested" + types++, null, "fuzz", false, fields);
    }

    private Schema union(int depth) {
        List<Schema> branches = new ArrayList<>();
        branches.add(Schema.create(Schema.Type.NULL));
        for (int part = next(MOST_PARTS); part >= 0; part--) {
            Schema branch = type(depth + 1);
            boolean fits = branch.getType() != Schema.Type.UNION
                    && branches.stream().noneMatch(known -> known.getFullName().equals(branch.getFullName()));
            if (fits) {
                branches.add(branch);
            }
        }
        return Schema.createUnion(branches);
    }

    /** A registry that knows one schema, whatever the id. */
    static SchemaRegistry registryOf(Schema schema) {
        return (SchemaRegistry) Proxy.newProxyInstance(
                SchemaRegistry.class.getClassLoader(),
                new Class<?>[] {SchemaRegistry.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("schemaById")) {
                        return schema;
                    }
                    throw new UnsupportedOperationException(method.getName());
                });
    }
}
