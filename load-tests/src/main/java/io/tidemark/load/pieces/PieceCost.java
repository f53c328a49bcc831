package io.tidemark.load.pieces;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * What one piece costs.
 *
 * @param nanos of one operation, the mean of all iterations
 * @param error half of the 99.9 % confidence interval of {@code nanos}; NaN of fewer than two iterations
 * @param bytes that one operation allocates
 */
record PieceCost(String piece, double nanos, double error, double bytes) {
    private static final String ALLOCATED = "gc.alloc.rate.norm";

    /**
     * Measures all pieces, one after the other, in a process of their own.
     *
     * @param iterations of a second each, after as many to warm up
     */
    static List<PieceCost> measure(int iterations) throws RunnerException {
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .include(HotPieces.class.getName())
                        .forks(1)
                        .warmupIterations(iterations)
                        .warmupTime(TimeValue.seconds(1))
                        .measurementIterations(iterations)
                        .measurementTime(TimeValue.seconds(1))
                        .addProfiler(GCProfiler.class)
                        .shouldFailOnError(true)
                        .verbosity(VerboseMode.SILENT)
                        .build())
                .run();
        return results.stream().map(PieceCost::of).toList();
    }

    private static PieceCost of(RunResult result) {
        Result<?> time = result.getPrimaryResult();
        Result<?> allocated = result.getSecondaryResults().get(ALLOCATED);
        return new PieceCost(
                time.getLabel(),
                time.getScore(),
                time.getScoreError(),
                allocated == null ? Double.NaN : allocated.getScore());
    }

    void toJson(ObjectNode node) {
        node.put("piece", piece).put("nanos", nanos).put("nanosError", error).put("bytesAllocated", bytes);
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT, "%-16s %,12.1f ns ± %,8.1f  %,12.1f bytes allocated", piece, nanos, error, bytes);
    }
}
