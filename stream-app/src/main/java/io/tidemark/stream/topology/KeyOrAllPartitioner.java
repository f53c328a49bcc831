package io.tidemark.stream.topology;

import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.streams.processor.StreamPartitioner;

/** Sends what has a key to the task of that key, and what concerns all tasks to all. */
final class KeyOrAllPartitioner<V> implements StreamPartitioner<byte[], V> {
    private final Predicate<V> concernsAll;

    KeyOrAllPartitioner(Predicate<V> concernsAll) {
        this.concernsAll = concernsAll;
    }

    @Override
    public Optional<Set<Integer>> partitions(String topic, byte[] key, V message, int partitions) {
        return concernsAll.test(message)
                ? Optional.of(IntStream.range(0, partitions).boxed().collect(Collectors.toUnmodifiableSet()))
                : byKeyHash();
    }

    /** What Kafka Streams takes for "as a producer would by default". */
    private static Optional<Set<Integer>> byKeyHash() {
        return Optional.empty();
    }
}
