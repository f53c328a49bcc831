package io.tidemark.load.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tidemark.load.process.BrokerProcess;
import io.tidemark.load.process.MonitoredCluster;
import io.tidemark.schemas.topic.Part;
import io.tidemark.standalone.cluster.Cluster;
import io.tidemark.standalone.doctor.Doctor;
import io.tidemark.standalone.doctor.Finding;
import io.tidemark.standalone.doctor.Finding.Level;
import io.tidemark.stream.config.MonitorConfig;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.AbortTransactionSpec;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A transaction that its coordinator ends while a partition of it has no leader, which brokers of Kafka 4.2 to 4.3.1 take for a partition that was
 * deleted (KAFKA-20734, decision 0023). With brokers that tell the partition later there is none to find, and this test has no use.
 */
class HangingTransactionFaultIT {
    private static final String PREFIX = "hang.";
    private static final int BROKERS = 3;
    private static final int LONELY = 2;

    @TempDir
    private Path folder;

    @Test
    @Tag("long")
    void shouldBeFoundByDoctorUntilItIsAborted() throws Exception {
        try (MonitoredCluster processes = MonitoredCluster.start(folder, BROKERS)) {
            Map<String, String> settings = new HashMap<>(processes.within().settings());
            settings.put(MonitorConfig.TOPIC_PREFIX, PREFIX);
            Cluster cluster = new Cluster(settings);
            TopicPartition partition =
                    new TopicPartition(cluster.topics().retrainJobs().name(), 0);
            try (Admin admin = cluster.admin()) {
                admin.createTopics(List.of(new NewTopic(partition.topic(), Map.of(0, List.of(LONELY)))))
                        .all()
                        .get();
                commitWithoutLeader(cluster, partition, processes.brokers().get(LONELY - 1));

                await().atMost(MonitoredCluster.PATIENCE)
                        .untilAsserted(() -> assertThat(examine(cluster))
                                .singleElement()
                                .satisfies(finding -> {
                                    assertThat(finding.level()).isEqualTo(Level.FAIL);
                                    assertThat(finding.check()).isEqualTo("transactions: hang.retrain-jobs-0");
                                    assertThat(finding.found()).contains("nothing from offset 0 on is seen");
                                    assertThat(finding.remedy())
                                            .endsWith("abort --topic hang.retrain-jobs --partition 0 --start-offset 0");
                                }));

                abort(admin, partition);
                await().atMost(MonitoredCluster.PATIENCE)
                        .untilAsserted(() -> assertThat(examine(cluster))
                                .singleElement()
                                .extracting(Finding::level)
                                .isEqualTo(Level.OK));
            }
        }
    }

    /** The broker that has the partition goes after it was written to, and comes back when the transaction is said to be committed. */
    private static void commitWithoutLeader(Cluster cluster, TopicPartition partition, BrokerProcess lonely)
            throws Exception {
        try (Producer<String, String> producer = cluster.producer(
                new StringSerializer(),
                new StringSerializer(),
                Map.of(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "hang.test"))) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(partition.topic(), partition.partition(), "model", "job"))
                    .get();
            lonely.stop();
            producer.commitTransaction();
        }
        lonely.startAgain();
    }

    private List<Finding> examine(Cluster cluster) throws InterruptedException {
        return new Doctor(cluster, List.of(Part.OPERATOR), Map::of, Map.of())
                .examine(folder).stream()
                        .filter(finding -> finding.check().startsWith("transactions"))
                        .toList();
    }

    /** As {@code kafka-transactions.sh abort} does. */
    private static void abort(Admin admin, TopicPartition partition) throws Exception {
        ProducerState open = admin.describeProducers(List.of(partition))
                .partitionResult(partition)
                .get()
                .activeProducers()
                .getFirst();
        admin.abortTransaction(new AbortTransactionSpec(
                        partition,
                        open.producerId(),
                        (short) open.producerEpoch(),
                        open.coordinatorEpoch().orElse(0)))
                .all()
                .get();
    }
}
