package io.tidemark.load.soak;

import java.util.List;
import java.util.Locale;

/** A soak's result for a person. */
final class SoakText {
    private static final int MOST_DIFFERENCES = 20;
    private static final double MIB = 1024.0 * 1024;

    private SoakText() {}

    static String of(SoakResult result) {
        StringBuilder text = new StringBuilder();
        for (Verdict verdict : result.verdicts()) {
            text.append(verdict.held() ? "held    " : "FAILED  ")
                    .append("%-33s".formatted(verdict.what()))
                    .append(verdict.because())
                    .append(System.lineSeparator());
        }
        text.append(String.format(
                Locale.ROOT,
                "Most lag seen: %,d records. State directories: at most %.1f and %.1f MiB. Published: %s.%n",
                result.mostLag(),
                result.mostStateBytes(FaultInjector.STEADY) / MIB,
                result.mostStateBytes(FaultInjector.OTHER) / MIB,
                result.published()));
        List<String> differences = result.ledger().differences();
        differences.stream()
                .limit(MOST_DIFFERENCES)
                .forEach(difference -> text.append("  ").append(difference).append(System.lineSeparator()));
        if (differences.size() > MOST_DIFFERENCES) {
            text.append("  and ")
                    .append(differences.size() - MOST_DIFFERENCES)
                    .append(" more")
                    .append(System.lineSeparator());
        }
        return text.append(result.held() ? "All held." : "Not all held.").toString();
    }
}
