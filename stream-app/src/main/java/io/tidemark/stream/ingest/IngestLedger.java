package io.tidemark.stream.ingest;

import io.tidemark.schemas.avro.PartitionLedger;
import io.tidemark.stream.mapping.IngestOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/**
 * What became of every record of one partition of a source topic. The invariant: records read = mapped + not meant + dead letters.
 *
 * <p>The counts are committed with the offset that they belong to, as its metadata, so whoever takes the partition over goes on from them. One
 * thread counts; any thread may read.
 */
final class IngestLedger {
    static final String STEP = "ingest";
    static final Duration INTERVAL = Duration.ofSeconds(5);

    private static final String VERSION = "tidemark-ledger-1";
    private static final String SEPARATOR = ";";

    private final TopicPartition partition;
    private final Map<IngestOutcome, LongAdder> counts = new EnumMap<>(IngestOutcome.class);
    private Map<String, Long> told = Map.of();
    private Instant toldAt = Instant.MIN;

    /** @param committed the metadata of the partition's offset; what is not {@link #metadata} counts as nothing */
    IngestLedger(TopicPartition partition, String committed) {
        this.partition = partition;
        for (IngestOutcome outcome : IngestOutcome.values()) {
            counts.put(outcome, new LongAdder());
        }
        String[] parts = committed.split(SEPARATOR);
        if (parts[0].equals(VERSION)) {
            Arrays.stream(parts).skip(1).forEach(this::restore);
        }
    }

    /** An outcome that this release does not know is left out. */
    private void restore(String count) {
        int at = count.indexOf('=');
        if (at > 0) {
            IngestOutcome.of(count.substring(0, at))
                    .ifPresent(outcome -> adder(outcome).add(Long.parseLong(count.substring(at + 1))));
        }
    }

    TopicPartition partition() {
        return partition;
    }

    void count(IngestOutcome outcome) {
        adder(outcome).increment();
    }

    long of(IngestOutcome outcome) {
        return adder(outcome).sum();
    }

    private LongAdder adder(IngestOutcome outcome) {
        return Objects.requireNonNull(counts.get(outcome));
    }

    /** To be committed with the offset behind the last record that was counted. */
    String metadata() {
        return VERSION
                + byReason().entrySet().stream()
                        .map(count -> SEPARATOR + count.getKey() + "=" + count.getValue())
                        .collect(Collectors.joining());
    }

    private Map<String, Long> byReason() {
        Map<String, Long> byReason = new TreeMap<>();
        counts.forEach((outcome, count) -> {
            if (count.sum() != 0) {
                byReason.put(outcome.reason(), count.sum());
            }
        });
        return byReason;
    }

    /** What is to be told of it now: where something changed, at intervals. */
    Optional<PartitionLedger> report(Instant now) {
        boolean isTooSoon =
                !told.isEmpty() && Duration.between(toldAt, now).abs().compareTo(INTERVAL) < 0;
        Map<String, Long> byReason = byReason();
        if (isTooSoon || byReason.equals(told)) {
            return Optional.empty();
        }
        told = byReason;
        toldAt = now;
        return Optional.of(PartitionLedger.newBuilder()
                .setStep(STEP)
                .setTopic(partition.topic())
                .setPartition(partition.partition())
                .setCounts(byReason)
                .setAt(now)
                .build());
    }
}
