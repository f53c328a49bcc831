package io.tidemark.serving.log;

import java.util.Map;

/**
 * What became of the inferences so far. When nothing is under way, {@code logged = written + pending + droppedInAll()}; while there is, the numbers
 * are each right but not of the same instant.
 *
 * @param logged calls of {@link InferenceLogger#log}
 * @param written inferences that Kafka acknowledged
 * @param pending inferences in memory: waiting, or sent and not acknowledged
 * @param dropped inferences that were not written, by reason; every reason is there
 */
public record LogCounts(long logged, long written, long pending, Map<DropReason, Long> dropped) {
    public LogCounts {
        dropped = Map.copyOf(dropped);
    }

    public long dropped(DropReason reason) {
        return dropped.getOrDefault(reason, 0L);
    }

    public long droppedInAll() {
        return dropped.values().stream().mapToLong(Long::longValue).sum();
    }
}
