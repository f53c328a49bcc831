package io.tidemark.standalone.cli;

import io.tidemark.schemas.json.AvroJson;
import io.tidemark.standalone.cluster.Cluster;
import io.tidemark.stream.spec.AppliedSpec;
import io.tidemark.stream.spec.MonitorSpec;
import io.tidemark.stream.spec.SpecText;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows the monitor specs that are in force. */
@Command(
        name = "get",
        description = {
            "List the monitor specs that have been applied, or print one.",
            "",
            "A spec is printed as it was applied, comments included."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  tidemark get",
            "  tidemark get churn > churn.yaml",
            "  tidemark get churn --defaults",
            "  tidemark get --json -b kafka:9092 -r http://registry:8081 | jq .revision"
        })
final class GetCommand implements Callable<Integer> {

    private final Console console;
    private final Map<String, String> environment;

    @Mixin
    private final ClusterOptions options = new ClusterOptions();

    @Parameters(arity = "0..1", paramLabel = "MODEL", description = "Print the spec of this model.")
    private Optional<String> model = Optional.empty();

    @Option(
            names = "--defaults",
            description = "Print all settings that hold for the model, also those that its spec leaves out; of a model"
                    + " without a spec the defaults.")
    private boolean defaults;

    @Option(names = "--json", description = "Print the record in the topic, one line of JSON for each model.")
    private boolean json;

    GetCommand(Console console, Map<String, String> environment) {
        this.console = console;
        this.environment = environment;
    }

    @Override
    public Integer call() {
        if (defaults && (json || model.isEmpty())) {
            throw CliException.usage("--defaults is about one model, and in YAML: tidemark get MODEL --defaults");
        }
        Map<String, AppliedSpec> specs = AppliedSpecs.read(cluster(), this::notePassedOver);
        if (model.isEmpty()) {
            list(specs.values());
        } else if (defaults) {
            print(Optional.ofNullable(specs.get(model.get()))
                    .map(AppliedSpec::spec)
                    .orElseGet(() -> MonitorSpec.defaults(model.get())));
        } else {
            print(known(model.get(), specs));
        }
        return ExitCode.OK.code();
    }

    private Cluster cluster() {
        Cluster cluster = options.cluster(environment);
        String topic = cluster.topics().monitors().name();
        if (!cluster.check().contains(topic)) {
            throw CliException.usage("The cluster at " + cluster.bootstrapServers() + " has no topic " + topic
                    + ". Is --prefix right? Create the topics with: tidemark topics create");
        }
        return cluster;
    }

    private void notePassedOver(String what) {
        console.err().println("Passed over " + what);
    }

    private static AppliedSpec known(String model, Map<String, AppliedSpec> specs) {
        AppliedSpec spec = specs.get(model);
        if (spec == null) {
            throw CliException.usage("No spec has been applied for " + model + ", so the defaults hold: tidemark get "
                    + model + " --defaults. There are specs for: "
                    + (specs.isEmpty() ? "no model" : String.join(", ", specs.keySet())) + ".");
        }
        return spec;
    }

    private void list(Collection<AppliedSpec> specs) {
        if (json) {
            specs.forEach(spec -> console.out().println(AvroJson.of(spec.toRecord())));
            return;
        }
        int width = specs.stream()
                .mapToInt(spec -> spec.spec().model().length())
                .max()
                .orElse(0);
        String format = "%-" + Math.max("MODEL".length(), width) + "s  %-12s  %-24s  %s";
        console.out()
                .println(console.styled(
                        format.formatted("MODEL", "REVISION", "APPLIED AT", "APPLIED BY"), Console.Style.BOLD));
        for (AppliedSpec spec : specs) {
            console.out()
                    .println(format.formatted(spec.spec().model(), spec.revision(), spec.appliedAt(), spec.appliedBy())
                            .stripTrailing());
        }
    }

    private void print(AppliedSpec spec) {
        if (json) {
            console.out().println(AvroJson.of(spec.toRecord()));
            return;
        }
        String yaml = spec.source().isBlank() ? SpecText.of(spec.spec()) : spec.source();
        console.out().print(yaml.endsWith("\n") ? yaml : yaml + "\n");
    }

    private void print(MonitorSpec spec) {
        console.out().print(SpecText.of(spec.explicit()));
    }
}
