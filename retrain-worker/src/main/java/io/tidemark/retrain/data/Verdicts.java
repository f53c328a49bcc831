package io.tidemark.retrain.data;

import io.tidemark.schemas.avro.GateResult;
import io.tidemark.schemas.avro.GateVerdict;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** Answers to questions, and numbers as they stand in sentences. */
public final class Verdicts {
    private static final int NAMED = 5;

    private Verdicts() {}

    /** A question that was answered by holding a value against a limit. */
    public static GateResult of(String gate, boolean passed, double value, double limit, String explanation) {
        return GateResult.newBuilder()
                .setGate(gate)
                .setVerdict(passed ? GateVerdict.PASSED : GateVerdict.FAILED)
                .setValue(Double.isFinite(value) ? value : null)
                .setLimit(Double.isFinite(limit) ? limit : null)
                .setExplanation(explanation)
                .build();
    }

    /** A question that failed without anything that could be measured. */
    public static GateResult failed(String gate, String explanation) {
        return of(gate, false, Double.NaN, Double.NaN, explanation);
    }

    /** A question that was not asked. */
    public static GateResult notJudged(String gate, String explanation) {
        return GateResult.newBuilder()
                .setGate(gate)
                .setVerdict(GateVerdict.NOT_JUDGED)
                .setExplanation(explanation)
                .build();
    }

    public static boolean hasFailed(GateResult result) {
        return result.getVerdict() == GateVerdict.FAILED;
    }

    /** {@code 4,812}. */
    public static String count(long rows) {
        return String.format(Locale.ROOT, "%,d", rows);
    }

    /** {@code 1.7 %}. */
    public static String percent(double share) {
        return String.format(Locale.ROOT, Math.abs(share) < 0.00095 && share != 0 ? "%.3f %%" : "%.1f %%", share * 100);
    }

    /** Three digits behind the point, more of small numbers. */
    public static String number(double value) {
        double size = Math.abs(value);
        return size == 0 || (size >= 0.05 && size < 1e6)
                ? String.format(Locale.ROOT, "%.3f", value)
                : String.format(Locale.ROOT, "%.3g", value);
    }

    /** The first few names. */
    public static String names(Collection<String> names) {
        List<String> first = names.stream().limit(NAMED).toList();
        return String.join(", ", first) + (names.size() > NAMED ? " and " + (names.size() - NAMED) + " more" : "");
    }
}
