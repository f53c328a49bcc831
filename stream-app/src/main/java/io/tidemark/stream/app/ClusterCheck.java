package io.tidemark.stream.app;

import io.tidemark.schemas.topic.Topic;
import io.tidemark.schemas.topic.TopicCatalogue;
import io.tidemark.stream.config.MonitorConfig;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.streams.StreamsConfig;

/** Looks at the cluster before the monitor starts, so that what is missing is said at once and in plain words. */
final class ClusterCheck {
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private ClusterCheck() {}

    /** How many partitions the inputs have. */
    record Partitions(int inferenceLogs, int groundTruth) {}

    /**
     * How many partitions the inputs have.
     *
     * @throws StartException if the brokers can't be reached or topics are missing
     */
    static Partitions inputPartitions(MonitorConfig config) {
        TopicCatalogue topics = new TopicCatalogue(config.topicPrefix());
        Object brokers = config.streamsProperties().get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG);
        try (Admin admin = Admin.create(adminSettings(config))) {
            Set<String> present = admin.listTopics().names().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            List<String> missing = topics.all().stream()
                    .map(Topic::name)
                    .filter(name -> !present.contains(name))
                    .toList();
            if (!missing.isEmpty()) {
                throw new StartException("topics are missing on " + brokers + ": " + String.join(", ", missing)
                        + "; create them with ./tidemark topics create");
            }
            String logs = topics.inferenceLogs().name();
            String truth = topics.groundTruth().name();
            Map<String, TopicDescription> descriptions = admin.describeTopics(List.of(logs, truth))
                    .allTopicNames()
                    .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            return new Partitions(partitionsOf(logs, descriptions), partitionsOf(truth, descriptions));
        } catch (TimeoutException e) {
            throw new StartException("no broker answers at " + brokers + "; check the address and the network", e);
        } catch (ExecutionException e) {
            throw new StartException("the brokers at " + brokers + " refused: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartException("interrupted while asking the brokers at " + brokers, e);
        }
    }

    private static int partitionsOf(String topic, Map<String, TopicDescription> descriptions) {
        TopicDescription description = descriptions.get(topic);
        return description == null ? 0 : description.partitions().size();
    }

    /** Those of the admin client of Kafka Streams, which has what begins with {@code admin.} before what all clients have. */
    static Map<String, Object> adminSettings(MonitorConfig config) {
        Map<String, Object> settings =
                new HashMap<>(new StreamsConfig(config.streamsProperties()).getAdminConfigs("tidemark-start"));
        boolean hasTimeouts = settings.containsKey(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG)
                || settings.containsKey(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG);
        if (!hasTimeouts) { // the one must not be shorter than the other, so they are set together
            settings.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, Math.toIntExact(PATIENCE.toMillis()));
            settings.put(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, Math.toIntExact(PATIENCE.toMillis()));
        }
        return settings;
    }
}
