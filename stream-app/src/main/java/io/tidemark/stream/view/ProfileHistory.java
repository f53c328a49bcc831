package io.tidemark.stream.view;

import io.tidemark.schemas.avro.WindowProfile;
import io.tidemark.schemas.reader.RecordSink;
import io.tidemark.schemas.serde.UndecodableRecordException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Deserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads window profiles that were written before a view was opened, the last first, so that what people look at first is there first. It ends when
 * all of the time that is asked for has been read, or as much as there is room for. One thread uses it.
 *
 * <p>A topic can only be read forwards, so it is read in pieces, each forwards and one before the other, of all partitions in turns. After a failure it goes on
 * behind the last record that was taken in: none is taken in twice.
 */
final class ProfileHistory implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ProfileHistory.class);
    private static final Duration POLL = Duration.ofMillis(250);
    /** Offsets in a piece: some seconds of reading where records are as large as they may be. */
    private static final long PIECE = 200;

    private final WindowHistory windows;
    private final Consumer<byte[], byte[]> consumer;
    private final RecordSink sink;
    private final Instant since;
    private final Queue<Piece> pieces = new ArrayDeque<>();

    /** What is being read of a partition, and what is left before it. */
    private static final class Piece {
        private final TopicPartition partition;
        private final long first;
        private long position;
        private long begin;
        private long end;
        private long newestMs = Long.MIN_VALUE;

        /** The last piece before {@code end}. */
        Piece(TopicPartition partition, long first, long end) {
            this.partition = partition;
            this.first = first;
            this.end = end;
            this.begin = Math.max(first, end - PIECE);
            this.position = begin;
        }
    }

    /**
     * @param consumer of committed records, without a group; closed with this
     * @param ends by partition, the offsets before which is read
     * @param since records that are older than this, by their timestamps, are not asked for
     */
    ProfileHistory(
            WindowHistory windows,
            Consumer<byte[], byte[]> consumer,
            Deserializer<WindowProfile> deserializer,
            Map<TopicPartition, Long> ends,
            Instant since) {
        this.windows = windows;
        this.consumer = consumer;
        this.sink = ViewReader.passingOver(message -> windows.add(
                deserializer.deserialize(message.topic(), message.value()),
                new RecordPlace(message.partition(), message.offset())));
        this.since = since;
        consumer.beginningOffsets(ends.keySet()).forEach((partition, first) -> {
            long end = Objects.requireNonNull(ends.get(partition));
            if (end > first) {
                pieces.add(new Piece(partition, first, end));
            }
        });
    }

    boolean isDone() {
        return pieces.isEmpty();
    }

    /** Reads some of what is left. */
    void poll() {
        Piece piece = pieces.element();
        if (windows.isFull()) {
            pieces.clear();
            return;
        }
        read(piece);
        if (piece.position < piece.end) {
            return;
        }
        pieces.remove();
        boolean isOlder = piece.newestMs != Long.MIN_VALUE && piece.newestMs < since.toEpochMilli();
        if (piece.begin > piece.first && !isOlder) {
            pieces.add(new Piece(piece.partition, piece.first, piece.begin));
        }
    }

    private void read(Piece piece) {
        if (!consumer.assignment().equals(Set.of(piece.partition))) {
            consumer.assign(List.of(piece.partition));
        }
        if (consumer.position(piece.partition) != piece.position) {
            consumer.seek(piece.partition, piece.position);
        }
        for (ConsumerRecord<byte[], byte[]> message : consumer.poll(POLL)) {
            if (message.offset() >= piece.end) {
                piece.position = piece.end;
                return;
            }
            take(message);
            piece.newestMs = Math.max(piece.newestMs, message.timestamp());
            piece.position = message.offset() + 1;
        }
        // Marks of transactions take offsets too: the position passes them, no record does.
        piece.position = consumer.position(piece.partition);
    }

    private void take(ConsumerRecord<byte[], byte[]> message) {
        if (message.value() == null) {
            return;
        }
        try {
            sink.accept(message);
        } catch (UndecodableRecordException | IllegalArgumentException e) {
            LOG.warn(
                    "{}-{}@{} can't be read and is passed over: {}",
                    message.topic(),
                    message.partition(),
                    message.offset(),
                    e.getMessage());
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
