package io.tidemark.stream.mapping;

import io.tidemark.stream.mapping.Field.Fields;
import io.tidemark.stream.mapping.Field.Flag;
import io.tidemark.stream.mapping.Field.Missing;
import io.tidemark.stream.mapping.Field.Moment;
import io.tidemark.stream.mapping.Field.Numbers;
import io.tidemark.stream.mapping.Field.Other;
import io.tidemark.stream.mapping.Field.Real;
import io.tidemark.stream.mapping.Field.Text;
import io.tidemark.stream.mapping.Field.Whole;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.util.Utf8;
import org.jspecify.annotations.Nullable;

/** Avro records and maps, by the schema that they were written with. */
final class AvroFields {
    private static final long NANOS_A_SECOND = 1_000_000_000L;
    /** Beyond, a decimal's zeros would take more room than its record. */
    private static final int MOST_ZEROS = 100;

    private AvroFields() {}

    static Fields of(GenericRecord record) {
        return new Named(record);
    }

    private record Named(IndexedRecord record) implements Fields {
        @Override
        public Field field(String name) {
            Schema.Field field = record.getSchema().getField(name);
            return field == null ? Missing.MISSING : AvroFields.field(field.schema(), record.get(field.pos()));
        }

        @Override
        public List<String> names() {
            return record.getSchema().getFields().stream()
                    .map(Schema.Field::name)
                    .toList();
        }
    }

    private record Entries(Schema values, Map<?, ?> map) implements Fields {
        @Override
        public Field field(String name) {
            Object value = map.containsKey(new Utf8(name)) ? map.get(new Utf8(name)) : map.get(name);
            return AvroFields.field(values, value);
        }

        @Override
        public List<String> names() {
            return map.keySet().stream().map(String::valueOf).toList();
        }
    }

    private static Field field(Schema declared, @Nullable Object value) {
        if (value == null) {
            return Missing.MISSING;
        }
        Schema schema = declared.getType() == Schema.Type.UNION
                ? declared.getTypes().get(GenericData.get().resolveUnion(declared, value))
                : declared;
        return switch (schema.getType()) {
            case NULL -> Missing.MISSING;
            case BOOLEAN -> new Flag((Boolean) value);
            case INT, LONG -> whole(schema, ((Number) value).longValue());
            case FLOAT, DOUBLE -> Real.of(((Number) value).doubleValue());
            case STRING, ENUM -> new Text(value.toString());
            case BYTES -> bytes(schema, (ByteBuffer) value);
            case FIXED -> bytes(schema, ByteBuffer.wrap(((GenericFixed) value).bytes()));
            case ARRAY -> array(schema.getElementType(), (Collection<?>) value);
            case MAP -> new Entries(schema.getValueType(), (Map<?, ?>) value);
            case RECORD -> new Named((IndexedRecord) value);
            case UNION -> throw new IllegalStateException("a union has no unions in it");
        };
    }

    private static Field whole(Schema schema, long number) {
        return switch (schema.getLogicalType()) {
            case LogicalTypes.TimestampMillis _, LogicalTypes.LocalTimestampMillis _ ->
                new Moment(Instant.ofEpochMilli(number), number);
            case LogicalTypes.TimestampMicros _, LogicalTypes.LocalTimestampMicros _ ->
                new Moment(ofParts(number, NANOS_A_SECOND / 1_000), number);
            case LogicalTypes.TimestampNanos _, LogicalTypes.LocalTimestampNanos _ ->
                new Moment(ofParts(number, NANOS_A_SECOND), number);
            case LogicalTypes.Date _ -> new Moment(Instant.EPOCH.plus(Duration.ofDays(number)), number);
            case null, default -> new Whole(number);
        };
    }

    private static Instant ofParts(long number, long aSecond) {
        return Instant.ofEpochSecond(
                Math.floorDiv(number, aSecond), Math.floorMod(number, aSecond) * (NANOS_A_SECOND / aSecond));
    }

    private static Field bytes(Schema schema, ByteBuffer value) {
        byte[] bytes = new byte[value.remaining()];
        value.duplicate().get(bytes);
        return switch (schema.getLogicalType()) {
            case LogicalTypes.Decimal decimal
            when bytes.length > 0 -> real(new BigDecimal(new BigInteger(bytes), decimal.getScale()));
            case LogicalTypes.Uuid _
            when bytes.length == 2 * Long.BYTES ->
                new Text(new UUID(value.getLong(0), value.getLong(Long.BYTES)).toString());
            case null, default -> new Other("bytes");
        };
    }

    private static Real real(BigDecimal decimal) {
        BigDecimal least = decimal.stripTrailingZeros();
        return new Real(
                decimal.doubleValue(),
                Math.abs(least.scale()) <= MOST_ZEROS ? least.toPlainString() : least.toString());
    }

    private static Field array(Schema elements, Collection<?> values) {
        List<Double> numbers = new ArrayList<>(values.size());
        for (Object value : values) {
            switch (field(elements, value)) {
                case Whole(long number) -> numbers.add((double) number);
                case Real(double number, String _) -> numbers.add(number);
                case Missing _ -> {
                    return new Other("an array with null");
                }
                case Field other -> {
                    return new Other("an array with " + other.words());
                }
            }
        }
        return new Numbers(numbers);
    }
}
