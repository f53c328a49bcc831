package io.tidemark.stream.view;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiPredicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * How far consumer groups are behind, by what they have committed: the same answer from whichever instance is asked. Asked of the brokers when it is
 * looked at, and not more often than every few seconds. Safe for use by several threads.
 */
public final class GroupLags implements AutoCloseable {
    private static final Duration FRESH = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Admin admin;
    private final Collection<String> groups;
    private final BiPredicate<String, String> isWanted;
    private final InstantSource clock;
    private Answer last = new Answer(Instant.MIN, List.of(), Optional.empty());

    /**
     * @param admin closed with this
     * @param isWanted which topics of which groups are told of; groups read internal topics besides
     */
    public GroupLags(
            Admin admin, Collection<String> groups, BiPredicate<String, String> isWanted, InstantSource clock) {
        this.admin = admin;
        this.groups = List.copyOf(groups);
        this.isWanted = isWanted;
        this.clock = clock;
    }

    /**
     * What the brokers said.
     *
     * @param lags by group, topic and partition; empty where they did not answer
     * @param failure why there is nothing, where they did not
     */
    public record Answer(Instant at, List<Lag> lags, Optional<String> failure) {}

    /**
     * One partition.
     *
     * @param committed offset of the next record
     * @param end behind the last one; marks of transactions take offsets, too
     */
    public record Lag(String group, String topic, int partition, long committed, long end) {
        /** Offsets that are not read yet. */
        public long records() {
            return Math.max(0, end - committed);
        }
    }

    public synchronized Answer ask() {
        Instant now = clock.instant();
        if (last.at().isBefore(now.minus(FRESH))) {
            last = askBrokers(now);
        }
        return last;
    }

    private Answer askBrokers(Instant now) {
        try {
            return new Answer(now, of(admin, groups, isWanted, PATIENCE), Optional.empty());
        } catch (ExecutionException e) {
            return new Answer(now, List.of(), Optional.of("the brokers refused: " + e.getCause()));
        } catch (TimeoutException e) {
            return new Answer(now, List.of(), Optional.of("no broker answered in " + PATIENCE.toSeconds() + " s"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Answer(now, List.of(), Optional.of("interrupted"));
        }
    }

    /**
     * How far groups are behind, by group, topic and partition. A partition of which a group has committed nothing is left out.
     *
     * @param isWanted which topics of which groups are told of
     * @param patience for each of two questions to the brokers
     */
    public static List<Lag> of(
            Admin admin, Collection<String> groups, BiPredicate<String, String> isWanted, Duration patience)
            throws ExecutionException, InterruptedException, TimeoutException {
        Map<GroupPartition, Long> committed = committed(admin, groups, isWanted, patience);
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        committed.keySet().forEach(each -> asked.put(each.partition(), OffsetSpec.latest()));
        Map<TopicPartition, ListOffsetsResultInfo> ends =
                admin.listOffsets(asked).all().get(patience.toMillis(), TimeUnit.MILLISECONDS);
        List<Lag> lags = new ArrayList<>();
        committed.forEach((each, offset) -> {
            ListOffsetsResultInfo end = ends.get(each.partition());
            if (end != null) {
                lags.add(new Lag(
                        each.group(), each.partition().topic(), each.partition().partition(), offset, end.offset()));
            }
        });
        lags.sort(Comparator.comparing(Lag::group).thenComparing(Lag::topic).thenComparingInt(Lag::partition));
        return lags;
    }

    private record GroupPartition(String group, TopicPartition partition) {}

    private static Map<GroupPartition, Long> committed(
            Admin admin, Collection<String> groups, BiPredicate<String, String> isWanted, Duration patience)
            throws ExecutionException, InterruptedException, TimeoutException {
        Map<String, ListConsumerGroupOffsetsSpec> asked = new HashMap<>();
        groups.forEach(group -> asked.put(group, new ListConsumerGroupOffsetsSpec()));
        Map<String, Map<TopicPartition, OffsetAndMetadata>> all =
                admin.listConsumerGroupOffsets(asked).all().get(patience.toMillis(), TimeUnit.MILLISECONDS);
        Map<GroupPartition, Long> committed = new HashMap<>();
        all.forEach((group, offsets) -> offsets.forEach((partition, offset) -> {
            if (offset != null && isWanted.test(group, partition.topic())) {
                committed.put(new GroupPartition(group, partition), offset.offset());
            }
        }));
        return committed;
    }

    @Override
    public void close() {
        admin.close(PATIENCE);
    }
}
