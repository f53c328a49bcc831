package io.tidemark.standalone.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.schemas.avro.DriftEvent;
import io.tidemark.schemas.avro.WindowPerformance;
import io.tidemark.schemas.avro.WindowProfile;
import io.tidemark.standalone.demo.DemoOutput;
import io.tidemark.standalone.demo.DemoSummary;
import io.tidemark.standalone.flights.Incident;
import java.util.List;

/** The demo for a program: JSON lines on stdout, each with a {@code type}; what it is doing goes to stderr. */
final class DemoJson implements DemoOutput {

    private final Console console;

    DemoJson(Console console) {
        this.console = console;
    }

    @Override
    public synchronized void step(String what) {
        console.err().println(what + " …");
    }

    @Override
    public synchronized void ready(String bootstrapServers, String registryUrl) {
        print(line("ready").put("bootstrapServers", bootstrapServers).put("registry", registryUrl));
    }

    @Override
    public synchronized void window(WindowProfile window) {
        ObjectNode node = AvroJson.of(window);
        node.path("features").forEach(feature -> ((ObjectNode) feature).remove("sketch"));
        print(line("window").setAll(node));
    }

    @Override
    public synchronized void performance(WindowPerformance window) {
        print(line("performance").setAll(AvroJson.of(window)));
    }

    @Override
    public synchronized void event(DriftEvent event) {
        print(line("event").setAll(AvroJson.of(event)));
    }

    @Override
    public synchronized void incident(Incident incident) {
        print(line("incident").put("from", incident.from().toString()));
    }

    @Override
    public synchronized void summary(DemoSummary summary) {
        DemoSummary.Performance performance = summary.performance();
        ObjectNode node = line("summary")
                .put("inferenceEvents", summary.inferenceEvents())
                .put("groundTruths", summary.groundTruths())
                .put("windows", summary.windows())
                .put("rowsInWindows", summary.rowsInWindows())
                .put("eventsBeforeIncident", summary.drift().beforeIncident())
                .put("eventsSinceIncident", summary.drift().sinceIncident());
        putAll(node.putArray("foundAfterIncident"), summary.drift().foundSince());
        node.put("performanceWindows", performance.windows())
                .put("finalPerformanceWindows", performance.finalWindows())
                .put("labelled", performance.labelled());
        performance.labels().forEach(node.putObject("labels")::put);
        node.put("performanceEventsBeforeIncident", performance.events().beforeIncident())
                .put("performanceEventsSinceIncident", performance.events().sinceIncident());
        putAll(
                node.putArray("performanceFoundAfterIncident"),
                performance.events().foundSince());
        print(node.put("complete", summary.complete())
                .put("seconds", summary.took().toSeconds()));
    }

    private static void putAll(ArrayNode array, List<String> texts) {
        texts.forEach(array::add);
    }

    private static ObjectNode line(String type) {
        return JsonNodeFactory.instance.objectNode().put("type", type);
    }

    private void print(Object line) {
        console.out().println(line);
    }
}
