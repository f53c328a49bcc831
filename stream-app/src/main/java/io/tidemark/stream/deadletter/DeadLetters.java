package io.tidemark.stream.deadletter;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Makes dead letters: the original key, bytes and headers, and beside them where the record came from (under Kafka's own
 * header names for dead letters) and why it could not be used.
 *
 * <p>A dead letter can always be written: its value is cut at a configured length, and its key and headers at a fixed one
 * ({@link #MOST_BESIDE_VALUE} in all), so that no record is lost for being too large to be complained about. The original
 * may be larger than what may be written, because brokers limit compressed batches.
 */
public final class DeadLetters {
    public static final String REASON = "tidemark.reason";
    public static final String CUT_FROM_BYTES = "tidemark.cut.from.bytes";
    public static final String KEY_CUT_FROM_BYTES = "tidemark.key.cut.from.bytes";
    public static final String HEADERS_LEFT_OUT = "tidemark.headers.left.out";
    public static final String MESSAGE = "__streams.errors.message";
    public static final String TOPIC = "__streams.errors.topic";
    public static final String PARTITION = "__streams.errors.partition";
    public static final String OFFSET = "__streams.errors.offset";

    /** A dead letter that is sent again carries these already; what holds is what is said of it this time. */
    private static final Set<String> OWN =
            Set.of(REASON, MESSAGE, TOPIC, PARTITION, OFFSET, CUT_FROM_BYTES, KEY_CUT_FROM_BYTES, HEADERS_LEFT_OUT);

    /** Bytes of a dead letter beside its value, Kafka's own included. */
    public static final int MOST_BESIDE_VALUE = 64 * 1024;

    private static final int LONGEST_MESSAGE = 2_000;
    private static final int LONGEST_KEY = 16 * 1024;
    private static final int MOST_HEADERS = 32 * 1024;
    /** What Kafka needs for a header at most, beside its name and value. */
    private static final int HEADER_OVERHEAD = 10;

    private final int maxBytes;

    /** @param maxBytes where values are cut */
    public DeadLetters(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /**
     * @param reason a short fixed text per kind of fault, to count and search by
     * @param message what exactly was wrong
     */
    public Record<byte[], byte[]> of(
            Record<byte[], byte[]> original, @Nullable RecordMetadata origin, String reason, String message) {
        return of(original, original.value() == null ? 0 : original.value().length, origin, reason, message);
    }

    /** @param bytes how long the original's value was, where only its beginning is left */
    public Record<byte[], byte[]> of(
            Record<byte[], byte[]> original,
            int bytes,
            @Nullable RecordMetadata origin,
            String reason,
            String message) {
        byte[] value = original.value() == null ? new byte[0] : original.value();
        byte[] kept = cut(value, maxBytes);
        byte @Nullable [] key = original.key() == null ? null : cut(original.key(), LONGEST_KEY);
        Headers headers = headersOf(original);
        add(headers, REASON, reason);
        add(headers, MESSAGE, message.length() > LONGEST_MESSAGE ? message.substring(0, LONGEST_MESSAGE) : message);
        if (kept.length < bytes) {
            add(headers, CUT_FROM_BYTES, Integer.toString(bytes));
        }
        if (key != null && key.length < original.key().length) {
            add(headers, KEY_CUT_FROM_BYTES, Integer.toString(original.key().length));
        }
        if (origin != null) {
            add(headers, TOPIC, origin.topic());
            add(headers, PARTITION, Integer.toString(origin.partition()));
            add(headers, OFFSET, Long.toString(origin.offset()));
        }
        // A negative timestamp can't be produced; the time a dead letter was made says as much.
        return new Record<>(key, kept, Math.max(0, original.timestamp()), headers);
    }

    private static byte[] cut(byte[] bytes, int longest) {
        return bytes.length > longest ? Arrays.copyOf(bytes, longest) : bytes;
    }

    /** The original's headers, as far as there is room for them, but none by the name of one of ours. */
    private static Headers headersOf(Record<byte[], byte[]> original) {
        Headers headers = new RecordHeaders();
        long bytes = 0;
        int leftOut = 0;
        for (Header header : original.headers()) {
            if (OWN.contains(header.key())) {
                continue;
            }
            long size = (long) HEADER_OVERHEAD + Utils.utf8Length(header.key()) + lengthOf(header.value());
            if (bytes + size > MOST_HEADERS) {
                leftOut++;
            } else {
                bytes += size;
                headers.add(header);
            }
        }
        if (leftOut > 0) {
            add(headers, HEADERS_LEFT_OUT, Integer.toString(leftOut));
        }
        return headers;
    }

    private static int lengthOf(byte @Nullable [] value) {
        return value == null ? 0 : value.length;
    }

    private static void add(Headers headers, String name, String value) {
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
