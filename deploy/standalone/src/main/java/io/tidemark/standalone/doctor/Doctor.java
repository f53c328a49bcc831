package io.tidemark.standalone.doctor;

import io.tidemark.schemas.access.TopicRights;
import io.tidemark.schemas.registry.SchemaRegistry;
import io.tidemark.schemas.topic.Part;
import io.tidemark.schemas.topic.Topic;
import io.tidemark.schemas.topic.TopicCatalogue;
import io.tidemark.standalone.access.PartGrants;
import io.tidemark.standalone.cluster.Cluster;
import io.tidemark.standalone.cluster.ClusterUnreachableException;
import io.tidemark.stream.app.StreamsResources;
import io.tidemark.stream.config.MonitorConfig;
import io.tidemark.stream.config.Role;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.errors.ApiException;

/**
 * All checks, in an order in which the first that fails explains the later ones. Nothing is written: neither to the cluster, nor to the registry, nor to this machine.
 *
 * <p>What a login may not look at is said, and the other checks go on.
 */
public final class Doctor {
    private final Cluster cluster;
    private final MonitorConfig monitor;
    private final PartGrants grants;
    private final List<Part> parts;
    private final Map<String, String> environment;
    private final SourceTopics sources;

    /** Reads the topics that applied specs name as sources. */
    public interface SourceTopics {
        /** The models that read each of them, by topic. */
        Map<String, Set<String>> read();
    }

    /**
     * @param parts what this login is to be allowed
     * @param sources asked where cluster and registry answer
     */
    public Doctor(Cluster cluster, List<Part> parts, SourceTopics sources, Map<String, String> environment) {
        this.sources = sources;
        this.cluster = cluster;
        this.grants = new PartGrants(cluster);
        this.monitor = grants.monitor();
        this.parts = List.copyOf(parts);
        this.environment = environment;
    }

    public List<Finding> examine(Path stateDirectory) throws InterruptedException {
        List<Finding> findings = new ArrayList<>();
        try {
            cluster.check();
            findings.add(Finding.ok("kafka", "answers at " + cluster.bootstrapServers()));
            examineCluster(findings);
        } catch (ClusterUnreachableException e) {
            findings.add(Finding.fail("kafka", String.valueOf(e.getMessage()), "mend that first"));
        }
        try (SchemaRegistry registry = cluster.registry()) {
            findings.addAll(new RegistryChecks(registry, cluster.topics()).findings());
            findings.add(ClockCheck.finding(cluster.registryUrl(), InstantSource.system()));
        }
        findings.addAll(new MachineChecks(environment).findings(stateDirectory));
        return findings;
    }

    private void examineCluster(List<Finding> findings) throws InterruptedException {
        TopicCatalogue topics = cluster.topics();
        try (Admin admin = cluster.admin()) {
            Collection<Node> nodes = admin.describeCluster().nodes().get();
            examine("brokers", findings, () -> new BrokerChecks(admin, monitor).findings(nodes));
            examine("topics", findings, () -> new TopicChecks(admin, topics, nodes.size()).findings());
            examine(
                    "transactions",
                    findings,
                    () -> new TransactionChecks(admin, cluster.bootstrapServers()).findings(transactionalTopics()));
            examine("rights", findings, this::rights);
            examine("sources", findings, () -> sources(admin));
            examine("groups", findings, () -> new GroupChecks(admin).findings(groups()));
        } catch (ExecutionException e) {
            findings.add(notTold("kafka", e));
        }
    }

    private interface Examination {
        List<Finding> findings() throws ExecutionException, InterruptedException, TimeoutException;
    }

    private static void examine(String what, List<Finding> findings, Examination examination)
            throws InterruptedException {
        try {
            findings.addAll(examination.findings());
        } catch (ExecutionException e) {
            findings.add(notTold(what, e));
        } catch (TimeoutException | org.apache.kafka.common.errors.TimeoutException e) {
            findings.add(Finding.warn(what, "can't be told: no broker answered in time", "look again in a minute"));
        } catch (KafkaException e) {
            findings.add(Finding.warn(what, "can't be told: " + e.getMessage(), "mend that first"));
        }
    }

    private static Finding notTold(String what, ExecutionException e) {
        String why = Optional.ofNullable(e.getCause())
                .filter(ApiException.class::isInstance)
                .map(Throwable::getMessage)
                .orElse(String.valueOf(e.getCause()));
        return Finding.warn(
                what, "can't be told: " + why, "log in as somebody who has what tidemark acls prints for operator");
    }

    /** Tidemark's own, and those that Kafka Streams made for it. */
    private List<String> transactionalTopics() {
        return Stream.concat(
                        cluster.topics().all().stream().map(Topic::name),
                        Arrays.stream(Role.values())
                                .filter(Role::isStreams)
                                .flatMap(role -> StreamsResources.of(monitor, role).internalTopics().stream()))
                .toList();
    }

    private List<Finding> rights() {
        return parts.stream()
                .map(part -> {
                    TopicRights rights = cluster.rights(part);
                    String check = "rights of " + part.key();
                    return rights.denied().isEmpty()
                            ? Finding.ok(check, "this login may do with the topics what the part does")
                            : Finding.fail(
                                    check,
                                    "this login lacks " + rights.deniedText(),
                                    "grant what tidemark acls prints for " + part.key());
                })
                .toList();
    }

    /** Where no spec has a source, nobody has to be at work. */
    private List<Finding> sources(Admin admin) throws ExecutionException, InterruptedException, TimeoutException {
        Map<String, Set<String>> models = sources.read();
        if (models.isEmpty()) {
            return List.of();
        }
        List<Finding> findings = new ArrayList<>(new SourceChecks(admin, cluster.topics()).findings(models));
        findings.addAll(new GroupChecks(admin).findings(Map.of(Part.INGEST.key(), monitor.applicationId(Role.INGEST))));
        return findings;
    }

    private Map<String, String> groups() {
        Map<String, String> groups = new LinkedHashMap<>();
        for (Role role : List.of(Role.DRIFT, Role.LABELS)) {
            groups.put(role.part().key(), monitor.applicationId(role));
        }
        groups.put(Part.WORKER.key(), grants.workerGroup());
        return groups;
    }
}
