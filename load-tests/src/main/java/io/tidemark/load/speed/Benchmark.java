package io.tidemark.load.speed;

import io.tidemark.standalone.broker.EmbeddedBroker;
import io.tidemark.standalone.files.TemporaryDirectory;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** A broker of its own, and what is measured beside it. */
public final class Benchmark implements AutoCloseable {
    private static final List<EventShape> SHAPES = List.of(
            new EventShape(20, 1, 1),
            new EventShape(100, 1, 1),
            new EventShape(1_000, 1, 1),
            new EventShape(20, 100, 1),
            new EventShape(20, 10_000, 1),
            new EventShape(20, 1, 10),
            new EventShape(20, 1, 100));

    private final EmbeddedBroker broker;
    private final TemporaryDirectory directory;
    private final long records;
    private final Map<String, String> settings;
    private final Thread onSignal;
    private Optional<SpeedTrack> standard = Optional.empty();

    private Benchmark(EmbeddedBroker broker, TemporaryDirectory directory, long records, Map<String, String> settings) {
        this.broker = broker;
        this.directory = directory;
        this.records = records;
        this.settings = settings;
        this.onSignal = Thread.ofPlatform().name("stop").unstarted(this::removeFiles);
    }

    /**
     * Starts a broker.
     *
     * @param records of 20 features that are written where something is to be read
     * @param settings of what runs, over its defaults
     */
    public static Benchmark start(long records, Map<String, String> settings) throws IOException {
        Benchmark benchmark =
                new Benchmark(EmbeddedBroker.start(), TemporaryDirectory.create("tidemark-bench-"), records, settings);
        // Whoever stops it with Ctrl-C does not want gigabytes of records to stay behind.
        Runtime.getRuntime().addShutdownHook(benchmark.onSignal);
        return benchmark;
    }

    /** Twenty features of one model in four partitions, written at the first call. */
    private SpeedTrack standard() throws InterruptedException, ExecutionException {
        if (standard.isEmpty()) {
            standard = Optional.of(prepare("speed", SpeedLoad.of(records, EventShape.STANDARD)));
        }
        return standard.get();
    }

    private SpeedTrack prepare(String name, SpeedLoad load) throws InterruptedException, ExecutionException {
        return SpeedTrack.prepare(name, broker.bootstrapServers(), load, directory.path(), settings);
    }

    /**
     * How fast the monitor and others read the same records.
     *
     * @param only the contestants that run; all of them where it is empty
     * @param longest for how long each run is watched at most
     * @param each told after every run
     */
    public SpeedResults speed(Set<String> only, int rounds, Duration longest, BiConsumer<String, Rate> each)
            throws InterruptedException, ExecutionException {
        List<Contestant> contestants = SpeedResults.contestants(only);
        return new SpeedResults(
                records,
                EventShape.STANDARD.features(),
                new SpeedBench(standard(), longest).run(contestants, rounds, each));
    }

    /** Bytes written to changelogs for each record read. */
    public double changelogBytesPerRecord() throws InterruptedException, ExecutionException {
        return ChangelogBench.bytesPerRecord(standard());
    }

    /** From the close of a window until its drift event can be read. */
    public Spread latency(int windows, int eventsPerSecond) throws InterruptedException, ExecutionException {
        return new LatencyBench(prepare("latency", LatencyBench.load()), windows, eventsPerSecond).measure();
    }

    /**
     * How fast the monitor takes in events with more features, of more segments and of more models.
     *
     * @param longest for how long each run is watched at most
     * @param each told after every run
     */
    public List<ScalingResult> scaling(Duration longest, Consumer<ScalingResult> each)
            throws InterruptedException, ExecutionException {
        List<ScalingResult> results = new ArrayList<>();
        for (EventShape shape : SHAPES) {
            long values = records / 2 * EventShape.STANDARD.features();
            SpeedLoad load = SpeedLoad.of(values / shape.features(), shape);
            SpeedTrack track = prepare("scaling-" + results.size(), load);
            ScalingResult result = new ScalingResult(shape, new SpeedBench(track, longest).tidemark());
            results.add(result);
            each.accept(result);
        }
        return results;
    }

    private void removeFiles() {
        broker.close();
        try {
            directory.close();
        } catch (IOException e) {
            System.err.println("tidemark: " + directory.path() + " could not be removed: " + e);
        }
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(onSignal);
        removeFiles();
    }
}
