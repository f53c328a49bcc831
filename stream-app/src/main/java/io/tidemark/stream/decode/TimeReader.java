package io.tidemark.stream.decode;

import java.util.List;
import java.util.Optional;
import org.apache.avro.LogicalType;
import org.apache.avro.Schema;

/** Reads a point in time as milliseconds since the epoch, whichever of Avro's timestamps it was written as. */
final class TimeReader {
    private static final long NULL = 0;

    private final long[] unitsPerMilli;
    private final boolean union;

    private TimeReader(long[] unitsPerMilli, boolean union) {
        this.unitsPerMilli = unitsPerMilli;
        this.union = union;
    }

    /** The reader of a timestamp or plain long, or of a union of null and these; empty for any other schema. */
    static Optional<TimeReader> of(Schema schema) {
        List<Schema> types = schema.isUnion() ? schema.getTypes() : List.of(schema);
        boolean readable = types.stream().anyMatch(TimeReader::isTime)
                && types.stream().allMatch(type -> isTime(type) || type.getType() == Schema.Type.NULL);
        return readable
                ? Optional.of(new TimeReader(
                        types.stream().mapToLong(TimeReader::unitsPerMilli).toArray(), schema.isUnion()))
                : Optional.empty();
    }

    private static boolean isTime(Schema schema) {
        return unitsPerMilli(schema) > 0;
    }

    private static long unitsPerMilli(Schema schema) {
        if (schema.getType() != Schema.Type.LONG) {
            return NULL;
        }
        LogicalType logical = schema.getLogicalType();
        return switch (logical == null ? "timestamp-millis" : logical.getName()) {
            case "timestamp-millis" -> 1;
            case "timestamp-micros" -> 1_000;
            case "timestamp-nanos" -> 1_000_000;
            default -> NULL;
        };
    }

    /** Milliseconds since the epoch; 0 for null. */
    long read(BinaryReader in) {
        long units = unitsPerMilli[union ? in.readIndex(unitsPerMilli.length) : 0];
        return units == NULL ? 0 : Math.floorDiv(in.readLong(), units);
    }
}
