package io.tidemark.standalone.replay;

import java.util.Locale;
import java.util.OptionalDouble;

/**
 * How fast the past goes by.
 *
 * @param factor seconds of event time per second; empty for as fast as the cluster takes it
 */
public record ReplaySpeed(OptionalDouble factor) {

    public static final ReplaySpeed MAX = new ReplaySpeed(OptionalDouble.empty());

    /**
     * Reads {@code 60x}, {@code 0.5x}, {@code 60} or {@code max}.
     *
     * @throws IllegalArgumentException if the text is none of these
     */
    public static ReplaySpeed parse(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.equals("max")) {
            return MAX;
        }
        try {
            double factor = Double.parseDouble(lower.endsWith("x") ? lower.substring(0, lower.length() - 1) : lower);
            if (factor > 0 && Double.isFinite(factor)) {
                return new ReplaySpeed(OptionalDouble.of(factor));
            }
        } catch (NumberFormatException e) {
            // said below, as for a number out of range
        }
        throw new IllegalArgumentException(
                "'" + text + "' is no speed. Write 60x for sixty times as fast as it happened, or max.");
    }
}
