package io.tidemark.load.faults;

import io.tidemark.standalone.cluster.Cluster;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;

/** Who of the monitor's group owns which partitions of the logs, and what is left to do there, as the brokers know it. */
final class GroupWork implements AutoCloseable {
    private static final String GROUP = "tidemark.monitor";

    private final Admin admin;
    private final String logs;

    GroupWork(Cluster cluster) {
        admin = cluster.admin();
        logs = cluster.topics().inferenceLogs().name();
    }

    /** How many members have partitions of the logs. */
    long owners() {
        return quietly(
                () -> members()
                        .filter(member -> !partitions(member).isEmpty())
                        .map(member -> member.clientId())
                        .count(),
                0L);
    }

    /** The end of each partition that the member owns and where it has not committed all there is; empty while brokers don't answer. */
    Map<TopicPartition, Long> workOf(String clientId) {
        return quietly(
                () -> {
                    List<TopicPartition> owned = members()
                            .filter(member -> member.clientId().startsWith(clientId + "-StreamThread"))
                            .flatMap(member -> partitions(member).stream())
                            .toList();
                    return uncommitted(ends(owned));
                },
                Map.of());
    }

    /** Those of the ends that have not been reached by a commit. */
    private Map<TopicPartition, Long> uncommitted(Map<TopicPartition, Long> ends) throws Exception {
        Map<TopicPartition, Long> committed = committedOffsets();
        return ends.entrySet().stream()
                .filter(end -> committed.getOrDefault(end.getKey(), 0L) < end.getValue())
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** Records before these ends that have not been committed. */
    long lagTo(Map<TopicPartition, Long> ends) throws Exception {
        Map<TopicPartition, Long> committed = committedOffsets();
        return ends.entrySet().stream()
                .mapToLong(end -> Math.max(0, end.getValue() - committed.getOrDefault(end.getKey(), 0L)))
                .sum();
    }

    /** Records of the logs that are committed as read, in all; 0 while brokers don't answer. */
    long committed() {
        return quietly(
                () -> committedOffsets().values().stream()
                        .mapToLong(Long::longValue)
                        .sum(),
                0L);
    }

    /** Records of the logs that are not committed as read, in all; 0 while brokers don't answer. */
    long lag() {
        return quietly(
                () -> lagTo(ends(IntStream.range(0, RowPlan.PARTITIONS)
                        .mapToObj(partition -> new TopicPartition(logs, partition))
                        .toList())),
                0L);
    }

    private Map<TopicPartition, Long> committedOffsets() throws Exception {
        Map<TopicPartition, Long> committed = new HashMap<>();
        Map<TopicPartition, OffsetAndMetadata> all = admin.listConsumerGroupOffsets(GROUP)
                .partitionsToOffsetAndMetadata()
                .get();
        all.forEach((partition, offset) -> {
            if (partition.topic().equals(logs) && offset != null) {
                committed.put(partition, offset.offset());
            }
        });
        return committed;
    }

    private Stream<MemberDescription> members() throws Exception {
        return admin.describeConsumerGroups(List.of(GROUP)).all().get().values().stream()
                .flatMap(described -> described.members().stream());
    }

    private List<TopicPartition> partitions(MemberDescription member) {
        return member.assignment().topicPartitions().stream()
                .filter(partition -> partition.topic().equals(logs))
                .toList();
    }

    private Map<TopicPartition, Long> ends(List<TopicPartition> partitions) throws Exception {
        Map<TopicPartition, OffsetSpec> request =
                partitions.stream().collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest()));
        return admin.listOffsets(request).all().get().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, end -> end.getValue().offset()));
    }

    @FunctionalInterface
    private interface Question<T> {
        T ask() throws Exception;
    }

    /** A broker that is away, or has just come back, has no answer yet. */
    private static <T> T quietly(Question<T> question, T otherwise) {
        try {
            return question.ask();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RetriableException) {
                return otherwise;
            }
            throw new IllegalStateException(e);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        admin.close();
    }
}
