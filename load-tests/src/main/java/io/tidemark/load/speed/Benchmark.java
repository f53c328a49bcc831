package io.tidemark.load.speed;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.BiConsumer;

/** What is measured beside one cluster, each part on topics of its own. Interrupting the thread ends it, with all it started closed. */
public final class Benchmark {
    private static final int EVENTS_PER_SECOND = 5_000;
    /** In terms of the time for which a measurement is watched: sketches are written whole only now and then. */
    private static final int COUNTED_STEADILY = 12;
    /** There are many shapes, and each runs for long. */
    private static final int MOST_SCALING_ROUNDS = 3;

    private final String bootstrapServers;
    private final Path directory;
    private final BenchPlan plan;
    private final BiConsumer<String, Rate> each;
    private Optional<SpeedTrack> standard = Optional.empty();
    private int tracks;

    /**
     * @param bootstrapServers of a cluster that nobody else uses
     * @param directory for the state of what runs
     * @param each told after every run what ran, and how fast it was
     */
    public Benchmark(String bootstrapServers, Path directory, BenchPlan plan, BiConsumer<String, Rate> each) {
        this.bootstrapServers = bootstrapServers;
        this.directory = directory;
        this.plan = plan;
        this.each = each;
    }

    /** The names of all that can be measured for speed. */
    public static List<String> contestants() {
        return SpeedResults.contestants();
    }

    /** @throws InterruptedException if the thread was interrupted, whatever the clients made of it */
    public Measured measure(BenchPart part) throws InterruptedException, ExecutionException {
        try {
            return measured(part);
        } catch (RuntimeException e) {
            throw Interruption.unlessInterrupted(e);
        }
    }

    private Measured measured(BenchPart part) throws InterruptedException, ExecutionException {
        return switch (part) {
            case SPEED -> speed();
            case CHANGELOG -> changelog();
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

    private ChangelogResult changelog() throws InterruptedException, ExecutionException {
        double atFullSpeed = ChangelogBench.atFullSpeed(standard());
        SpeedTrack steady = emptyTrack(ChangelogBench.steadyLoad());
        steady.writeLogs();
        return new ChangelogResult(
                atFullSpeed, ChangelogBench.steady(steady, plan.longest().multipliedBy(COUNTED_STEADILY)));
    }

    private LatencyResult latency() throws InterruptedException, ExecutionException {
        SpeedTrack track = emptyTrack(LatencyBench.load());
        return new LatencyResult(
                new LatencyBench(track, plan.windows(), EVENTS_PER_SECOND).measure(), EVENTS_PER_SECOND);
    }

    private ScalingResult scaling() throws InterruptedException, ExecutionException {
        List<SpeedTrack> tracks = new ArrayList<>();
        for (EventShape shape : ScalingBench.SHAPES) {
            tracks.add(emptyTrack(ScalingBench.load(shape)));
        }
        return new ScalingBench(tracks, plan.longest()).measure(Math.min(MOST_SCALING_ROUNDS, plan.rounds()), each);
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
        return new RestoreBench(track, directory);
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
        return SpeedTrack.prepare("bench-" + tracks++, bootstrapServers, load, directory, plan.settings());
    }
}
