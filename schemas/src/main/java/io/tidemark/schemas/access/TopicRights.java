package io.tidemark.schemas.access;

import io.tidemark.schemas.topic.Part;
import io.tidemark.schemas.topic.Topic;
import io.tidemark.schemas.topic.TopicCatalogue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Of the topics that parts work on: which are there, and what of that work the brokers do not allow this login. Brokers without an authorizer allow all.
 *
 * @param found by name
 * @param missing the names of those that are not there
 * @param denied by name, what is needed and not allowed
 */
public record TopicRights(
        Map<String, TopicDescription> found, List<String> missing, SortedMap<String, Set<AclOperation>> denied) {

    /** What a part has to be allowed to do with a topic; none where it has nothing to do with it. Who may read or write may also describe. */
    public static Set<AclOperation> needed(Topic<?, ?> topic, Part part) {
        Set<AclOperation> needed = EnumSet.noneOf(AclOperation.class);
        if (topic.flow().readers().contains(part)) {
            needed.add(AclOperation.READ);
        }
        if (topic.flow().writers().contains(part)) {
            needed.add(AclOperation.WRITE);
        }
        return needed;
    }

    /**
     * Asks the brokers.
     *
     * @throws ExecutionException if they refuse to answer at all
     * @throws TimeoutException if they don't within {@code patience}
     */
    public static TopicRights ask(Admin admin, TopicCatalogue topics, Collection<Part> parts, Duration patience)
            throws ExecutionException, TimeoutException, InterruptedException {
        return ask(admin, needed(topics, parts), patience);
    }

    /** What parts have to be allowed to do with Tidemark's topics, by name; of topics that they have nothing to do with, nothing. */
    public static Map<String, Set<AclOperation>> needed(TopicCatalogue topics, Collection<Part> parts) {
        Map<String, Set<AclOperation>> needed = new TreeMap<>();
        for (Topic<?, ?> topic : topics.all()) {
            for (Part part : parts) {
                needed.computeIfAbsent(topic.name(), _ -> EnumSet.noneOf(AclOperation.class))
                        .addAll(needed(topic, part));
            }
        }
        needed.values().removeIf(Set::isEmpty);
        return needed;
    }

    /**
     * Asks the brokers of any topics.
     *
     * @param needed by name, what this login is to be allowed
     * @throws ExecutionException if they refuse to answer at all
     * @throws TimeoutException if they don't within {@code patience}
     */
    public static TopicRights ask(Admin admin, Map<String, Set<AclOperation>> needed, Duration patience)
            throws ExecutionException, TimeoutException, InterruptedException {
        Map<String, KafkaFuture<TopicDescription>> answers = admin.describeTopics(
                        needed.keySet(), new DescribeTopicsOptions().includeAuthorizedOperations(true))
                .topicNameValues();
        Map<String, TopicDescription> found = new TreeMap<>();
        List<String> missing = new ArrayList<>();
        SortedMap<String, Set<AclOperation>> denied = new TreeMap<>();
        for (Map.Entry<String, Set<AclOperation>> topic : needed.entrySet()) {
            try {
                TopicDescription description = Objects.requireNonNull(answers.get(topic.getKey()))
                        .get(patience.toMillis(), TimeUnit.MILLISECONDS);
                found.put(topic.getKey(), description);
                Set<AclOperation> lacking = EnumSet.copyOf(topic.getValue());
                lacking.removeAll(description.authorizedOperations());
                if (!lacking.isEmpty()) {
                    denied.put(topic.getKey(), lacking);
                }
            } catch (ExecutionException e) {
                switch (e.getCause()) {
                    case UnknownTopicOrPartitionException _ -> missing.add(topic.getKey());
                    case TopicAuthorizationException _ -> denied.put(topic.getKey(), topic.getValue());
                    case null, default -> throw e;
                }
            }
        }
        return new TopicRights(found, missing, denied);
    }

    /** What is not allowed, in words: {@code WRITE on the topic t, READ on the topic u}. */
    public String deniedText() {
        return denied.entrySet().stream()
                .map(topic -> topic.getValue().stream().map(AclOperation::name).collect(Collectors.joining(" and "))
                        + " on the topic " + topic.getKey())
                .collect(Collectors.joining(", "));
    }
}
