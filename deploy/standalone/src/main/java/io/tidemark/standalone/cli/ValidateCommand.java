package io.tidemark.standalone.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.schemas.json.AvroJson;
import io.tidemark.stream.spec.AppliedSpec;
import io.tidemark.stream.spec.InvalidSpecException;
import io.tidemark.stream.spec.MonitorSpec;
import io.tidemark.stream.spec.SpecProblem;
import io.tidemark.stream.spec.SpecSchema;
import io.tidemark.stream.spec.SpecYaml;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Checks monitor specs and says what they amount to. Needs no cluster. */
@Command(
        name = "validate",
        description = {
            "Validate monitor specs without applying them; needs no cluster.",
            "",
            "All that is wrong with a file is named by line and key on stderr. Of one that is fine, stdout says what it"
                    + " amounts to. All files are looked at, whatever is wrong with one of them."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  tidemark validate -f churn.yaml",
            "  tidemark validate -f churn.yaml -f flights.yaml --json | jq 'select(.valid | not)'",
            "  helm template monitors | tidemark validate -f -",
            "  tidemark validate --schema > monitor-spec.schema.json"
        })
final class ValidateCommand implements Callable<Integer> {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Console console;

    @ArgGroup(multiplicity = "1")
    private final Subject subject = new Subject();

    @Option(
            names = "--json",
            description = "Print each file's result as one line of JSON: its problems, or the spec with all settings.")
    private boolean json;

    /** What to print about: files, or the schema of all. */
    static final class Subject {
        @Option(
                names = {"-f", "--file"},
                required = true,
                paramLabel = "FILE",
                description = "A spec, in YAML; - is stdin. Several with an -f for each.")
        private List<Path> files = List.of();

        @Option(
                names = "--schema",
                required = true,
                description = "Print the JSON Schema of specs instead, for editors and other tools.")
        private boolean schema;
    }

    ValidateCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (subject.schema) {
            console.out().print(SpecSchema.json());
            return ExitCode.OK.code();
        }
        long invalid = subject.files.stream().filter(file -> !validate(file)).count();
        if (invalid > 0) {
            throw CliException.usage(
                    subject.files.size() == 1
                            ? SpecFile.name(subject.files.getFirst()) + " is no valid monitor spec."
                            : "%,d of %,d files are no valid monitor specs.".formatted(invalid, subject.files.size()));
        }
        return ExitCode.OK.code();
    }

    private boolean validate(Path file) {
        try {
            String yaml = SpecFile.text(file);
            print(file, yaml, SpecYaml.read(yaml));
            return true;
        } catch (InvalidSpecException e) {
            e.problems().forEach(problem -> complain(SpecFile.name(file) + ", " + problem));
            printProblems(file, e.problems());
        } catch (CliException e) {
            String message = String.valueOf(e.getMessage());
            complain(message);
            printProblems(file, List.of(new SpecProblem(0, "", message, "name a file that can be read")));
        }
        return false;
    }

    /** As JSON, problems stand in the result. */
    private void complain(String line) {
        if (!json) {
            console.err().println(line);
        }
    }

    private void print(Path file, String yaml, MonitorSpec spec) {
        if (json) {
            ObjectNode result = result(file, true);
            result.set("problems", NODES.arrayNode());
            result.set(
                    "spec",
                    AvroJson.of(AppliedSpec.of(spec, yaml, Instant.EPOCH, "").toRecord())
                            .without(List.of("source", "appliedAt", "appliedBy")));
            console.out().println(result);
            return;
        }
        console.out()
                .println(SpecFile.name(file) + ": " + console.styled(spec.model(), Console.Style.BOLD) + ", revision "
                        + spec.revision());
        SpecSummary.lines(spec).forEach(line -> console.out().println("  " + line));
    }

    private void printProblems(Path file, List<SpecProblem> problems) {
        if (!json) {
            return;
        }
        ArrayNode list = NODES.arrayNode();
        for (SpecProblem problem : problems) {
            list.addObject()
                    .put("line", problem.line())
                    .put("key", problem.key())
                    .put("what", problem.what())
                    .put("remedy", problem.remedy());
        }
        ObjectNode result = result(file, false);
        result.set("problems", list);
        console.out().println(result);
    }

    private static ObjectNode result(Path file, boolean valid) {
        return NODES.objectNode().put("file", SpecFile.name(file)).put("valid", valid);
    }
}
