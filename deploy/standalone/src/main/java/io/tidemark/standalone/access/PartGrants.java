package io.tidemark.standalone.access;

import static org.apache.kafka.common.acl.AclOperation.CREATE;
import static org.apache.kafka.common.acl.AclOperation.DELETE;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE_CONFIGS;
import static org.apache.kafka.common.acl.AclOperation.READ;
import static org.apache.kafka.common.acl.AclOperation.WRITE;
import static org.apache.kafka.common.resource.ResourceType.GROUP;
import static org.apache.kafka.common.resource.ResourceType.TOPIC;
import static org.apache.kafka.common.resource.ResourceType.TRANSACTIONAL_ID;

import io.tidemark.retrain.track.JobTracking;
import io.tidemark.retrain.worker.WorkerConfig;
import io.tidemark.schemas.access.TopicRights;
import io.tidemark.schemas.topic.Part;
import io.tidemark.schemas.topic.Topic;
import io.tidemark.standalone.cluster.Cluster;
import io.tidemark.stream.app.StreamsResources;
import io.tidemark.stream.config.MonitorConfig;
import io.tidemark.stream.config.Role;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.streams.StreamsConfig;

/**
 * The least rights of each part. What concerns Tidemark's topics is in their catalogue; what concerns internal topics follows from the topologies; groups and
 * transactional ids from the parts' settings.
 */
public final class PartGrants {
    /** Each channel of notifications is a group of its own. */
    private static final String NOTIFY_GROUPS = "notify.";

    /** What groups of consumers may be called; theirs are nobody else's. */
    private static final String CONSUMER_GROUPS = "consumer.";

    private final Cluster cluster;
    private final List<String> sourceTopics;
    private final MonitorConfig monitor;

    /** @param cluster whose settings say the prefix of topics and, where it is not the default, the monitor's {@code application.id} */
    public PartGrants(Cluster cluster) {
        this(cluster, List.of());
    }

    /** @param sourceTopics the topics with schemas of their own that specs name */
    public PartGrants(Cluster cluster, List<String> sourceTopics) {
        this.cluster = cluster;
        this.sourceTopics = List.copyOf(sourceTopics);
        Map<String, String> settings = new HashMap<>();
        settings.put(MonitorConfig.TOPIC_PREFIX, cluster.topics().prefix());
        Optional.ofNullable(cluster.settings().get(StreamsConfig.APPLICATION_ID_CONFIG))
                .ifPresent(id -> settings.put(StreamsConfig.APPLICATION_ID_CONFIG, id));
        this.monitor = new MonitorConfig(settings);
    }

    /** The monitor's settings, as far as rights depend on them. */
    public MonitorConfig monitor() {
        return monitor;
    }

    /** Those of one part; topics first. */
    public List<Grant> of(Part part) {
        List<Grant> grants = new ArrayList<>();
        for (Topic<?, ?> topic : cluster.topics().all()) {
            Set<AclOperation> operations = EnumSet.noneOf(AclOperation.class);
            operations.addAll(TopicRights.needed(topic, part));
            if (part == Part.OPERATOR) {
                operations.addAll(EnumSet.of(CREATE, DESCRIBE, DESCRIBE_CONFIGS));
            }
            if (!operations.isEmpty()) {
                grants.add(new Grant(new ResourcePattern(TOPIC, topic.name(), PatternType.LITERAL), operations));
            }
        }
        switch (part) {
            case DRIFT -> addStreams(Role.DRIFT, grants);
            case LABELS -> addStreams(Role.LABELS, grants);
            case INGEST -> addIngest(grants);
            case WORKER -> addWorker(grants);
            case TRACKING ->
                grants.add(Grant.onAllThatBegin(GROUP, cluster.topics().prefix() + JobTracking.GROUPS, READ));
            case NOTIFICATIONS ->
                grants.add(Grant.onAllThatBegin(GROUP, cluster.topics().prefix() + NOTIFY_GROUPS, READ));
            case EVENT_CONSUMER -> grants.add(Grant.onAllThatBegin(GROUP, consumerGroups(), READ));
            case OPERATOR -> addOperator(grants);
            case VIEW, SCORER, LOG_PRODUCER, TRUTH_PRODUCER -> {}
        }
        return grants;
    }

    /** Kafka Streams creates its internal topics, and removes from repartition topics what has been read. */
    private void addStreams(Role role, List<Grant> grants) {
        StreamsResources resources = StreamsResources.of(monitor, role);
        resources.internalTopics().forEach(topic -> grants.add(Grant.on(TOPIC, topic, CREATE, READ, WRITE, DELETE)));
        grants.add(Grant.on(GROUP, resources.applicationId(), READ));
        grants.add(Grant.onAllThatBegin(TRANSACTIONAL_ID, resources.applicationId() + "-", WRITE));
    }

    private void addIngest(List<Grant> grants) {
        sourceTopics.forEach(topic -> grants.add(Grant.on(TOPIC, topic, READ)));
        String group = monitor.applicationId(Role.INGEST);
        grants.add(Grant.on(GROUP, group, READ));
        grants.add(Grant.onAllThatBegin(TRANSACTIONAL_ID, group + "-", WRITE));
    }

    private void addWorker(List<Grant> grants) {
        String group = workerGroup();
        grants.add(Grant.on(GROUP, group, READ));
        grants.add(Grant.onAllThatBegin(TRANSACTIONAL_ID, group + "-", WRITE));
    }

    /** What the groups of those begin with who consume drift events. */
    public String consumerGroups() {
        return cluster.topics().prefix() + CONSUMER_GROUPS;
    }

    /** The consumer group of the retrain workers. */
    public String workerGroup() {
        return new WorkerConfig(Map.of(
                        WorkerConfig.TOPIC_PREFIX, cluster.topics().prefix(),
                        CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, cluster.bootstrapServers()))
                .group();
    }

    /** What {@code doctor} looks at comes on top. */
    private void addOperator(List<Grant> grants) {
        grants.add(Grant.onAllThatBegin(TRANSACTIONAL_ID, cluster.transactionalIds(), WRITE));
        for (Role role : Role.values()) {
            grants.add(Grant.on(GROUP, monitor.applicationId(role), DESCRIBE));
            grants.add(Grant.onAllThatBegin(TRANSACTIONAL_ID, monitor.applicationId(role) + "-", DESCRIBE));
            if (role.isStreams()) {
                StreamsResources.of(monitor, role)
                        .internalTopics()
                        .forEach(topic -> grants.add(Grant.on(TOPIC, topic, READ, DESCRIBE, DESCRIBE_CONFIGS)));
            }
        }
        sourceTopics.forEach(topic -> grants.add(Grant.on(TOPIC, topic, DESCRIBE)));
        grants.add(Grant.on(GROUP, workerGroup(), DESCRIBE));
        grants.add(Grant.onAllThatBegin(TRANSACTIONAL_ID, workerGroup() + "-", DESCRIBE));
        grants.add(Grant.onAllThatBegin(GROUP, cluster.topics().prefix() + NOTIFY_GROUPS, DESCRIBE));
        grants.add(Grant.onAllThatBegin(GROUP, cluster.topics().prefix() + JobTracking.GROUPS, DESCRIBE));
        grants.add(Grant.onCluster(DESCRIBE, DESCRIBE_CONFIGS));
    }
}
