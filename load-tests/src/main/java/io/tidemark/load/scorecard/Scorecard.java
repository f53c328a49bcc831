package io.tidemark.load.scorecard;

import io.tidemark.load.scorecard.stream.Seeds;
import io.tidemark.load.scorecard.stream.StreamKind;
import io.tidemark.load.scorecard.trial.DriftCell;
import io.tidemark.load.scorecard.trial.DriftOutcome;
import io.tidemark.load.scorecard.trial.IsolatedTrials;
import io.tidemark.load.scorecard.trial.QuietCell;
import io.tidemark.load.scorecard.trial.QuietOutcome;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.DoubleConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Runs a plan on several threads. Every trial has its own random numbers and its place in the results, so neither the number
 * of threads nor their order changes anything.
 */
public final class Scorecard {
    private final Plan plan;
    private final BlockingQueue<IsolatedTrials> workers = new LinkedBlockingQueue<>();
    private final DoubleConsumer progress;
    private final AtomicLong rowsDone = new AtomicLong();
    private final long rowsToDo;

    private Scorecard(Plan plan, DoubleConsumer progress) {
        this.plan = plan;
        this.progress = progress;
        this.rowsToDo = plan.quiet().stream()
                        .mapToLong(cell -> (long) cell.baselines() * rowsOf(cell))
                        .sum()
                + plan.repeats()
                        * plan.drift().stream().mapToLong(Scorecard::rowsOf).sum();
    }

    /**
     * Runs all of {@code plan}.
     *
     * @param progress told the share that is done, on any thread
     */
    public static Results run(Plan plan, int threads, DoubleConsumer progress) throws InterruptedException {
        Scorecard scorecard = new Scorecard(plan, progress);
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            try {
                for (int i = 0; i < threads; i++) {
                    scorecard.workers.add(IsolatedTrials.open(new Seeds(plan.seed()), plan.baselineRows()));
                }
                return scorecard.run(pool);
            } finally {
                pool.shutdownNow();
            }
        } finally {
            scorecard.workers.forEach(IsolatedTrials::close);
        }
    }

    private Results run(ExecutorService pool) throws InterruptedException {
        Map<QuietCell, List<Future<QuietOutcome>>> quiet = new HashMap<>();
        // The long ones first, so that no thread is left alone with one in the end.
        plan.quiet().stream()
                .sorted(Comparator.comparingLong((QuietCell cell) -> -rowsOf(cell)))
                .forEach(cell -> quiet.put(cell, submitQuiet(cell, pool)));
        Map<StreamKind, List<DriftCell>> cellsByStream = plan.drift().stream()
                .collect(Collectors.groupingBy(
                        cell -> cell.scenario().stream(), LinkedHashMap::new, Collectors.toList()));
        Map<StreamKind, List<Future<List<DriftOutcome>>>> drift = new HashMap<>();
        cellsByStream.forEach((stream, cells) -> drift.put(stream, submitDrift(cells, pool)));
        return collect(quiet, cellsByStream, drift);
    }

    private List<Future<QuietOutcome>> submitQuiet(QuietCell cell, ExecutorService pool) {
        List<Future<QuietOutcome>> runs = new ArrayList<>();
        for (int i = 0; i < cell.baselines(); i++) {
            int replicate = i;
            runs.add(pool.submit(counting(rowsOf(cell), worker -> worker.quiet(cell, replicate))));
        }
        return runs;
    }

    private List<Future<List<DriftOutcome>>> submitDrift(List<DriftCell> cells, ExecutorService pool) {
        long rows = cells.stream().mapToLong(Scorecard::rowsOf).sum();
        List<Future<List<DriftOutcome>>> runs = new ArrayList<>();
        for (int i = 0; i < plan.repeats(); i++) {
            int replicate = i;
            runs.add(pool.submit(counting(rows, worker -> worker.drift(cells, replicate))));
        }
        return runs;
    }

    private <T> Callable<T> counting(long rows, Function<IsolatedTrials, T> trial) {
        return () -> {
            IsolatedTrials worker = workers.take();
            try {
                return trial.apply(worker);
            } finally {
                workers.add(worker);
                progress.accept((double) rowsDone.addAndGet(rows) / rowsToDo);
            }
        };
    }

    private Results collect(
            Map<QuietCell, List<Future<QuietOutcome>>> quiet,
            Map<StreamKind, List<DriftCell>> cellsByStream,
            Map<StreamKind, List<Future<List<DriftOutcome>>>> drift)
            throws InterruptedException {
        Map<QuietCell, QuietOutcome> quietResults = new HashMap<>();
        for (var entry : quiet.entrySet()) {
            quietResults.put(entry.getKey(), QuietOutcome.of(allOf(entry.getValue())));
        }
        Map<DriftCell, List<DriftOutcome>> driftResults = new HashMap<>();
        for (var entry : drift.entrySet()) {
            List<DriftCell> cells = cellsByStream.getOrDefault(entry.getKey(), List.of());
            List<List<DriftOutcome>> byReplicate = allOf(entry.getValue());
            for (int i = 0; i < cells.size(); i++) {
                int place = i;
                driftResults.put(
                        cells.get(i),
                        byReplicate.stream()
                                .map(outcomes -> outcomes.get(place))
                                .toList());
            }
        }
        return new Results(plan, quietResults, driftResults);
    }

    private static <T> List<T> allOf(List<Future<T>> futures) throws InterruptedException {
        List<T> results = new ArrayList<>();
        for (Future<T> future : futures) {
            try {
                results.add(future.get());
            } catch (ExecutionException e) {
                throw new IllegalStateException("a trial failed: " + e.getCause(), e.getCause());
            }
        }
        return results;
    }

    private static long rowsOf(QuietCell cell) {
        return (long) cell.windowsEach() * cell.rows();
    }

    private static long rowsOf(DriftCell cell) {
        return cell.rows() * 2L;
    }
}
