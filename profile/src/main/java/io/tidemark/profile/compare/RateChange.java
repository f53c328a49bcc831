package io.tidemark.profile.compare;

import io.tidemark.profile.baseline.FeatureBaseline;
import io.tidemark.profile.stats.Precision;
import io.tidemark.profile.stats.TwoProportion;
import io.tidemark.profile.stats.WindowVariation.Aspect;
import java.util.Optional;

/** The change of a rate of rows. */
final class RateChange {
    private RateChange() {}

    /**
     * The rate of the window less that of the baseline; nothing where a side has no rows.
     *
     * @param aspect the variation of which between windows is that of the rate
     */
    static Optional<Measurement> of(
            FeatureBaseline baseline, Aspect aspect, long before, long beforeRows, long now, long nowRows) {
        if (beforeRows == 0 || nowRows == 0) {
            return Optional.empty();
        }
        Precision precision = baseline.variation().precision(aspect, beforeRows, nowRows);
        return Optional.of(new Measurement(
                (double) now / nowRows - (double) before / beforeRows,
                TwoProportion.noiseFloor(before, beforeRows, now, nowRows, precision),
                TwoProportion.pValue(before, beforeRows, now, nowRows, precision),
                before + now > 0));
    }
}
