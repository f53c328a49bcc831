package io.tidemark.load.process;

import io.tidemark.standalone.cluster.Cluster;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;

/** Who of the monitor's group owns which partitions of the logs, and what is left to do there, as the brokers know it. */
public final class GroupWork implements AutoCloseable {
    private static final String MONITOR = "tidemark.monitor";

    private final Admin admin;
    private final String group;
    private final String logs;

    /** Of a monitor with its usual name. */
    public GroupWork(Cluster cluster) {
        this(cluster, MONITOR);
    }

    /** @param group the monitor's application id */
    public GroupWork(Cluster cluster, String group) {
        this.group = group;
        admin = cluster.admin();
        logs = cluster.topics().inferenceLogs().name();
    }

    /** How many members have partitions of the logs. */
    public long owners() {
        return quietly(
                () -> members()
                        .filter(member -> !partitions(member).isEmpty())
                        .map(member -> member.clientId())
                        .count(),
                0L);
    }

    /** How many partitions of the logs the member owns. */
    public int owned(String clientId) {
        return quietly(() -> ownedBy(clientId).size(), 0);
    }

    private List<TopicPartition> ownedBy(String clientId) throws Exception {
        return members()
                .filter(member -> member.clientId().startsWith(clientId + "-StreamThread"))
                .flatMap(member -> partitions(member).stream())
                .toList();
    }

    /** The end of each partition that the member owns and where it has not committed all there is; empty while brokers don't answer. */
    public Map<TopicPartition, Long> workOf(String clientId) {
        return quietly(() -> uncommitted(ends(ownedBy(clientId))), Map.of());
    }

    /**
     * Freezes a monitor if it owns partitions with records that it has not committed; else it goes on as before.
     *
     * @return the ends of these partitions; empty where it is not frozen
     */
    public Map<TopicPartition, Long> freezeIfAtWork(MonitorProcess monitor) {
        if (workOf(monitor.name()).isEmpty()) {
            // One that is frozen again and again while it joins the group would never own anything.
            return Map.of();
        }
        monitor.process().freeze();
        Map<TopicPartition, Long> left = workOf(monitor.name());
        if (left.isEmpty()) {
            monitor.process().thaw();
        }
        return left;
    }

    /** Those of the ends that have not been reached by a commit. */
    private Map<TopicPartition, Long> uncommitted(Map<TopicPartition, Long> ends) throws Exception {
        Map<TopicPartition, Long> committed = committedOffsets();
        return ends.entrySet().stream()
                .filter(end -> committed.getOrDefault(end.getKey(), 0L) < end.getValue())
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** Records before these ends that are not committed as read; empty while brokers don't answer. */
    public OptionalLong lag(Map<TopicPartition, Long> ends) {
        return quietly(() -> OptionalLong.of(remaining(ends)), OptionalLong.empty());
    }

    /**
     * As {@link #lag(Map)}.
     *
     * @throws IllegalStateException if brokers don't answer
     */
    public long lagTo(Map<TopicPartition, Long> ends) {
        return lag(ends)
                .orElseThrow(() -> new IllegalStateException("no broker answers how far the monitors have come"));
    }

    /** Whether all before these ends is committed; not while brokers don't answer. */
    public boolean isDone(Map<TopicPartition, Long> ends) {
        return quietly(() -> remaining(ends) == 0, false);
    }

    private long remaining(Map<TopicPartition, Long> ends) throws Exception {
        Map<TopicPartition, Long> committed = committedOffsets();
        return ends.entrySet().stream()
                .mapToLong(end -> Math.max(0, end.getValue() - committed.getOrDefault(end.getKey(), 0L)))
                .sum();
    }

    /** The present ends of the logs; empty while brokers don't answer. */
    public Map<TopicPartition, Long> ends() {
        return quietly(this::allEnds, Map.of());
    }

    private Map<TopicPartition, Long> allEnds() throws Exception {
        return ends(admin.describeTopics(List.of(logs)).allTopicNames().get().values().stream()
                .flatMap(topic -> topic.partitions().stream())
                .map(partition -> new TopicPartition(logs, partition.partition()))
                .toList());
    }

    /** Records of the logs that are committed as read, in all; empty while brokers don't answer. */
    public OptionalLong committed() {
        return quietly(
                () -> OptionalLong.of(committedOffsets().values().stream()
                        .mapToLong(Long::longValue)
                        .sum()),
                OptionalLong.empty());
    }

    /** Records of the logs that are not committed as read, in all; empty while brokers don't answer. */
    public OptionalLong lag() {
        return quietly(() -> OptionalLong.of(remaining(allEnds())), OptionalLong.empty());
    }

    private Map<TopicPartition, Long> committedOffsets() throws Exception {
        Map<TopicPartition, Long> committed = new HashMap<>();
        Map<TopicPartition, OffsetAndMetadata> all = admin.listConsumerGroupOffsets(group)
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
        return admin.describeConsumerGroups(List.of(group)).all().get().values().stream()
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

    /** A broker that is away, or has just come back, has no answer yet; and there is no group before its first member. */
    private static <T> T quietly(Question<T> question, T otherwise) {
        try {
            return question.ask();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RetriableException || e.getCause() instanceof GroupIdNotFoundException) {
                return otherwise;
            }
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
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
