package io.tidemark.standalone.cli;

import io.tidemark.schemas.avro.DriftEvent;
import io.tidemark.schemas.avro.FeatureProfile;
import io.tidemark.schemas.avro.Severity;
import io.tidemark.schemas.avro.WindowProfile;
import io.tidemark.standalone.demo.DemoOutput;
import io.tidemark.standalone.demo.DemoSummary;
import io.tidemark.standalone.flights.Incident;
import java.util.stream.Collectors;

/** The demo for a person. */
final class DemoConsole implements DemoOutput {

    private final Console console;
    private final DriftEventText events;

    DemoConsole(Console console) {
        this.console = console;
        this.events = new DriftEventText(console);
    }

    @Override
    public synchronized void step(String what) {
        console.out().println(console.styled(what + " …", Console.Style.FAINT));
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
    public synchronized void event(DriftEvent event) {
        console.out().println(events.of(event));
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
        console.out().println();
        console.out()
                .println(console.styled(
                        "%,d inferences and %,d ground truths in %,d windows, which hold %,d rows; %d s."
                                .formatted(
                                        summary.inferenceEvents(),
                                        summary.groundTruths(),
                                        summary.windows(),
                                        summary.rowsInWindows(),
                                        summary.took().toSeconds()),
                        Console.Style.BOLD));
        console.out()
                .println("Drift events: %,d before the incident, %,d since. Found since: %s."
                        .formatted(
                                summary.eventsBeforeIncident(),
                                summary.eventsSinceIncident(),
                                summary.foundAfterIncident().isEmpty()
                                        ? "nothing"
                                        : String.join(", ", summary.foundAfterIncident())));
        if (!summary.complete()) {
            console.out().println("The last window was not judged in time; the counts are of what there was.");
        }
    }
}
