package io.tidemark.retrain.gate;

import static io.tidemark.retrain.data.Verdicts.count;

import io.tidemark.retrain.data.Verdicts;
import io.tidemark.schemas.avro.GateResult;

/** Whether there are rows enough to judge anything. It is asked before a model is trained: that there are too few is no fault of the model. */
public final class HoldoutSize {
    /** Fewer, and a metric is little more than chance; tests that rest on the distribution of means need about as many. */
    static final int FEWEST = 50;

    private HoldoutSize() {}

    /** The verdict on so many later rows. */
    public static GateResult judge(int rows) {
        return Verdicts.of(
                "holdoutRows",
                rows >= FEWEST,
                rows,
                FEWEST,
                count(rows) + " later rows to judge by"
                        + (rows >= FEWEST
                                ? ""
                                : ", " + FEWEST
                                        + " are needed: wait for labels, widen the window, or set retrain.holdout higher"));
    }
}
