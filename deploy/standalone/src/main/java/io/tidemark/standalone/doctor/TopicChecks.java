package io.tidemark.standalone.doctor;

import io.tidemark.schemas.topic.Topic;
import io.tidemark.schemas.topic.TopicCatalogue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;

/** Tidemark's topics: that they are there, as the catalogue has them, and safe. */
final class TopicChecks {
    private static final String CREATE = "create it with: tidemark topics create";

    private final Admin admin;
    private final TopicCatalogue topics;
    private final int brokers;

    TopicChecks(Admin admin, TopicCatalogue topics, int brokers) {
        this.admin = admin;
        this.topics = topics;
        this.brokers = brokers;
    }

    List<Finding> findings() throws ExecutionException, InterruptedException {
        Set<String> present = admin.listTopics().names().get();
        List<Topic<?, ?>> there = topics.all().stream()
                .filter(topic -> present.contains(topic.name()))
                .toList();
        Map<String, TopicDescription> described = admin.describeTopics(
                        there.stream().map(Topic::name).toList())
                .allTopicNames()
                .get();
        Map<ConfigResource, Config> configs = admin.describeConfigs(
                        there.stream().map(TopicChecks::resource).toList())
                .all()
                .get();
        List<Finding> findings = new ArrayList<>();
        for (Topic<?, ?> topic : topics.all()) {
            if (!present.contains(topic.name())) {
                findings.add(Finding.fail("topic " + topic.name(), "is not there", CREATE));
                continue;
            }
            List<Finding> wrong = new ArrayList<>();
            settings(topic, Objects.requireNonNull(configs.get(resource(topic))), wrong);
            replicas(
                    topic,
                    Objects.requireNonNull(described.get(topic.name())),
                    Objects.requireNonNull(configs.get(resource(topic))),
                    wrong);
            findings.addAll(wrong.isEmpty() ? List.of(asItShould(topic, described)) : wrong);
        }
        partitions(described, findings);
        return findings;
    }

    private static ConfigResource resource(Topic<?, ?> topic) {
        return new ConfigResource(ConfigResource.Type.TOPIC, topic.name());
    }

    private static Finding asItShould(Topic<?, ?> topic, Map<String, TopicDescription> described) {
        return Finding.ok(
                "topic " + topic.name(),
                Objects.requireNonNull(described.get(topic.name())).partitions().size()
                        + " partitions, as it should be");
    }

    private static void settings(Topic<?, ?> topic, Config config, List<Finding> findings) {
        String check = "topic " + topic.name() + ": ";
        String cleanup = valueOf(config, TopicConfig.CLEANUP_POLICY_CONFIG);
        if (!setOf(cleanup).equals(setOf(topic.cleanup().config()))) {
            findings.add(Finding.fail(
                    check + TopicConfig.CLEANUP_POLICY_CONFIG,
                    cleanup + " instead of " + topic.cleanup().config() + ": state is lost, or grows for ever",
                    alter(
                            topic,
                            TopicConfig.CLEANUP_POLICY_CONFIG,
                            topic.cleanup().config())));
        }
        topic.configs().forEach((key, wanted) -> {
            String found = valueOf(config, key);
            boolean tooSmall =
                    key.equals(TopicConfig.MAX_MESSAGE_BYTES_CONFIG) && Long.parseLong(found) < Long.parseLong(wanted);
            if (tooSmall) {
                findings.add(Finding.fail(
                        check + key,
                        found + ", records of up to " + wanted + " are written",
                        alter(topic, key, wanted)));
            } else if (key.equals(TopicConfig.RETENTION_MS_CONFIG) && !found.equals(wanted)) {
                findings.add(Finding.warn(
                        check + key,
                        found + " instead of " + wanted,
                        "leave it if it is meant so, else " + alter(topic, key, wanted)));
            }
        });
    }

    private static Set<String> setOf(String list) {
        return new TreeSet<>(Arrays.asList(list.split("\\s*,\\s*")));
    }

    private static String valueOf(Config config, String key) {
        return config.get(key) == null ? "" : String.valueOf(config.get(key).value());
    }

    private static String alter(Topic<?, ?> topic, String key, String value) {
        return "kafka-configs.sh --alter --topic " + topic.name() + " --add-config " + key + "=" + value;
    }

    private void replicas(Topic<?, ?> topic, TopicDescription description, Config config, List<Finding> findings) {
        String check = "topic " + topic.name() + ": ";
        int least = description.partitions().stream()
                .mapToInt(partition -> partition.replicas().size())
                .min()
                .orElse(0);
        long minInsync = BrokerChecks.number(config, TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG);
        if (least < Math.min(brokers, 3)) {
            findings.add(Finding.warn(
                    check + "replication",
                    least + " copies on " + brokers + " brokers",
                    "reassign its partitions to three brokers"));
        }
        if (minInsync > least) {
            findings.add(Finding.fail(
                    check + TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG,
                    minInsync + " of " + least + " copies: nothing can be written",
                    alter(topic, TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, "" + Math.max(1, least - 1))));
        } else if (least > 1 && minInsync == least) {
            findings.add(Finding.warn(
                    check + TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG,
                    minInsync + " of " + least + " copies: nothing can be written while one broker is down",
                    alter(topic, TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, "" + (least - 1))));
        }
        String behind = description.partitions().stream()
                .filter(partition -> partition.leader() == null
                        || partition.isr().size() < partition.replicas().size())
                .map(TopicPartitionInfo::partition)
                .map(String::valueOf)
                .collect(Collectors.joining(", "));
        if (!behind.isEmpty()) {
            findings.add(Finding.warn(
                    check + "replicas in sync",
                    "partitions " + behind + " lack some",
                    "see which broker is down or behind"));
        }
    }

    /** Of topics that are joined. */
    private void partitions(Map<String, TopicDescription> described, List<Finding> findings) {
        TopicDescription logs = described.get(topics.inferenceLogs().name());
        TopicDescription truth = described.get(topics.groundTruth().name());
        if (logs != null
                && truth != null
                && logs.partitions().size() != truth.partitions().size()) {
            findings.add(Finding.warn(
                    "partitions of what is joined",
                    logs.name() + " has " + logs.partitions().size() + " and " + truth.name() + " has "
                            + truth.partitions().size() + ": records travel to their partners",
                    "give both as many partitions"));
        }
    }
}
