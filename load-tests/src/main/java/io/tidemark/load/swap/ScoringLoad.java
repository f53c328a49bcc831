package io.tidemark.load.swap;

import io.tidemark.load.speed.Spread;
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
import java.util.stream.LongStream;

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

    /** The calls of one thread. */
    private static final class Calls {
        private final long[] nanos = new long[MOST_CALLS];
        private int count;
        private long failures;
        private long mixed;

        LongStream times() {
            return Arrays.stream(nanos, 0, count);
        }
    }

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
                Spread.of(all.stream().flatMapToLong(Calls::times).toArray()),
                all.stream().mapToLong(calls -> calls.failures).sum(),
                all.stream().mapToLong(calls -> calls.mixed).sum());
    }

    private Calls score(String name) {
        Map<String, Object> question = BenchModels.question();
        Calls calls = new Calls();
        long start = System.nanoTime();
        while (!over && calls.count < MOST_CALLS) {
            LockSupport.parkNanos(start + calls.count * 1_000_000_000L / callsPerSecond - System.nanoTime());
            String id = name + calls.count;
            long before = System.nanoTime();
            try {
                Answer answer = model.score(id, question);
                calls.nanos[calls.count++] = System.nanoTime() - before;
                if (!answer.scored().equals(expected.get(answer.version()))) {
                    calls.mixed++;
                }
            } catch (RuntimeException e) {
                calls.nanos[calls.count++] = System.nanoTime() - before;
                calls.failures++;
            }
        }
        return calls;
    }

    @Override
    public void close() {
        over = true;
        executor.shutdownNow();
    }
}
