package io.tidemark.standalone.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.tidemark.schemas.topic.Part;
import io.tidemark.standalone.cluster.Cluster;
import io.tidemark.standalone.doctor.Doctor;
import io.tidemark.standalone.doctor.Finding;
import io.tidemark.standalone.doctor.Finding.Level;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.apache.kafka.streams.StreamsConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Looks whether all is as Tidemark needs it. */
@Command(
        name = "doctor",
        description = {
            "Check cluster, registry and this machine: what is well, what is doubtful, what will not work, and what to do.",
            "",
            "It changes nothing. It ends with 0 where nothing fails, and 1 where something does."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  tidemark doctor",
            "  tidemark doctor --config prod.properties --part monitor-drift --part monitor-labels",
            "  tidemark doctor --json | jq '.[] | select(.level != \"OK\")'"
        })
final class DoctorCommand implements Callable<Integer> {

    private final Console console;
    private final Map<String, String> environment;

    @Mixin
    private final ClusterOptions options = new ClusterOptions();

    @Option(
            names = "--part",
            paramLabel = "PART",
            description = "What this login is to be allowed, as acls has it; may be repeated. Default: operator.")
    private List<String> parts = List.of(Part.OPERATOR.key());

    @Option(names = "--json", description = "Print one JSON document.")
    private boolean json;

    DoctorCommand(Console console, Map<String, String> environment) {
        this.console = console;
        this.environment = environment;
    }

    @Override
    public Integer call() throws InterruptedException {
        Cluster cluster = options.cluster(environment);
        List<Part> asked = parts.stream().map(AclsCommand::part).toList();
        Path state = Path.of(MonitorCommand.withStateDirectory(cluster.settings(), environment)
                .getOrDefault(StreamsConfig.STATE_DIR_CONFIG, ""));
        List<Finding> findings = new Doctor(cluster, asked, () -> sources(cluster), environment).examine(state);
        if (json) {
            console.out().println(json(findings).toPrettyString());
        } else {
            findings.forEach(this::print);
        }
        boolean fails = findings.stream().anyMatch(finding -> finding.level() == Level.FAIL);
        return (fails ? ExitCode.FAILURE : ExitCode.OK).code();
    }

    /** A record that is no spec is the monitor's to complain about. */
    private static Map<String, Set<String>> sources(Cluster cluster) {
        Map<String, Set<String>> models = new TreeMap<>();
        AppliedSpecs.read(cluster, _ -> {})
                .forEach((model, applied) -> applied.spec()
                        .source()
                        .ifPresent(source -> source.records()
                                .forEach(records -> models.computeIfAbsent(records.topic(), _ -> new TreeSet<>())
                                        .add(model))));
        return models;
    }

    private static ArrayNode json(List<Finding> findings) {
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        findings.forEach(finding -> all.addObject()
                .put("check", finding.check())
                .put("level", finding.level().name())
                .put("found", finding.found())
                .put("remedy", finding.remedy()));
        return all;
    }

    private void print(Finding finding) {
        String level = console.styled(
                "%-4s".formatted(finding.level()),
                switch (finding.level()) {
                    case OK -> Console.Style.GREEN;
                    case WARN -> Console.Style.YELLOW;
                    case FAIL -> Console.Style.RED;
                });
        console.out().println(level + "  " + finding.check() + ": " + finding.found());
        if (!finding.remedy().isEmpty()) {
            console.out().println("      " + finding.remedy());
        }
    }
}
