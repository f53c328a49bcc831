package io.tidemark.stream.spec;

import io.tidemark.schemas.avro.FeatureKind;

/**
 * What differs for one feature.
 *
 * @param kind how its values are compared; AUTO decides from the data
 * @param ignore whether it is left out
 * @param importance its weight where the drifted share of all features is taken; from 0 to {@link #MOST_IMPORTANT}
 * @param thresholds before those of the whole monitor
 */
public record FeatureSpec(FeatureKind kind, boolean ignore, double importance, Thresholds thresholds) {
    public static final FeatureSpec DEFAULT = new FeatureSpec(FeatureKind.AUTO, false, 1, Thresholds.NONE);

    /** Small enough that the sum over all features is finite. */
    static final double MOST_IMPORTANT = 1_000_000;

    public FeatureSpec {
        if (!isImportance(importance)) {
            throw new IllegalArgumentException(
                    "features.importance: " + importance + " is no importance; use a number from 0 to 1000000");
        }
    }

    static boolean isImportance(double importance) {
        return importance >= 0 && importance <= MOST_IMPORTANT;
    }

    /** A feature that is left out. */
    public static FeatureSpec ignored() {
        return new FeatureSpec(FeatureKind.AUTO, true, DEFAULT.importance, Thresholds.NONE);
    }

    public FeatureSpec with(FeatureKind newKind) {
        return new FeatureSpec(newKind, ignore, importance, thresholds);
    }

    public FeatureSpec with(Thresholds newThresholds) {
        return new FeatureSpec(kind, ignore, importance, newThresholds);
    }

    public FeatureSpec withImportance(double newImportance) {
        return new FeatureSpec(kind, ignore, newImportance, thresholds);
    }
}
