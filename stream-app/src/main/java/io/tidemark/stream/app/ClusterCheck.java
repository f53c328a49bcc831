package io.tidemark.stream.app;

import io.tidemark.schemas.access.Refusal;
import io.tidemark.schemas.access.TopicRights;
import io.tidemark.schemas.topic.Part;
import io.tidemark.schemas.topic.TopicCatalogue;
import io.tidemark.stream.config.MonitorConfig;
import io.tidemark.stream.config.Role;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
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
     * @throws StartException if the brokers can't be reached, topics are missing, or this login may not do with them what the roles have to
     */
    static Partitions inputPartitions(MonitorConfig config) {
        TopicCatalogue topics = new TopicCatalogue(config.topicPrefix());
        String brokers = String.valueOf(config.streamsProperties().get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG));
        TopicRights rights = rights(config, topics, brokers);
        if (!rights.missing().isEmpty()) {
            throw new StartException("topics are missing on " + brokers + ": " + String.join(", ", rights.missing())
                    + "; create them with ./tidemark topics create");
        }
        if (!rights.denied().isEmpty()) {
            throw new StartException("the brokers at " + brokers + " do not allow this login " + rights.deniedText()
                    + "; grant what ./tidemark acls prints for "
                    + config.roles().stream().map(role -> role.part().key()).collect(Collectors.joining(", ")));
        }
        return new Partitions(
                partitionsOf(topics.inferenceLogs().name(), rights),
                partitionsOf(topics.groundTruth().name(), rights));
    }

    private static TopicRights rights(MonitorConfig config, TopicCatalogue topics, String brokers) {
        // What ingest needs it asks for itself, when a spec has a source: without one it needs nothing.
        List<Part> parts =
                config.roles().stream().filter(Role::isStreams).map(Role::part).toList();
        try (Admin admin = Admin.create(adminSettings(config))) {
            return TopicRights.ask(admin, topics, parts, PATIENCE);
        } catch (TimeoutException e) {
            throw new StartException("no broker answers at " + brokers + "; check the address and the network", e);
        } catch (ExecutionException e) {
            throw refused(brokers, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartException("interrupted while asking the brokers at " + brokers, e);
        }
    }

    private static StartException refused(String brokers, ExecutionException e) {
        String why = Refusal.explain(e).orElseGet(() -> String.valueOf(e.getCause()));
        return new StartException("the brokers at " + brokers + " refused: " + why, e);
    }

    /** Of a role that this process does not have nothing is known, and nothing asked. */
    private static int partitionsOf(String topic, TopicRights rights) {
        TopicDescription description = rights.found().get(topic);
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
