package io.tidemark.stream.view;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** The last records that could not be used, without their bytes. Safe for use by several threads. */
public final class RecentDeadLetters {
    private static final int MOST = 200;
    private static final int LONGEST_TEXT = 500;

    private final Deque<DeadLetter> letters = new ArrayDeque<>();

    /**
     * One of them. Texts are as they came, cut where they are long.
     *
     * @param reason the code of what was wrong
     * @param message what exactly was wrong, and what to do
     * @param topic where it came from; as partition and offset empty where it does not say
     * @param key its key as text
     * @param place where it is among the dead letters
     */
    public record DeadLetter(
            String reason,
            String message,
            String topic,
            String partition,
            String offset,
            String key,
            Instant time,
            String place) {}

    synchronized void add(ConsumerRecord<byte[], byte[]> letter) {
        letters.addFirst(new DeadLetter(
                header(letter, "tidemark.reason"),
                header(letter, "__streams.errors.message"),
                header(letter, "__streams.errors.topic"),
                header(letter, "__streams.errors.partition"),
                header(letter, "__streams.errors.offset"),
                text(letter.key()),
                Instant.ofEpochMilli(letter.timestamp()),
                letter.topic() + "-" + letter.partition() + "@" + letter.offset()));
        if (letters.size() > MOST) {
            letters.removeLast();
        }
    }

    private static String header(ConsumerRecord<byte[], byte[]> letter, String name) {
        Header header = letter.headers().lastHeader(name);
        return text(header == null ? null : header.value());
    }

    private static String text(byte @Nullable [] bytes) {
        if (bytes == null) {
            return "";
        }
        return new String(bytes, 0, Math.min(bytes.length, LONGEST_TEXT), UTF_8);
    }

    /** Those that came last, the last first. */
    public synchronized List<DeadLetter> last(int most) {
        return letters.stream().limit(most).toList();
    }
}
