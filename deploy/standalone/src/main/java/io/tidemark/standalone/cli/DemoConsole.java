package io.tidemark.standalone.cli;

import io.tidemark.schemas.avro.DriftEvent;
import io.tidemark.schemas.avro.FeatureProfile;
import io.tidemark.schemas.avro.JobState;
import io.tidemark.schemas.avro.ModelVersion;
import io.tidemark.schemas.avro.RetrainJob;
import io.tidemark.schemas.avro.Severity;
import io.tidemark.schemas.avro.WindowPerformance;
import io.tidemark.schemas.avro.WindowProfile;
import io.tidemark.standalone.demo.DemoOutput;
import io.tidemark.standalone.demo.DemoSummary;
import io.tidemark.standalone.flights.Incident;
import io.tidemark.standalone.loop.LoopTexts;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The demo for a person. */
final class DemoConsole implements DemoOutput {

    /** What labels tell of the days before the incident; docs/flights.md has the figures. */
    private static final String WEATHER =
            "Those before the incident are bad weather, in which the model is truly wrong more often: on 16 and 25 February"
                    + " two of five flights were late, and one answer in three was wrong.";

    /** Steps that take no longer than a line is read. */
    private static final Set<JobState> BETWEEN = EnumSet.of(JobState.COLLECTING, JobState.JUDGING);

    private final Console console;
    private final DriftEventText events;
    private final WindowPerformanceText performance;

    DemoConsole(Console console) {
        this.console = console;
        this.events = new DriftEventText(console);
        this.performance = new WindowPerformanceText(console);
    }

    @Override
    public synchronized void step(String what) {
        console.out().println(console.styled(what + " …", Console.Style.FAINT));
    }

    @Override
    public synchronized void dashboard(String address) {
        console.out().println("Watch it in a browser: " + address);
    }

    @Override
    public synchronized void ready(String bootstrapServers, String registryUrl) {
        console.out().println("Kafka is at " + bootstrapServers + ", the schema registry at " + registryUrl + ".");
        console.out()
                .println(console.styled(
                        "Try in another terminal: tidemark events --from-beginning -b " + bootstrapServers + " -r "
                                + registryUrl,
                        Console.Style.FAINT));
    }

    @Override
    public synchronized void window(WindowProfile window) {
        String drifted = window.getFeatures().stream()
                .filter(feature -> feature.getSeverity() == Severity.MAJOR || feature.getSeverity() == Severity.MINOR)
                .map(FeatureProfile::getName)
                .sorted()
                .collect(Collectors.joining(", "));
        console.out()
                .println("%s  %,6d flights  %s"
                        .formatted(
                                window.getWindowStart().toString().substring(0, 10),
                                window.getRows(),
                                drifted.isEmpty()
                                        ? console.styled("as in January", Console.Style.FAINT)
                                        : console.styled(drifted, Console.Style.YELLOW)));
    }

    @Override
    public synchronized void performance(WindowPerformance window) {
        console.out().println(performance.of(window));
    }

    @Override
    public synchronized void event(DriftEvent event) {
        console.out().println(events.of(event));
    }

    @Override
    public synchronized void job(RetrainJob job) {
        if (BETWEEN.contains(job.getState())) {
            return;
        }
        String told = job.getReason().isEmpty()
                ? job.getTriggers().isEmpty()
                        ? ""
                        : job.getTriggers().getFirst().getReason()
                : job.getReason();
        loop("RETRAIN", "job %s %s  %s".formatted(job.getJobId(), LoopTexts.words(job.getState()), told));
    }

    @Override
    public synchronized void version(ModelVersion version) {
        String share = version.getCanaryShare() > 0 ? " (%.0f %%)".formatted(100 * version.getCanaryShare()) : "";
        loop(
                "MODEL",
                "version %s %s%s  %s"
                        .formatted(
                                version.getVersion(), LoopTexts.words(version.getStage()), share, version.getReason()));
    }

    @Override
    public synchronized void swapped(String version, Instant at) {
        loop("SWAP", "the running application answers with version %s from %s on".formatted(version, at));
    }

    private void loop(String what, String text) {
        console.out()
                .println(console.styled("%-8s".formatted(what), Console.Style.CYAN, Console.Style.BOLD) + "  " + text);
    }

    @Override
    public synchronized void incident(Incident incident) {
        console.out()
                .println(console.styled(
                        "━━ INCIDENT: from " + incident.from().toString().substring(0, 10)
                                + " on, a release logs origin_delay in seconds instead of minutes and renames the hub ORD"
                                + " to KORD. The monitor is not told. ━━",
                        Console.Style.BOLD,
                        Console.Style.RED));
    }

    @Override
    public synchronized void summary(DemoSummary summary) {
        DemoSummary.Performance labels = summary.performance();
        console.out().println();
        console.out()
                .println(console.styled(
                        "%,d inferences and %,d ground truths in %,d windows, which hold %,d rows and %,d labels; %d s."
                                .formatted(
                                        summary.inferenceEvents(),
                                        summary.groundTruths(),
                                        summary.windows(),
                                        summary.rowsInWindows(),
                                        labels.labelled(),
                                        summary.took().toSeconds()),
                        Console.Style.BOLD));
        console.out().println("Labels: " + outcomes(labels) + ". " + finality(labels));
        console.out().println("Drift events: " + counts(summary.drift()));
        console.out().println("Performance events: " + counts(labels.events()));
        if (labels.events().beforeIncident() > 0) {
            console.out().println(WEATHER);
        }
        summary.loop().ifPresent(this::closed);
        if (!summary.judged()) {
            console.out()
                    .println("Not all was judged in time: a last window or last labels are missing in these counts.");
        }
    }

    private void closed(DemoSummary.Loop loop) {
        console.out()
                .println(console.styled(
                        loop.promoted()
                                .map(version -> "Version " + version + " answers since "
                                        + loop.swappedAt()
                                                .map(Instant::toString)
                                                .orElse("?") + ".")
                                .orElse("No version came to production."),
                        Console.Style.BOLD));
        quality("before the incident", loop.before());
        quality("in the incident", loop.during());
        quality("since the first swap", loop.after());
    }

    private void quality(String when, Optional<DemoSummary.Quality> quality) {
        quality.ifPresent(days -> console.out()
                .println("  %-20s %3d days  accuracy %.1f %%  AUC %.3f"
                        .formatted(when, days.days(), 100 * days.accuracy(), days.rocAuc())));
    }

    private static String outcomes(DemoSummary.Performance labels) {
        return labels.labels().entrySet().stream()
                .map(outcome -> "%,d %s".formatted(outcome.getValue(), outcome.getKey()))
                .sorted()
                .collect(Collectors.joining(", "));
    }

    private static String finality(DemoSummary.Performance labels) {
        long open = labels.windows() - labels.finalWindows();
        return "Performance judged in %,d windows".formatted(labels.windows())
                + (open > 0 ? ", of which the last %,d are not final yet.".formatted(open) : ".");
    }

    private static String counts(DemoSummary.Events events) {
        return "%,d before the incident, %,d since. Found since: %s."
                .formatted(
                        events.beforeIncident(),
                        events.sinceIncident(),
                        events.foundSince().isEmpty() ? "nothing" : String.join(", ", events.foundSince()));
    }
}
