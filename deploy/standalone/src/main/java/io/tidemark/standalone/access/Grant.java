package io.tidemark.standalone.access;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.Resource;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.utils.SecurityUtils;

/** Operations on a resource, or on all whose names begin alike. */
public record Grant(ResourcePattern resource, Set<AclOperation> operations) {
    public Grant {
        operations = EnumSet.copyOf(operations);
    }

    static Grant on(ResourceType type, String name, AclOperation first, AclOperation... more) {
        return new Grant(new ResourcePattern(type, name, PatternType.LITERAL), EnumSet.of(first, more));
    }

    static Grant onAllThatBegin(ResourceType type, String name, AclOperation first, AclOperation... more) {
        return new Grant(new ResourcePattern(type, name, PatternType.PREFIXED), EnumSet.of(first, more));
    }

    static Grant onCluster(AclOperation first, AclOperation... more) {
        return on(ResourceType.CLUSTER, Resource.CLUSTER_NAME, first, more);
    }

    /** The operations as Kafka's tools write them, such as {@code Read, DescribeConfigs}. */
    public List<String> operationNames() {
        return operations.stream().map(SecurityUtils::operationName).toList();
    }

    public String resourceTypeName() {
        return SecurityUtils.resourceTypeName(resource.resourceType());
    }

    public boolean isPrefix() {
        return resource.patternType() == PatternType.PREFIXED;
    }

    /** As Kafka keeps it: one for each operation, from any host. */
    public List<AclBinding> bindings(String principal) {
        return operations.stream()
                .map(operation -> new AclBinding(
                        resource, new AccessControlEntry(principal, "*", operation, AclPermissionType.ALLOW)))
                .toList();
    }

    /** As a line for a shell, by Kafka's own tool. */
    public String command(String bootstrapServers, String principal) {
        String what = switch (resource.resourceType()) {
            case TOPIC -> "--topic " + quoted(resource.name());
            case GROUP -> "--group " + quoted(resource.name());
            case TRANSACTIONAL_ID -> "--transactional-id " + quoted(resource.name());
            case CLUSTER -> "--cluster";
            default -> throw new IllegalStateException("no rights are granted on a " + resource.resourceType());
        };
        return "kafka-acls.sh --bootstrap-server " + quoted(bootstrapServers) + " --add --allow-principal "
                + quoted(principal) + " "
                + operationNames().stream().map(name -> "--operation " + name).collect(Collectors.joining(" ")) + " "
                + what + (isPrefix() ? " --resource-pattern-type prefixed" : "");
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
