package io.tidemark.stream.view;

import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Map;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;

/** What values of Avro records take on the heap, by estimate: rather more than less. */
final class HeapBytes {
    /** A number, a time, a constant: what is boxed, and the reference to it. */
    private static final int VALUE = 32;

    private static final int TEXT = 64;
    private static final int CONTAINER = 64;
    private static final int MAP_ENTRY = 56;

    private HeapBytes() {}

    static long of(@Nullable Object value) {
        return switch (value) {
            case null -> 0;
            // Two bytes where one character of it needs them.
            case CharSequence text -> TEXT + 2L * text.length();
            case IndexedRecord record -> ofRecord(record);
            case Map<?, ?> map ->
                CONTAINER
                        + map.entrySet().stream()
                                .mapToLong(entry -> ofEntry(entry.getKey(), entry.getValue()))
                                .sum();
            case Collection<?> all ->
                CONTAINER
                        + all.stream().mapToLong(each -> Long.BYTES + of(each)).sum();
            case ByteBuffer bytes -> CONTAINER + (long) bytes.capacity();
            default -> VALUE;
        };
    }

    /** An entry of a map. */
    static long ofEntry(@Nullable Object key, @Nullable Object value) {
        return MAP_ENTRY + of(key) + of(value);
    }

    private static long ofRecord(IndexedRecord record) {
        long bytes = CONTAINER;
        for (int field = 0; field < record.getSchema().getFields().size(); field++) {
            bytes += Long.BYTES + of(record.get(field));
        }
        return bytes;
    }
}
