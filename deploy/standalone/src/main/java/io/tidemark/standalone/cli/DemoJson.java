package io.tidemark.standalone.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.schemas.avro.DriftEvent;
import io.tidemark.schemas.avro.ModelVersion;
import io.tidemark.schemas.avro.RetrainJob;
import io.tidemark.schemas.avro.WindowPerformance;
import io.tidemark.schemas.avro.WindowProfile;
import io.tidemark.schemas.json.AvroJson;
import io.tidemark.standalone.demo.DemoOutput;
import io.tidemark.standalone.demo.DemoSummary;
import io.tidemark.standalone.flights.Incident;
import java.time.Instant;
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
    public synchronized void dashboard(String address) {
        print(line("dashboard").put("address", address));
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
    public synchronized void job(RetrainJob job) {
        print(line("job").setAll(AvroJson.of(job)));
    }

    @Override
    public synchronized void version(ModelVersion version) {
        print(line("version").setAll(AvroJson.of(version)));
    }

    @Override
    public synchronized void swapped(String version, Instant at) {
        print(line("swap").put("version", version).put("at", at.toString()));
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
        summary.loop().ifPresent(loop -> put(node.putObject("loop"), loop));
        print(node.put("judged", summary.judged())
                .put("complete", summary.complete())
                .put("seconds", summary.took().toSeconds()));
    }

    private static void put(ObjectNode node, DemoSummary.Loop loop) {
        loop.jobs().forEach(node.putObject("jobs")::put);
        node.put("promoted", loop.promoted().orElse(null));
        node.put("swappedAt", loop.swappedAt().map(Instant::toString).orElse(null));
        loop.before().ifPresent(quality -> put(node.putObject("beforeIncident"), quality));
        loop.during().ifPresent(quality -> put(node.putObject("duringIncident"), quality));
        loop.after().ifPresent(quality -> put(node.putObject("afterSwap"), quality));
    }

    private static void put(ObjectNode node, DemoSummary.Quality quality) {
        node.put("days", quality.days())
                .put("flights", quality.flights())
                .put("accuracy", quality.accuracy())
                .put("rocAuc", quality.rocAuc());
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
