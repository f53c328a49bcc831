package io.tidemark.stream.decode;

import java.io.IOException;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.io.Encoder;

/**
 * Copies features into the union that an {@code InferenceEvent} and a {@code LabeledExample} have. Where they were written in that union, as
 * with Tidemark's own schema, they are copied as bytes, in runs as long as no array is among them, since these may be too long.
 */
final class FeatureCopier {
    private static final List<Schema.Type> UNION = List.of(
            Schema.Type.NULL,
            Schema.Type.DOUBLE,
            Schema.Type.LONG,
            Schema.Type.BOOLEAN,
            Schema.Type.STRING,
            Schema.Type.ARRAY);

    private final ValueReader values;
    /** How many branches there are, where they are the first of the union; else 0. */
    private final int branches;

    /** @param schema of the values of the map of features */
    FeatureCopier(Schema schema) {
        values = ValueReader.of(schema);
        branches = schema.isUnion() && startsTheUnion(schema.getTypes())
                ? schema.getTypes().size()
                : 0;
    }

    private static boolean startsTheUnion(List<Schema> types) {
        return types.size() <= UNION.size()
                && types.stream().map(Schema::getType).toList().equals(UNION.subList(0, types.size()));
    }

    /** Copies {@code count} names and values; what is no feature, or an array longer than {@code maxArrayLength}, becomes null. */
    void copy(BinaryReader in, int count, Encoder out, int maxArrayLength) throws IOException {
        int from = in.position();
        for (int i = 0; i < count; i++) {
            in.skip(in.readLength());
            if (!skipAsItIs(in)) {
                out.writeFixed(in.bytes(), from, in.position() - from);
                values.copyFeature(in, out, maxArrayLength);
                from = in.position();
            }
        }
        out.writeFixed(in.bytes(), from, in.position() - from);
    }

    /** Goes behind a value that is to be copied as it is; stays in front of any other. */
    private boolean skipAsItIs(BinaryReader in) {
        if (branches == 0) {
            return false;
        }
        int start = in.position();
        switch (UNION.get(in.readIndex(branches))) {
            case NULL -> {}
            case DOUBLE -> in.skip(Double.BYTES);
            case LONG -> in.readLong();
            case BOOLEAN -> in.readBoolean();
            case STRING -> in.skip(in.readLength());
            default -> {
                in.reset(in.bytes(), start);
                return false;
            }
        }
        return true;
    }
}
