package io.tidemark.retrain.gate;

import static io.tidemark.retrain.data.Verdicts.count;

import io.tidemark.retrain.data.Example;
import io.tidemark.retrain.data.Verdicts;
import io.tidemark.schemas.avro.GateResult;
import io.tidemark.serving.Scorer;
import java.util.Arrays;
import java.util.List;

/**
 * The 99th percentile of the time that scoring takes, row by row on one thread, after rows that warm it up. The one gate that depends on the machine and what else
 * it does: near the limit the same model may pass at one time and not at another.
 */
final class Latency {
    static final String NAME = "latency";
    private static final int WARM_UP = 2_000;
    private static final int MEASURED = 2_000;
    private static final double NANOS_PER_MICRO = 1_000;

    private Latency() {}

    static GateResult judge(Scorer challenger, List<Example> rows, long limitMicros) {
        if (limitMicros == 0) {
            return Verdicts.notJudged(NAME, "retrain.gates.latency allows any");
        }
        double micros = percentile99Micros(challenger, rows);
        return Verdicts.of(
                NAME,
                micros <= limitMicros,
                micros,
                (double) limitMicros,
                "scoring a row takes " + count(Math.round(micros)) + " µs or less in 99 of 100 cases, "
                        + count(limitMicros) + " µs is the most");
    }

    private static double percentile99Micros(Scorer scorer, List<Example> rows) {
        for (int i = 0; i < WARM_UP; i++) {
            scorer.score(rows.get(i % rows.size()).features());
        }
        long[] nanos = new long[MEASURED];
        for (int i = 0; i < nanos.length; i++) {
            Example row = rows.get(i % rows.size());
            long start = System.nanoTime();
            scorer.score(row.features());
            nanos[i] = System.nanoTime() - start;
        }
        Arrays.sort(nanos);
        return nanos[nanos.length * 99 / 100 - 1] / NANOS_PER_MICRO;
    }
}
