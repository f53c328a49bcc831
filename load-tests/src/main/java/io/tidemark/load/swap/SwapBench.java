package io.tidemark.load.swap;

import io.tidemark.load.speed.Spread;
import io.tidemark.load.swap.BenchVersions.Model;
import io.tidemark.load.swap.BenchVersions.Published;
import io.tidemark.load.swap.ScoringLoad.Result;
import io.tidemark.schemas.avro.ModelStage;
import io.tidemark.schemas.avro.ModelVersion;
import io.tidemark.serving.Scored;
import io.tidemark.serving.swap.HotSwapModel;
import io.tidemark.standalone.broker.EmbeddedBroker;
import io.tidemark.standalone.cluster.Cluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A publisher of versions, and scoring applications that follow them, in this process. What is interrupted throws, with all closed that it opened. */
final class SwapBench {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final long LOOK_NANOS = TimeUnit.MICROSECONDS.toNanos(200);
    private static final int KEPT_VERSIONS = 2;

    private final Cluster cluster;

    private SwapBench(Cluster cluster) {
        this.cluster = cluster;
    }

    /** @param broker without topics */
    static SwapBench on(EmbeddedBroker broker) throws InterruptedException, ExecutionException {
        Cluster cluster = new Cluster(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "schema.registry.url", "embedded:bench-swap"));
        cluster.createTopics((short) 1);
        return new SwapBench(cluster);
    }

    /**
     * How long after a new version's transaction begins to commit each client answers with it; one number for each client and swap. The first fifth of the
     * swaps is to warm up and does not count.
     */
    Spread propagation(int clients, int swaps) throws InterruptedException, ExecutionException {
        String name = "propagation";
        List<Model> trained = List.of(new Model(BenchModels.xgboost(1)), new Model(BenchModels.xgboost(-1)));
        List<HotSwapModel> models = new ArrayList<>();
        try (BenchVersions versions = new BenchVersions(cluster, name)) {
            for (int i = 0; i < clients; i++) {
                models.add(HotSwapModel.of(name).follow(cluster.settings()));
            }
            List<ModelVersion> published = new ArrayList<>();
            published.add(versions.publish("0", trained.getFirst(), List.of()).record());
            awaitAll(models, "0");
            int warmUp = swaps / 5;
            long[] nanos = new long[swaps * clients];
            for (int swap = 1; swap <= warmUp + swaps; swap++) {
                String version = Integer.toString(swap);
                List<ModelVersion> outOfUse =
                        swap < KEPT_VERSIONS ? List.of() : List.of(published.get(swap - KEPT_VERSIONS));
                Published latest = versions.publish(version, trained.get(swap % 2), outOfUse);
                published.add(latest.record());
                long[] each = awaitAll(models, version);
                for (int client = 0; client < clients && swap > warmUp; client++) {
                    nanos[(swap - warmUp - 1) * clients + client] = each[client] - latest.committingAt();
                }
            }
            return Spread.of(nanos);
        } finally {
            models.parallelStream().forEach(HotSwapModel::close);
        }
    }

    /** @return when each client was seen with the version */
    private static long[] awaitAll(List<HotSwapModel> models, String version) throws InterruptedException {
        long[] seen = new long[models.size()];
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        for (int left = models.size(); left > 0; LockSupport.parkNanos(LOOK_NANOS)) {
            for (int i = 0; i < seen.length; i++) {
                if (seen[i] == 0
                        && models.get(i).version().filter(version::equals).isPresent()) {
                    seen[i] = System.nanoTime();
                    left--;
                }
            }
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(
                        left + " clients do not serve version " + version + " within " + PATIENCE);
            }
            if (Thread.interrupted()) {
                throw new InterruptedException("stopped while clients swap to version " + version);
            }
        }
        return seen;
    }

    /**
     * Calls of the same load without swaps and with them.
     *
     * @param without before the swaps, for as long as they will take
     * @param with during the swaps
     * @param seconds how long the swaps took
     */
    record Pauses(Result without, Result with, double seconds) {}

    /** Half of the swaps go back to a version that is loaded, half to one that is fetched and loaded meanwhile. */
    Pauses pauses(int swaps, int threads, long callsPerSecond, Duration quiet)
            throws InterruptedException, ExecutionException {
        String name = "pauses";
        Model one = new Model(BenchModels.logistic(1));
        Model two = new Model(BenchModels.logistic(-1));
        Map<String, Scored> expected = Map.of("1", one.answer(), "2", two.answer());
        try (BenchVersions versions = new BenchVersions(cluster, name);
                HotSwapModel model = HotSwapModel.of(name).follow(cluster.settings())) {
            versions.publish("1", one, List.of());
            ModelVersion second = versions.publish("2", two, List.of()).record();
            awaitAll(List.of(model), "2");
            try (ScoringLoad load = new ScoringLoad(model, expected, threads, callsPerSecond)) {
                load.during(() -> swap(versions, model, second, swaps / 5));
                Result without = load.during(() -> Thread.sleep(quiet));
                long start = System.nanoTime();
                Result with = load.during(() -> swap(versions, model, second, swaps));
                return new Pauses(without, with, (System.nanoTime() - start) / 1e9);
            }
        }
    }

    private static void swap(BenchVersions versions, HotSwapModel model, ModelVersion second, int swaps)
            throws InterruptedException {
        for (int swap = 0; swap < swaps; swap++) {
            boolean back = swap % 2 == 0;
            versions.move(second, back ? ModelStage.ROLLED_BACK : ModelStage.PRODUCTION);
            awaitAll(List.of(model), back ? "1" : "2");
        }
    }
}
