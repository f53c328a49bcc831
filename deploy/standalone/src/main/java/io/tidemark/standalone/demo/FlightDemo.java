package io.tidemark.standalone.demo;

import io.tidemark.retrain.worker.RetrainWorker;
import io.tidemark.retrain.worker.WorkerConfig;
import io.tidemark.schemas.avro.GroundTruth;
import io.tidemark.schemas.avro.MonitorSpec;
import io.tidemark.schemas.registry.SchemaRegistry;
import io.tidemark.schemas.topic.RecordKeys;
import io.tidemark.schemas.topic.Topic;
import io.tidemark.standalone.baseline.BaselinePublisher;
import io.tidemark.standalone.cluster.Cluster;
import io.tidemark.standalone.flights.Flight;
import io.tidemark.standalone.flights.FlightData;
import io.tidemark.standalone.flights.FlightModel;
import io.tidemark.standalone.flights.FlightReplay;
import io.tidemark.standalone.flights.FlightScorer;
import io.tidemark.standalone.flights.Incident;
import io.tidemark.standalone.loop.EventVersionBaselines;
import io.tidemark.standalone.replay.Pacer;
import io.tidemark.standalone.replay.ReplayProducer;
import io.tidemark.standalone.replay.ReplaySpeed;
import io.tidemark.stream.app.MonitorApp;
import io.tidemark.stream.config.MonitorConfig;
import io.tidemark.stream.config.Role;
import io.tidemark.stream.control.ControlPlane.BaselineTarget;
import io.tidemark.stream.spec.AppliedSpec;
import io.tidemark.stream.spec.SpecYaml;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Plays the demo on a running cluster: a model and a baseline of January, a monitor with both of its roles, then the flights from
 * February to June with the incident in April, and what became of each.
 */
public final class FlightDemo {

    private static final String SPEC = "flights.yaml";

    /** How long the monitor gets to be ready for the first flight. */
    private static final Duration START = Duration.ofSeconds(30);

    /** How long the monitor gets to judge what is left after the last flight. */
    private static final Duration LAST_WINDOWS = Duration.ofMinutes(2);

    private final Cluster cluster;
    private final DemoOutput output;
    private final ReplaySpeed speed;
    private final Optional<Incident> incident;
    private final Scope scope;

    /** How much of it is played. */
    public enum Scope {
        /** The monitor alone: a model that never changes. */
        MONITOR,
        /** With a retrain worker, and an application that swaps to what it makes. */
        LOOP,
        /** As LOOP, with a monitor and a worker that run elsewhere, on the same cluster: here is the application alone. */
        APPLICATION,
        /** As LOOP, until a version that the worker made answers, and it was told how well its first two weeks were predicted. */
        UNTIL_PROMOTED;

        boolean hasLoop() {
            return this != MONITOR;
        }
    }

    public FlightDemo(Cluster cluster, DemoOutput output, ReplaySpeed speed, Optional<Incident> incident, Scope scope) {
        this.cluster = cluster;
        this.output = output;
        this.speed = speed;
        this.incident = incident;
        this.scope = scope;
    }

    /**
     * Prepares model, baseline and spec, starts the monitor unless it runs elsewhere, plays the flights, and waits for the last window.
     *
     * @param stateDirectory where the monitor keeps its state
     * @param hold called after the summary, while the monitor still runs
     * @return the summary, which the output has been told as well
     */
    public DemoSummary run(Path stateDirectory, Hold hold) throws InterruptedException, ExecutionException {
        long started = System.nanoTime();
        output.step("Training a model of late flights on the first three weeks of January");
        List<Flight> flights = FlightData.all();
        try (SchemaRegistry registry = cluster.registry()) {
            String yaml = specYaml();
            AppliedSpec spec = AppliedSpec.of(SpecYaml.read(yaml), yaml, Instant.now(), "demo");
            publish(spec.toRecord(), registry);
            FlightScorer model = publishModel(flights, spec, registry);
            DemoCounts counts = new DemoCounts(output, incident);
            DemoFeed feed = new DemoFeed(cluster, counts);
            Optional<MonitorApp> monitor = monitor(stateDirectory);
            try (Running _ = () -> monitor.ifPresent(MonitorApp::close);
                    ReplayProducer producer = new ReplayProducer(cluster, registry);
                    ScoringApp app = app(flights, model, producer, counts);
                    Running _ = worker()) {
                monitor.flatMap(MonitorApp::dashboardAddress).ifPresent(output::dashboard);
                Thread reader = Thread.ofPlatform().name("demo-feed").daemon().start(feed);
                if (monitor.isPresent()) {
                    awaitStart(monitor.get());
                }
                Optional<Instant> lastFlight = play(FlightData.afterJanuary(flights), app, producer, counts);
                boolean judged = lastFlight.isPresent()
                        && (scope == Scope.UNTIL_PROMOTED
                                || awaitLastWindow(counts, lastFlight.get(), app.eventsWritten()));
                feed.stop();
                reader.join();
                DemoSummary summary = counts.summary(
                        app.eventsWritten(),
                        producer.truthsWritten(),
                        monitor.map(local -> LabelLedger.of(local.streams(Role.LABELS)))
                                .orElse(Map.of()),
                        scope.hasLoop(),
                        judged,
                        Duration.ofNanos(System.nanoTime() - started));
                output.summary(summary);
                hold.await();
                return summary;
            }
        }
    }

    /** The model that answers first, and its baseline, published. */
    private FlightScorer publishModel(List<Flight> flights, AppliedSpec spec, SchemaRegistry registry)
            throws InterruptedException, ExecutionException {
        if (scope.hasLoop()) {
            FirstVersion first = FirstVersion.train(FlightData.training(flights));
            output.step("Publishing it as version 1, with January as its baseline");
            first.publish(cluster, registry, flights, FlightBaseline.of(flights, first.scorer(), spec.spec()));
            return first.scorer();
        }
        FlightModel model = FlightModel.train(FlightData.training(flights));
        output.step("Publishing January as the baseline, and how well the model predicts its last ten days");
        BaselineTarget target = new BaselineTarget(FlightReplay.MODEL, FlightReplay.VERSION, RecordKeys.ALL_ROWS);
        BaselinePublisher.publish(cluster, registry, target, FlightBaseline.of(flights, model, spec.spec()));
        return model;
    }

    private ScoringApp app(List<Flight> flights, FlightScorer model, ReplayProducer producer, DemoCounts counts)
            throws InterruptedException {
        if (scope.hasLoop()) {
            output.step("Starting an application that follows the model's versions");
            return HotSwapApp.start(cluster, counts::swapped);
        }
        return new FixedModelApp(
                new FlightReplay(model, incident)
                        .events(FlightData.afterJanuary(flights))
                        .iterator(),
                producer);
    }

    private Optional<MonitorApp> monitor(Path stateDirectory) {
        if (scope == Scope.APPLICATION) {
            return Optional.empty();
        }
        output.step("Starting the monitor");
        return Optional.of(MonitorApp.start(monitorConfig(stateDirectory)));
    }

    private Running worker() {
        if (!scope.hasLoop() || scope == Scope.APPLICATION) {
            return () -> {};
        }
        output.step("Starting a retrain worker");
        Map<String, String> settings = new HashMap<>(cluster.settings());
        settings.put(WorkerConfig.NAME, "demo-worker");
        settings.put(WorkerConfig.TICK_MS, "100");
        RetrainWorker worker =
                RetrainWorker.start(new WorkerConfig(settings), new EventVersionBaselines(InstantSource.system()));
        return worker::close;
    }

    /** Something that runs until it is closed. */
    private interface Running extends AutoCloseable {
        @Override
        void close();
    }

    /** Keeps the demo running for as long as it likes. */
    public interface Hold {
        void await() throws InterruptedException;
    }

    private void publish(MonitorSpec spec, SchemaRegistry registry) throws InterruptedException, ExecutionException {
        Topic<String, MonitorSpec> topic = cluster.topics().monitors();
        try (Producer<String, MonitorSpec> producer = cluster.producer(
                new StringSerializer(), topic.valueSerde(registry).serializer(), Map.of())) {
            producer.send(new ProducerRecord<>(topic.name(), RecordKeys.model(FlightReplay.MODEL), spec))
                    .get();
        }
    }

    private static String specYaml() {
        try (InputStream file = Objects.requireNonNull(FlightDemo.class.getResourceAsStream(SPEC), SPEC)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("Can't read " + SPEC + " from the class path", e);
        }
    }

    private MonitorConfig monitorConfig(Path stateDirectory) {
        Map<String, String> settings = new HashMap<>(cluster.settings());
        settings.put("application.id", "tidemark-demo");
        settings.put("state.dir", stateDirectory.toString());
        settings.put("commit.interval.ms", "500");
        // After the last flight nothing more comes; the monitor should not wait for it for long.
        // The replay pauses longer than this only at its end; a busy machine must not look like the end.
        settings.put(MonitorConfig.IDLE_TIMEOUT_MS, "15000");
        // A day takes less than half a second: who watches wants to see it with its last label soon.
        settings.put(MonitorConfig.PERFORMANCE_REVISE_MS, "500");
        return new MonitorConfig(settings);
    }

    /** @return when the last flight left that was played; empty where the loop stood still, and the replay ended for it */
    private Optional<Instant> play(List<Flight> flights, ScoringApp app, ReplayProducer producer, DemoCounts counts)
            throws InterruptedException {
        output.step("Replaying February to June");
        Pacer pacer = new Pacer(speed);
        LoopPace pace = new LoopPace(counts, flights.getFirst().time());
        Queue<GroundTruth> pending = new PriorityQueue<>(Comparator.comparing(GroundTruth::getEventTime));
        boolean announced = false;
        Instant last = flights.getFirst().time();
        for (Flight flight : flights) {
            if (scope == Scope.UNTIL_PROMOTED && counts.hasShown()) {
                break;
            }
            pacer.await(flight.time());
            if (scope.hasLoop() && !pace.await(flight.time())) {
                output.step("The loop stands still; the replay ends here. The log says what is wrong");
                return Optional.empty();
            }
            last = flight.time();
            if (!announced
                    && incident.isPresent()
                    && !flight.time().isBefore(incident.get().from())) {
                output.incident(incident.get());
                announced = true;
            }
            while (!pending.isEmpty() && !pending.element().getEventTime().isAfter(flight.time())) {
                producer.send(pending.remove());
            }
            app.score(incident.map(broken -> broken.applyTo(flight)).orElse(flight));
            pending.add(FlightReplay.groundTruth(flight));
        }
        while (!pending.isEmpty()) {
            producer.send(pending.remove());
        }
        app.flush();
        producer.flush();
        return Optional.of(last);
    }

    /** Waits for both roles, so that neither begins with weeks of flights to catch up on. One that is not there in time does catch up. */
    private static void awaitStart(MonitorApp monitor) throws InterruptedException {
        long deadline = System.nanoTime() + START.toNanos();
        while (!monitor.isReady() && System.nanoTime() < deadline) {
            Thread.sleep(Duration.ofMillis(100));
        }
    }

    /** Waits until the last window is judged, and the performance of all windows has all labels. */
    private static boolean awaitLastWindow(DemoCounts counts, Instant lastFlight, long labels)
            throws InterruptedException {
        long deadline = System.nanoTime() + LAST_WINDOWS.toNanos();
        while (!counts.isComplete(lastFlight, labels) && System.nanoTime() < deadline) {
            Thread.sleep(Duration.ofMillis(100));
        }
        return counts.isComplete(lastFlight, labels);
    }
}
