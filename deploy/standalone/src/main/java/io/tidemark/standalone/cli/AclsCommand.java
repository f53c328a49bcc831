package io.tidemark.standalone.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.schemas.topic.Part;
import io.tidemark.standalone.access.Grant;
import io.tidemark.standalone.access.PartGrants;
import io.tidemark.standalone.cluster.Cluster;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.errors.SecurityDisabledException;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.utils.SecurityUtils;
import org.apache.kafka.streams.StreamsConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Prints the least rights that each part needs, or grants them. */
@Command(
        name = "acls",
        description = {
            "Print the least rights (ACLs) that each part needs of a Kafka cluster that denies by default, or create them.",
            "",
            "Parts: monitor-drift, monitor-labels, monitor-ingest, view, notifications, worker, scorer, log-producer, truth-producer,"
                    + " event-consumer, operator. No broker is asked, but by create."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  tidemark acls",
            "  tidemark acls --principal monitor-drift=User:monitor --principal monitor-labels=User:monitor --commands",
            "  tidemark acls --principal monitor-ingest=User:monitor --source-topic shop.scores",
            "  tidemark acls create --dry-run --principal worker=User:worker --config admin.properties"
        })
final class AclsCommand implements Callable<Integer> {

    private final Console console;
    private final Map<String, String> environment;

    @Mixin
    private final Choice choice = new Choice();

    @Option(names = "--json", description = "Print one JSON document.")
    private boolean json;

    @Option(names = "--commands", description = "Print commands of Kafka's own kafka-acls.sh.")
    private boolean commands;

    AclsCommand(Console console, Map<String, String> environment) {
        this.console = console;
        this.environment = environment;
    }

    /** For whom. */
    static final class Choice {
        @Mixin
        private final ClusterOptions options = new ClusterOptions();

        @Option(
                names = "--principal",
                paramLabel = "PART=PRINCIPAL",
                description =
                        "Who a part logs in as, such as worker=User:worker; may be repeated. Without any, all parts are"
                                + " listed, each under its own name.")
        private Map<String, String> principals = Map.of();

        @Option(
                names = "--application-id",
                paramLabel = "ID",
                description =
                        "The monitor's application.id, where it is not the default, which follows from the prefix.")
        private Optional<String> applicationId = Optional.empty();

        @Option(
                names = "--source-topic",
                paramLabel = "TOPIC",
                description = "A topic that a spec's source names, which monitor-ingest has to read; may be repeated.")
        private List<String> sourceTopics = List.of();

        PartGrants grants(Cluster cluster) {
            return new PartGrants(cluster, sourceTopics);
        }

        Cluster cluster(Map<String, String> environment) {
            Cluster cluster = options.cluster(environment);
            return applicationId
                    .map(id -> cluster.with(StreamsConfig.APPLICATION_ID_CONFIG, id))
                    .orElse(cluster);
        }

        Map<Part, String> principals() {
            Map<Part, String> byPart = new EnumMap<>(Part.class);
            principals.forEach((key, principal) -> byPart.put(part(key), checked(principal)));
            if (byPart.isEmpty()) {
                Arrays.stream(Part.values()).forEach(part -> byPart.put(part, "User:" + part.key()));
            }
            return byPart;
        }

        private static String checked(String principal) {
            try {
                return SecurityUtils.parseKafkaPrincipal(principal).toString();
            } catch (IllegalArgumentException e) {
                throw CliException.usage("\"" + principal + "\" is no principal. Write User:NAME.", e);
            }
        }
    }

    /** A part by its name on the command line. */
    static Part part(String key) {
        return Part.of(key)
                .orElseThrow(() -> CliException.usage("There is no part " + key + ". Parts are "
                        + Arrays.stream(Part.values()).map(Part::key).collect(Collectors.joining(", ")) + "."));
    }

    @Override
    public Integer call() {
        Cluster cluster = choice.cluster(environment);
        Map<Part, String> principals = choice.principals();
        PartGrants grants = choice.grants(cluster);
        if (json) {
            console.out().println(json(principals, grants).toPrettyString());
        } else if (commands) {
            principals.forEach((part, principal) -> {
                console.out().println("# " + part.key() + ": " + part.description());
                grants.of(part)
                        .forEach(grant -> console.out().println(grant.command(cluster.bootstrapServers(), principal)));
            });
        } else {
            print(principals, grants);
        }
        return ExitCode.OK.code();
    }

    private static ArrayNode json(Map<Part, String> principals, PartGrants grants) {
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        principals.forEach((part, principal) -> grants.of(part).forEach(grant -> {
            ObjectNode node = all.addObject()
                    .put("part", part.key())
                    .put("principal", principal)
                    .put("resourceType", grant.resource().resourceType().name())
                    .put("patternType", grant.resource().patternType().name())
                    .put("resource", grant.resource().name());
            grant.operations().forEach(operation -> node.withArray("operations").add(operation.name()));
        }));
        return all;
    }

    private void print(Map<Part, String> principals, PartGrants grants) {
        int width = principals.keySet().stream()
                .flatMap(part -> grants.of(part).stream())
                .mapToInt(grant -> nameOf(grant).length())
                .max()
                .orElse(0);
        String format = "  %-15s  %-" + width + "s  %s";
        principals.forEach((part, principal) -> {
            console.out()
                    .println(console.styled(part.key(), Console.Style.BOLD) + " (" + part.description() + "), "
                            + principal);
            for (Grant grant : grants.of(part)) {
                console.out()
                        .println(format.formatted(
                                grant.resourceTypeName(), nameOf(grant), String.join(", ", grant.operationNames())));
            }
        });
    }

    private static String nameOf(Grant grant) {
        return grant.resource().name() + (grant.isPrefix() ? "*" : "");
    }

    @Command(
            name = "create",
            description = "Create them. What is granted already stays; nothing is taken away.",
            footerHeading = "%nExamples:%n",
            footer = {
                "  tidemark acls create --config admin.properties --principal worker=User:worker",
                "  tidemark acls create --dry-run --principal scorer=User:checkout"
            })
    int create(
            @Mixin Choice chosen,
            @Option(names = "--dry-run", description = "Print what would be created, and ask no broker.")
                    boolean dryRun)
            throws Exception {
        Cluster cluster = chosen.cluster(environment);
        PartGrants grants = chosen.grants(cluster);
        List<AclBinding> bindings = chosen.principals().entrySet().stream()
                .flatMap(part ->
                        grants.of(part.getKey()).stream().flatMap(grant -> grant.bindings(part.getValue()).stream()))
                .distinct()
                .toList();
        if (!dryRun) {
            create(cluster, bindings);
        }
        for (AclBinding binding : bindings) {
            console.out()
                    .println((dryRun ? "would create  " : "created  ")
                            + binding.entry().principal() + " may "
                            + binding.entry().operation() + " "
                            + binding.pattern().resourceType() + " "
                            + binding.pattern().name()
                            + (binding.pattern().patternType() == PatternType.PREFIXED ? "*" : ""));
        }
        return ExitCode.OK.code();
    }

    private static void create(Cluster cluster, List<AclBinding> bindings) throws Exception {
        cluster.check();
        try (Admin admin = cluster.admin()) {
            admin.createAcls(bindings).all().get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SecurityDisabledException) {
                throw CliException.usage(
                        "The cluster at " + cluster.bootstrapServers()
                                + " has no authorizer, so everybody may do everything."
                                + " Set authorizer.class.name on its brokers first.",
                        e);
            }
            throw e;
        }
    }
}
