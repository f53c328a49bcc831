package io.tidemark.standalone.doctor;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeProducersResult.PartitionProducerState;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdNotFoundException;

/**
 * Transactions that are open in a partition and that no coordinator will ever end. Whoever reads what is committed waits behind one for ever: no
 * time-out and no restart helps. Brokers of Kafka 4.2 to 4.3.1 leave them behind (KAFKA-20734): decision 0023.
 *
 * <p>No clock is asked. A coordinator forgets a partition once it has told it how the transaction ended. One that is still open where the
 * coordinator had already forgotten it was never told.
 */
final class TransactionChecks {
    private static final String CHECK = "transactions";

    private final Admin admin;
    private final String bootstrapServers;

    /** @param bootstrapServers for the command that mends it */
    TransactionChecks(Admin admin, String bootstrapServers) {
        this.admin = admin;
        this.bootstrapServers = bootstrapServers;
    }

    /**
     * A transaction in a partition.
     *
     * @param start the offset of its first record
     */
    private record OpenTransaction(TopicPartition partition, long start, long producerId) {}

    /** @param topics those that are not there are passed over */
    List<Finding> findings(Collection<String> topics) throws ExecutionException, InterruptedException {
        Set<String> present = admin.listTopics().names().get();
        List<TopicPartition> partitions = admin
                .describeTopics(topics.stream().filter(present::contains).toList())
                .allTopicNames()
                .get()
                .values()
                .stream()
                .flatMap(topic -> partitionsOf(topic).stream())
                .toList();
        Set<String> denied = new TreeSet<>();
        Set<OpenTransaction> hanging = hanging(partitions, denied);
        List<Finding> findings = new ArrayList<>();
        hanging.forEach(open -> findings.add(finding(open)));
        if (!denied.isEmpty()) {
            findings.add(Finding.warn(
                    CHECK,
                    "can't be told of " + String.join(", ", denied) + ", which this login may not read",
                    "log in as somebody who has what tidemark acls prints for operator"));
        }
        if (findings.isEmpty()) {
            findings.add(Finding.ok(CHECK, "none hangs in %,d partitions".formatted(partitions.size())));
        }
        return findings;
    }

    private static List<TopicPartition> partitionsOf(TopicDescription topic) {
        return topic.partitions().stream()
                .map(partition -> new TopicPartition(topic.name(), partition.partition()))
                .toList();
    }

    private Set<OpenTransaction> hanging(Collection<TopicPartition> partitions, Set<String> denied)
            throws ExecutionException, InterruptedException {
        Set<OpenTransaction> open = open(partitions, denied);
        if (open.isEmpty()) {
            return open;
        }
        Map<Long, Set<TopicPartition>> toBeEnded =
                toBeEnded(open.stream().map(OpenTransaction::producerId).collect(Collectors.toSet()));
        // Of a producer that this login may not be told of, nothing can be said.
        open.removeIf(each -> !toBeEnded.containsKey(each.producerId())
                || toBeEnded.getOrDefault(each.producerId(), Set.of()).contains(each.partition()));
        open.retainAll(open(open.stream().map(OpenTransaction::partition).collect(Collectors.toSet()), denied));
        return open;
    }

    private Set<OpenTransaction> open(Collection<TopicPartition> partitions, Set<String> denied)
            throws ExecutionException, InterruptedException {
        var answers = admin.describeProducers(partitions);
        Set<OpenTransaction> open = new HashSet<>();
        for (TopicPartition partition : partitions) {
            KafkaFuture<PartitionProducerState> answer = answers.partitionResult(partition);
            try {
                for (ProducerState producer : answer.get().activeProducers()) {
                    producer.currentTransactionStartOffset()
                            .ifPresent(start -> open.add(new OpenTransaction(partition, start, producer.producerId())));
                }
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof TopicAuthorizationException)) {
                    throw e;
                }
                denied.add(partition.topic());
            }
        }
        return open;
    }

    /** By producer, the partitions that its coordinator has still to tell how its transaction ends. */
    private Map<Long, Set<TopicPartition>> toBeEnded(Set<Long> producers)
            throws ExecutionException, InterruptedException {
        List<String> ids =
                admin.listTransactions(new ListTransactionsOptions().filterProducerIds(producers)).all().get().stream()
                        .map(TransactionListing::transactionalId)
                        .toList();
        var answers = admin.describeTransactions(ids);
        List<TransactionDescription> described = new ArrayList<>();
        for (String id : ids) {
            try {
                described.add(answers.description(id).get());
            } catch (ExecutionException e) {
                // Forgotten since it was listed.
                if (!(e.getCause() instanceof TransactionalIdNotFoundException)) {
                    throw e;
                }
            }
        }
        return described.stream()
                .collect(Collectors.toMap(
                        TransactionDescription::producerId, TransactionDescription::topicPartitions, (a, _) -> a));
    }

    private Finding finding(OpenTransaction open) {
        return Finding.fail(
                CHECK + ": " + open.partition(),
                "one of producer " + open.producerId() + " hangs: nothing from offset " + open.start()
                        + " on is seen by those who read what is committed, for ever",
                "see docs/operations.md, \"A transaction that hangs\"; then kafka-transactions.sh --bootstrap-server "
                        + bootstrapServers + " abort --topic "
                        + open.partition().topic() + " --partition "
                        + open.partition().partition() + " --start-offset " + open.start());
    }
}
