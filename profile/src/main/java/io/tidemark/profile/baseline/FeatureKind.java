package io.tidemark.profile.baseline;

import io.tidemark.profile.sketch.FeatureSketch;
import io.tidemark.profile.sketch.KindHint;

/** What a feature's values are. */
public enum FeatureKind {
    NUMERIC,
    CATEGORICAL,
    BOOLEAN;

    /** The kind of most values of {@code sketch}; numeric where numbers are as many as the others. */
    public static FeatureKind of(FeatureSketch sketch) {
        long categories = sketch.categories().map(found -> found.n()).orElse(0L);
        long numbers = sketch.numeric().map(found -> found.n()).orElse(0L);
        if (numbers >= categories && numbers > 0) {
            return NUMERIC;
        }
        return sketch.booleans() > 0 && sketch.booleans() == categories ? BOOLEAN : CATEGORICAL;
    }

    /** How to sketch values that are to be compared with a baseline of this kind. */
    public KindHint hint() {
        return this == NUMERIC ? KindHint.NUMERIC : KindHint.CATEGORICAL;
    }

    /** How many values of {@code sketch} are of this kind and so can be compared. */
    public long valuesOf(FeatureSketch sketch) {
        return this == NUMERIC
                ? sketch.numeric().map(found -> found.n()).orElse(0L)
                : sketch.categories().map(found -> found.n()).orElse(0L);
    }
}
