package io.tidemark.load.speed;

import io.tidemark.standalone.broker.EmbeddedBroker;
import io.tidemark.standalone.files.TemporaryDirectory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.BiConsumer;

/** A broker of its own, and what is measured beside it. */
public final class Benchmark implements AutoCloseable {
    private static final int EVENTS_PER_SECOND = 5_000;
    private static final List<EventShape> SHAPES = List.of(
            EventShape.STANDARD,
            new EventShape(100, 1, 1),
            new EventShape(1_000, 1, 1),
            new EventShape(20, 100, 1),
            new EventShape(20, 10_000, 1),
            new EventShape(20, 1, 10),
            new EventShape(20, 1, 100));

    private final EmbeddedBroker broker;
    private final TemporaryDirectory directory;
    private final BenchPlan plan;
    private final BiConsumer<String, Rate> each;
    private final Thread onSignal;
    private Optional<SpeedTrack> standard = Optional.empty();
    private int tracks;

    private Benchmark(
            EmbeddedBroker broker, TemporaryDirectory directory, BenchPlan plan, BiConsumer<String, Rate> each) {
        this.broker = broker;
        this.directory = directory;
        this.plan = plan;
        this.each = each;
        this.onSignal = Thread.ofPlatform().name("stop").unstarted(this::removeFiles);
    }

    /** The names of all that can be measured for speed. */
    public static List<String> contestants() {
        return SpeedResults.contestants();
    }

    /**
     * Starts a broker.
     *
     * @param each told after every run what ran, and how fast it was
     */
    public static Benchmark start(BenchPlan plan, BiConsumer<String, Rate> each) throws IOException {
        Benchmark benchmark =
                new Benchmark(EmbeddedBroker.start(), TemporaryDirectory.create("tidemark-bench-"), plan, each);
        // Whoever stops it with Ctrl-C does not want gigabytes of records to stay behind.
        Runtime.getRuntime().addShutdownHook(benchmark.onSignal);
        return benchmark;
    }

    public Measured measure(BenchPart part) throws InterruptedException, ExecutionException {
        return switch (part) {
            case SPEED -> speed();
            case CHANGELOG -> new ChangelogResult(ChangelogBench.bytesPerRecord(standard()));
            case LATENCY -> latency();
            case SCALING -> scaling();
            case THREADS -> threads();
            case MEMORY -> memory();
            case RESTORE -> restore();
        };
    }

    private SpeedResults speed() throws InterruptedException, ExecutionException {
        SpeedBench bench = new SpeedBench(standard(), plan.longest());
        return new SpeedResults(
                plan.records(),
                EventShape.STANDARD.features(),
                bench.run(SpeedResults.contestants(plan.only()), plan.rounds(), each));
    }

    private LatencyResult latency() throws InterruptedException, ExecutionException {
        SpeedTrack track = emptyTrack(LatencyBench.load());
        return new LatencyResult(
                new LatencyBench(track, plan.windows(), EVENTS_PER_SECOND).measure(), EVENTS_PER_SECOND);
    }

    private ScalingResult scaling() throws InterruptedException, ExecutionException {
        List<ScalingResult.Run> runs = new ArrayList<>();
        for (EventShape shape : SHAPES) {
            long values = plan.records() / 2 * EventShape.STANDARD.features();
            SpeedTrack track = emptyTrack(SpeedLoad.of(values / shape.features(), shape));
            track.writeLogs();
            Rate rate = new SpeedBench(track, plan.longest()).tidemark();
            runs.add(new ScalingResult.Run(shape, rate));
            each.accept(ScalingResult.Run.name(shape), rate);
        }
        return new ScalingResult(runs);
    }

    private ThreadsResult threads() throws InterruptedException, ExecutionException {
        Contestant one = Tidemark.apartFromBroker(1);
        Contestant two = Tidemark.apartFromBroker(2);
        Map<String, List<Rate>> rates =
                new SpeedBench(standard(), plan.longest()).run(List.of(one, two), plan.rounds(), each);
        return new ThreadsResult(rates.getOrDefault(one.name(), List.of()), rates.getOrDefault(two.name(), List.of()));
    }

    private MemoryResult memory() throws InterruptedException, ExecutionException {
        return new MemoryResult(
                MemoryBench.measure(emptyTrack(MemoryBench.load(1_000, 25))),
                MemoryBench.measure(emptyTrack(MemoryBench.load(40, 5_000))));
    }

    private RestoreResult restore() throws InterruptedException, ExecutionException {
        RestoreResult.Run alone;
        try (RestoreBench bench = restoreBench(1)) {
            alone = bench.startedAgain();
        }
        try (RestoreBench bench = restoreBench(2)) {
            return new RestoreResult(alone, bench.withStandby());
        }
    }

    private RestoreBench restoreBench(int monitors) throws InterruptedException, ExecutionException {
        SpeedTrack track = emptyTrack(RestoreBench.load(plan.stateMegabytes(), monitors));
        track.writeLogs();
        return new RestoreBench(track, directory.path());
    }

    /** Twenty features of one model in four partitions, written at the first call. */
    private SpeedTrack standard() throws InterruptedException, ExecutionException {
        if (standard.isEmpty()) {
            SpeedTrack track = emptyTrack(SpeedLoad.of(plan.records(), EventShape.STANDARD));
            track.writeLogs();
            standard = Optional.of(track);
        }
        return standard.get();
    }

    private SpeedTrack emptyTrack(SpeedLoad load) throws InterruptedException, ExecutionException {
        return SpeedTrack.prepare(
                "bench-" + tracks++, broker.bootstrapServers(), load, directory.path(), plan.settings());
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
