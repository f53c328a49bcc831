package io.tidemark.stream.topology;

import io.tidemark.stream.topology.ProfileOutput.DeadLetter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Makes dead letters: the original key, bytes and headers, and beside them where the record came from (under Kafka's own
 * header names for dead letters) and why it could not be used.
 *
 * <p>A dead letter can always be written: its value is cut at a configured length, so that no record is lost for being
 * too large to be complained about.
 */
final class DeadLetters {
    static final String REASON = "tidemark.reason";
    static final String CUT_FROM_BYTES = "tidemark.cut.from.bytes";
    static final String MESSAGE = "__streams.errors.message";
    static final String TOPIC = "__streams.errors.topic";
    static final String PARTITION = "__streams.errors.partition";
    static final String OFFSET = "__streams.errors.offset";

    private static final int LONGEST_MESSAGE = 2_000;

    private final int maxBytes;

    DeadLetters(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /**
     * @param reason a short fixed text per kind of fault, to count and search by
     * @param message what exactly was wrong
     */
    Record<byte[], ProfileOutput> of(
            Record<byte[], byte[]> original, @Nullable RecordMetadata origin, String reason, String message) {
        byte[] value = original.value() == null ? new byte[0] : original.value();
        byte[] kept = value.length > maxBytes ? Arrays.copyOf(value, maxBytes) : value;
        Headers headers = new RecordHeaders(original.headers());
        add(headers, REASON, reason);
        add(headers, MESSAGE, message.length() > LONGEST_MESSAGE ? message.substring(0, LONGEST_MESSAGE) : message);
        if (kept.length < value.length) {
            add(headers, CUT_FROM_BYTES, Integer.toString(value.length));
        }
        if (origin != null) {
            add(headers, TOPIC, origin.topic());
            add(headers, PARTITION, Integer.toString(origin.partition()));
            add(headers, OFFSET, Long.toString(origin.offset()));
        }
        // A negative timestamp can't be produced; the time a dead letter was made says as much.
        return new Record<>(original.key(), new DeadLetter(kept), Math.max(0, original.timestamp()), headers);
    }

    private static void add(Headers headers, String name, String value) {
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
