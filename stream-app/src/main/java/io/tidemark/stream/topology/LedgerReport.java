package io.tidemark.stream.topology;

import io.tidemark.schemas.avro.PartitionLedger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.apache.kafka.streams.processor.api.ProcessorContext;

/**
 * Tells what became of the records of one partition: among the metrics of this process, and in records for all who want to know, whichever
 * process has the partition. A record is written where something changed, and not more often than every five seconds, so what came last before
 * a process ended is told by the one that takes over.
 *
 * @param <O> what may become of a record
 */
final class LedgerReport<O> implements AutoCloseable {
    static final Duration INTERVAL = Duration.ofSeconds(5);

    private final LedgerStep step;
    private final int partition;
    private final List<O> outcomes;
    private final Function<O, String> reasonOf;
    private final Consumer<PartitionLedger> sink;
    private final LedgerMetrics<O> metrics;
    private Map<String, Long> told = Map.of();
    private long toldAtMs;

    /**
     * @param reasonOf what an outcome is called
     * @param sink takes what is to be written
     */
    LedgerReport(
            LedgerStep step,
            ProcessorContext<?, ?> context,
            List<O> outcomes,
            Function<O, String> reasonOf,
            Consumer<PartitionLedger> sink) {
        this.step = step;
        this.partition = context.taskId().partition();
        this.outcomes = List.copyOf(outcomes);
        this.reasonOf = reasonOf;
        this.sink = sink;
        this.metrics = new LedgerMetrics<>(
                context.metrics(), context.taskId().toString(), partition, step, this.outcomes, reasonOf);
    }

    /** To be called often. */
    void update(ToLongFunction<O> countOf, long nowMs) {
        metrics.update(countOf);
        if (!told.isEmpty() && Math.abs(nowMs - toldAtMs) < INTERVAL.toMillis()) {
            return;
        }
        Map<String, Long> counts = new TreeMap<>();
        for (O outcome : outcomes) {
            long count = countOf.applyAsLong(outcome);
            if (count != 0) {
                counts.put(reasonOf.apply(outcome), count);
            }
        }
        if (!counts.equals(told)) {
            told = counts;
            toldAtMs = nowMs;
            sink.accept(PartitionLedger.newBuilder()
                    .setStep(step.key())
                    .setPartition(partition)
                    .setCounts(counts)
                    .setAt(Instant.ofEpochMilli(nowMs))
                    .build());
        }
    }

    @Override
    public void close() {
        metrics.close();
    }
}
