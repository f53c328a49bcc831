package io.tidemark.standalone.cli;

import io.tidemark.schemas.avro.JobReport;
import io.tidemark.schemas.avro.RetrainJob;
import io.tidemark.schemas.json.AvroJson;
import io.tidemark.standalone.loop.JobReportPage;
import io.tidemark.standalone.loop.LoopState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows retrain jobs. */
@Command(
        name = "jobs",
        description = "List the attempts at better models, show one, or write its report.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  tidemark jobs list",
            "  tidemark jobs show churn-3f9a12cd",
            "  tidemark jobs report churn-3f9a12cd --html report.html"
        })
final class JobsCommand implements Runnable {

    private final Console console;
    private final Map<String, String> environment;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    JobsCommand(Console console, Map<String, String> environment) {
        this.console = console;
        this.environment = environment;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "List, show or report?");
    }

    @Command(
            name = "list",
            description = "List the jobs of all models, or of one, the latest first.",
            footerHeading = "%nExamples:%n",
            footer = {"  tidemark jobs list", "  tidemark jobs list churn --json | jq -r .reason"})
    int list(
            @Mixin ClusterOptions options,
            @Parameters(arity = "0..1", paramLabel = "MODEL", description = "Only jobs of this model.")
                    Optional<String> model,
            @Option(names = "--json", description = "Print the record of each job as one line of JSON.") boolean json) {
        LoopState state = LoopClusters.read(options.cluster(environment));
        model.filter(given -> state.tables().jobs(given).isEmpty()).ifPresent(given -> {
            throw CliException.usage("There are no jobs of a model " + given + ". Jobs exist of: "
                    + LoopClusters.names(
                            state, known -> !state.tables().jobs(known).isEmpty()) + ".");
        });
        Stream<RetrainJob> jobs = model.map(List::of).orElseGet(state::models).stream()
                .flatMap(each -> state.tables().jobs(each).stream())
                .sorted(Comparator.comparing(RetrainJob::getRequestedAt).reversed());
        JobText text = new JobText(console);
        if (!json) {
            console.out().println(text.header());
        }
        jobs.forEach(job -> console.out().println(json ? AvroJson.of(job).toString() : text.line(job)));
        return ExitCode.OK.code();
    }

    @Command(
            name = "show",
            description = "Show a job: what asked for it, each step, and how it ended.",
            footerHeading = "%nExamples:%n",
            footer = {"  tidemark jobs show churn-3f9a12cd", "  tidemark jobs show churn-3f9a12cd --json | jq .steps"})
    int show(
            @Mixin ClusterOptions options,
            @Parameters(paramLabel = "JOB", description = "The job's id.") String id,
            @Option(names = "--json", description = "Print the record as it is in the topic.") boolean json) {
        RetrainJob job = find(LoopClusters.read(options.cluster(environment)), id);
        if (json) {
            console.out().println(AvroJson.of(job).toPrettyString());
        } else {
            new JobText(console).details(job).forEach(console.out()::println);
        }
        return ExitCode.OK.code();
    }

    @Command(
            name = "report",
            description = "Show how a job's model was judged: data, gates, metrics of both models, what they look at.",
            footerHeading = "%nExamples:%n",
            footer = {
                "  tidemark jobs report churn-3f9a12cd",
                "  tidemark jobs report churn-3f9a12cd --html report.html",
                "  tidemark jobs report churn-3f9a12cd --json | jq .gates"
            })
    int report(
            @Mixin ClusterOptions options,
            @Parameters(paramLabel = "JOB", description = "The job's id.") String id,
            @Option(
                            names = "--html",
                            paramLabel = "FILE",
                            description = "Write it as a web page that needs nothing else.")
                    Optional<Path> html,
            @Option(names = "--json", description = "Print it as JSON.") boolean json)
            throws IOException {
        RetrainJob job = find(LoopClusters.read(options.cluster(environment)), id);
        JobReport report = job.getReport();
        if (report == null) {
            throw CliException.usage("Job " + id + " has no report: "
                    + (job.getReason().isEmpty() ? "it has not judged a model yet" : job.getReason()) + ".");
        }
        if (html.isPresent()) {
            Files.writeString(html.get(), JobReportPage.of(job, report));
            console.err().println("Wrote " + html.get());
        }
        if (json) {
            console.out().println(AvroJson.of(report).toPrettyString());
        } else if (html.isEmpty()) {
            new JobText(console).report(report).forEach(console.out()::println);
        }
        return ExitCode.OK.code();
    }

    private static RetrainJob find(LoopState state, String id) {
        return state.tables()
                .job(id)
                .orElseThrow(
                        () -> CliException.usage("There is no job " + id + ". List them with: tidemark jobs list"));
    }
}
