package io.tidemark.load.swap;

import io.tidemark.serving.Scored;
import io.tidemark.serving.swap.Answer;
import io.tidemark.serving.swap.HotSwapModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/**
 * Threads that ask a model at a steady rate, and note how long each call took, which failed, and which answer was not what its version answers.
 *
 * <p>A call is timed by itself, from before to after; a thread that comes late to its next call is not part of it.
 */
final class ScoringLoad implements AutoCloseable {
    private static final int MOST_CALLS = 1 << 22;

    private final HotSwapModel model;
    private final Map<String, Scored> expected;
    private final int threads;
    private final long callsPerSecond;
    private final ExecutorService executor;
    private volatile boolean over;

    /**
     * What became of the calls.
     *
     * @param calls how long each took
     * @param failures calls that threw
     * @param mixed answers that are not those of the version they name
     */
    record Result(Spread calls, long failures, long mixed) {}

    private record Calls(long[] nanos, long failures, long mixed) {}

    /** @param callsPerSecond of each thread */
    ScoringLoad(HotSwapModel model, Map<String, Scored> expected, int threads, long callsPerSecond) {
        this.model = model;
        this.expected = Map.copyOf(expected);
        this.threads = threads;
        this.callsPerSecond = callsPerSecond;
        this.executor = Executors.newFixedThreadPool(threads);
    }

    /** What may fail while the load is on. */
    interface Meanwhile {
        void run() throws InterruptedException, ExecutionException;
    }

    Result during(Meanwhile meanwhile) throws InterruptedException, ExecutionException {
        over = false;
        List<Future<Calls>> running = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            String name = "t" + t + "-";
            running.add(executor.submit(() -> score(name)));
        }
        try {
            meanwhile.run();
        } finally {
            over = true;
        }
        List<Calls> all = new ArrayList<>();
        for (Future<Calls> one : running) {
            all.add(one.get());
        }
        return new Result(
                Spread.of(all.stream()
                        .map(Calls::nanos)
                        .flatMapToLong(Arrays::stream)
                        .toArray()),
                all.stream().mapToLong(Calls::failures).sum(),
                all.stream().mapToLong(Calls::mixed).sum());
    }

    private Calls score(String name) {
        Map<String, Object> question = BenchModels.question();
        long[] nanos = new long[MOST_CALLS];
        long failures = 0;
        long mixed = 0;
        int count = 0;
        long start = System.nanoTime();
        while (!over && count < MOST_CALLS) {
            LockSupport.parkNanos(start + count * 1_000_000_000L / callsPerSecond - System.nanoTime());
            String id = name + count;
            long before = System.nanoTime();
            try {
                Answer answer = model.score(id, question);
                nanos[count++] = System.nanoTime() - before;
                if (!answer.scored().equals(expected.get(answer.version()))) {
                    mixed++;
                }
            } catch (RuntimeException e) {
                nanos[count++] = System.nanoTime() - before;
                failures++;
            }
        }
        return new Calls(Arrays.copyOf(nanos, count), failures, mixed);
    }

    @Override
    public void close() {
        over = true;
        executor.shutdownNow();
    }
}
