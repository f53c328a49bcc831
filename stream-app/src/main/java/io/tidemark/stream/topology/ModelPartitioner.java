package io.tidemark.stream.topology;

import io.tidemark.stream.window.ProfileMessage;
import io.tidemark.stream.window.ProfileMessage.Heartbeat;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.streams.processor.StreamPartitioner;

/** Sends everything about a model to one assess task, and heartbeats to all of them. */
final class ModelPartitioner implements StreamPartitioner<byte[], ProfileMessage> {
    @Override
    public Optional<Set<Integer>> partitions(String topic, byte[] key, ProfileMessage message, int partitions) {
        return message instanceof Heartbeat
                ? Optional.of(IntStream.range(0, partitions).boxed().collect(Collectors.toUnmodifiableSet()))
                : byKeyHash();
    }

    /** What Kafka Streams takes for "as a producer would by default". */
    private static Optional<Set<Integer>> byKeyHash() {
        return Optional.empty();
    }
}
