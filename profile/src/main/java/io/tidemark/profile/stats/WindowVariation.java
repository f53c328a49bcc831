package io.tidemark.profile.stats;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * How much more a reference's own windows differ from each other than independent rows would.
 *
 * <p>Rows of one window have something in common: its weather, its hour, its campaign. A correlation ρ between them gives a window
 * of m rows a mean whose variance is 1/m + ρ instead of 1/m, however large m is, and a test that does not know it calls every such
 * window drift. With ρ, m rows are worth 1/(1/m + ρ) independent ones, and n rows of W windows 1/(1/n + ρ/W). Source: Kish, Survey
 * Sampling (1965), chapter 5 (the design effect 1 + (m − 1)ρ); Donner and Klar, Design and Analysis of Cluster Randomization Trials
 * (2000).
 *
 * @param windows how many windows it was learned from, 2 or more
 * @param correlations ρ, 0 to 1, of what was measured; what is not there does not vary
 */
public record WindowVariation(int windows, Map<Aspect, Double> correlations) {

    /** What of a feature may vary from window to window. */
    public enum Aspect {
        /** Where numbers lie. */
        LOCATION,
        /** How far they spread. */
        SCALE,
        /** Which bins values fall into. */
        SHAPE,
        /** How many rows lack a value. */
        MISSING,
        /** How many values are of a wrong type. */
        INVALID,
        /** How many numbers lie in the tails. */
        TAILS
    }

    /** Fewer say too little of how windows vary. */
    public static final int FEWEST_WINDOWS = 5;

    /** Of rows that are taken to be independent. */
    public static final WindowVariation NONE = new WindowVariation(2, Map.of());

    public WindowVariation {
        if (windows < 2) {
            throw new IllegalArgumentException("variation is learned from 2 windows or more, not " + windows);
        }
        EnumMap<Aspect, Double> ordered = new EnumMap<>(Aspect.class);
        correlations.forEach((aspect, correlation) -> {
            if (!(correlation >= 0 && correlation <= 1)) {
                throw new IllegalArgumentException(
                        "a correlation within windows is 0 to 1, not " + correlation + " of " + aspect);
            }
            if (correlation > 0) {
                ordered.put(aspect, correlation);
            }
        });
        correlations = Collections.unmodifiableMap(ordered);
    }

    /** ρ of an aspect. */
    public double of(Aspect aspect) {
        return correlations.getOrDefault(aspect, 0.0);
    }

    /** What rows of the reference and of a window are worth. */
    public Precision precision(Aspect aspect, long baselineRows, long currentRows) {
        return Precision.ofWindows(of(aspect), windows, baselineRows, currentRows);
    }
}
