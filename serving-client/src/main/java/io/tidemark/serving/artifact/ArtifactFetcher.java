package io.tidemark.serving.artifact;

import io.tidemark.schemas.avro.ModelArtifactRef;
import io.tidemark.serving.model.ModelArtifact;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the bytes of a version from its chunks, and checks them against the version's record.
 *
 * <p>It seeks to the offset that the record names. Where another key is there, as in a mirror of the topic, it reads the partition from its beginning and the keys
 * decide; where the record's topic does not exist, it reads the topic that this installation has in its place. In any case the bytes have the
 * length and the SHA-256 of the record, or there are none. Of the records that it passes it keeps none that is not asked for, so it needs the
 * memory of the artifact twice.
 *
 * <p>The consumer is made when it is first needed, and stays until {@link #close}. For one thread at a time; {@link #wakeUp} is for any.
 */
public final class ArtifactFetcher implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ArtifactFetcher.class);
    private static final Duration POLL = Duration.ofMillis(100);

    /** A version can be seen before the chunks of its transaction: each partition learns of the commit by itself. */
    private static final Duration SETTLING = Duration.ofSeconds(2);

    private static final Duration CLOSE = Duration.ofSeconds(1);
    private static final int MAX_CHUNKS = 100_000;

    /** Chunks, all of them together, the parsed artifact, and what its runtime makes of it. */
    private static final int COPIES = 4;

    private final Supplier<Consumer<String, byte[]>> connect;
    private final String ownTopic;
    private final Duration timeout;
    private final LongSupplier freeBytes;
    private volatile @Nullable Consumer<String, byte[]> consumer;

    /**
     * @param connect makes a consumer without a group that reads committed records only, creates no topics, and gives an error for an offset that
     *     is not there ({@code auto.offset.reset=none})
     * @param ownTopic this installation's topic of artifacts
     * @param timeout how long one fetch may take
     */
    public ArtifactFetcher(Supplier<Consumer<String, byte[]>> connect, String ownTopic, Duration timeout) {
        this(connect, ownTopic, timeout, HeapRoom::bytes);
    }

    ArtifactFetcher(
            Supplier<Consumer<String, byte[]>> connect, String ownTopic, Duration timeout, LongSupplier freeBytes) {
        this.connect = connect;
        this.ownTopic = ownTopic;
        this.timeout = timeout;
        this.freeBytes = freeBytes;
    }

    /** As {@link #fetch(String, String, ModelArtifactRef, BooleanSupplier)}, whatever happens meanwhile. */
    public byte[] fetch(String modelId, String version, ModelArtifactRef ref) {
        return fetch(modelId, version, ref, () -> true);
    }

    /**
     * The bytes of a version.
     *
     * @param wanted asked from time to time; where it says no, the fetch is given up
     * @throws ArtifactException if they can't be had
     */
    public byte[] fetch(String modelId, String version, ModelArtifactRef ref, BooleanSupplier wanted) {
        String name = modelId + " " + version;
        check(name, ref);
        ChunkCollector chunks = new ChunkCollector(modelId, version, ref);
        Fetch fetch = new Fetch(name, chunks, wanted, System.nanoTime());
        try {
            Consumer<String, byte[]> open = open();
            TopicPartition partition = fetch.partition(open, ref);
            open.assign(List.of(partition));
            if (!fetch.atOffset(open, partition, ref.getFirstOffset())) {
                chunks.clear();
                fetch.fromBeginning(open, partition);
            }
            open.assign(List.of());
        } catch (TimeoutException e) {
            throw fetch.tooSlow();
        } catch (WakeupException | InterruptException e) {
            throw fetch.givenUp();
        } catch (KafkaException e) {
            close();
            throw new ArtifactException(
                    ArtifactProblem.UNREACHABLE, "the chunks of " + name + " can't be read: " + rootMessage(e), e);
        }
        if (!chunks.isComplete()) {
            throw new ArtifactException(
                    ArtifactProblem.INCOMPLETE,
                    "of " + name + " " + chunks.found() + " of " + ref.getChunks() + " chunks are in partition "
                            + ref.getPartition() + " of " + ref.getTopic()
                            + "; if they don't come, publish the version again");
        }
        return chunks.join();
    }

    private void check(String name, ModelArtifactRef ref) {
        if (ref.getBytes() > ModelArtifact.MAX_BYTES) {
            throw new ArtifactException(
                    ArtifactProblem.TOO_LARGE,
                    String.format(
                            Locale.ROOT,
                            "%s has %,d bytes, an artifact may have %,d",
                            name,
                            ref.getBytes(),
                            ModelArtifact.MAX_BYTES));
        }
        if (ref.getBytes() <= 0
                || ref.getChunks() <= 0
                || ref.getChunks() > Math.min(ref.getBytes(), MAX_CHUNKS)
                || ref.getPartition() < 0
                || ref.getFirstOffset() < 0) {
            throw new ArtifactException(
                    ArtifactProblem.BAD_REFERENCE, "the record of " + name + " can't be right: its artifact is " + ref);
        }
        long free = freeBytes.getAsLong();
        if (free < COPIES * ref.getBytes()) {
            throw new ArtifactException(
                    ArtifactProblem.NO_ROOM,
                    String.format(
                            Locale.ROOT,
                            "%s has %,d bytes and needs about %d times as many while it is loaded, the heap has %,d left; give the application a"
                                    + " larger heap (-Xmx)",
                            name,
                            ref.getBytes(),
                            COPIES,
                            free));
        }
    }

    private Consumer<String, byte[]> open() {
        Consumer<String, byte[]> open = consumer;
        if (open == null) {
            open = connect.get();
            consumer = open;
        }
        return open;
    }

    /** Ends a fetch that is going on, or the next one. */
    public void wakeUp() {
        Consumer<String, byte[]> open = consumer;
        if (open != null) {
            open.wakeup();
        }
    }

    @Override
    public void close() {
        Consumer<String, byte[]> open = consumer;
        consumer = null;
        if (open != null) {
            try {
                open.close(CloseOptions.timeout(CLOSE));
            } catch (KafkaException e) {
                LOG.debug("The consumer of artifacts did not close in order", e);
            }
        }
    }

    private static String rootMessage(Throwable error) {
        Throwable root = error;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.toString() : root.getMessage();
    }

    /** One fetch, with its time. */
    private final class Fetch {
        private final String name;
        private final ChunkCollector chunks;
        private final BooleanSupplier wanted;
        private final long start;

        Fetch(String name, ChunkCollector chunks, BooleanSupplier wanted, long start) {
            this.name = name;
            this.chunks = chunks;
            this.wanted = wanted;
            this.start = start;
        }

        /** In the topic that the record names, or where there is none, as in a mirror, in our own. */
        TopicPartition partition(Consumer<String, byte[]> open, ModelArtifactRef ref) {
            for (String topic : List.of(ref.getTopic(), ownTopic)) {
                if (open.partitionsFor(topic, left()).size() > ref.getPartition()) {
                    return new TopicPartition(topic, ref.getPartition());
                }
            }
            throw new ArtifactException(
                    ArtifactProblem.INCOMPLETE,
                    "the chunks of " + name + " should be in partition " + ref.getPartition() + " of " + ref.getTopic()
                            + ", which does not exist");
        }

        /** @return whether all chunks are there, the first at this offset */
        boolean atOffset(Consumer<String, byte[]> open, TopicPartition partition, long offset) {
            open.seek(partition, offset);
            boolean begun = false;
            long lastProgress = System.nanoTime();
            try {
                while (!chunks.isComplete() && since(lastProgress).compareTo(SETTLING) < 0) {
                    goOn();
                    for (ConsumerRecord<String, byte[]> message : open.poll(POLL)) {
                        lastProgress = System.nanoTime();
                        if (!begun && (message.offset() != offset || !chunks.isFirst(message.key()))) {
                            return false;
                        }
                        begun = true;
                        chunks.take(message.key(), message.value());
                    }
                }
                return chunks.isComplete();
            } catch (OffsetOutOfRangeException e) {
                return false;
            }
        }

        void fromBeginning(Consumer<String, byte[]> open, TopicPartition partition) {
            long end = open.endOffsets(List.of(partition), left()).getOrDefault(partition, 0L);
            open.seekToBeginning(List.of(partition));
            while (open.position(partition, left()) < end) {
                goOn();
                open.poll(POLL).forEach(message -> chunks.take(message.key(), message.value()));
            }
        }

        private void goOn() {
            if (!wanted.getAsBoolean()) {
                throw givenUp();
            }
            if (!left().isPositive()) {
                throw tooSlow();
            }
        }

        private Duration left() {
            Duration left = timeout.minus(since(start));
            return left.isNegative() ? Duration.ZERO : left;
        }

        private static Duration since(long nanos) {
            return Duration.ofNanos(System.nanoTime() - nanos);
        }

        ArtifactException givenUp() {
            return new ArtifactException(
                    ArtifactProblem.GIVEN_UP, "reading the chunks of " + name + " was given up, it is not wanted now");
        }

        ArtifactException tooSlow() {
            return new ArtifactException(
                    ArtifactProblem.TOO_SLOW,
                    "of the chunks of " + name + " only " + chunks.found() + " could be read in " + timeout.toSeconds()
                            + " s");
        }
    }
}
