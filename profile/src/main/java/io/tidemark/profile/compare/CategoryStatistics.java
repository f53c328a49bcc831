package io.tidemark.profile.compare;

import io.tidemark.profile.baseline.FeatureBaseline;
import io.tidemark.profile.sketch.CategorySketch;
import io.tidemark.profile.sketch.FeatureSketch;
import io.tidemark.profile.stats.DistinctCount;
import io.tidemark.profile.stats.TwoProportion;
import io.tidemark.profile.stats.UnseenMass;
import io.tidemark.profile.stats.WindowVariation.Aspect;
import java.util.Optional;

/** What is measured of categories beside how they are distributed: how many values are of new ones, and how many there are. */
final class CategoryStatistics {
    private CategoryStatistics() {}

    /**
     * The rate of unseen categories beyond the expected one. Fewer than expected is no drift: rows that are logged twice have none at
     * all.
     *
     * @param unseen of the window's {@code values}
     */
    static Optional<Measurement> unseen(FeatureBaseline baseline, long unseen, long values) {
        return baseline.expectedUnseen()
                .filter(expected -> expected.rows() > 0 && values > 0)
                .map(expected -> unseen(expected, unseen, values));
    }

    private static Measurement unseen(UnseenMass expected, long unseen, long values) {
        double change = (double) unseen / values - expected.rate();
        return new Measurement(
                Math.max(0, change),
                TwoProportion.noiseFloor(expected.hits(), expected.rows(), unseen, values),
                change > 0 ? TwoProportion.pValue(expected.hits(), expected.rows(), unseen, values) : 1,
                expected.hits() + unseen > 0);
    }

    /**
     * How many more or fewer distinct categories the window has than so many rows of the baseline, as a share of these. It is judged where
     * rows are independent: a day of good weather has no rain in it.
     */
    static Optional<Measurement> distinct(FeatureBaseline baseline, FeatureSketch window) {
        Optional<CategorySketch> now = window.categories();
        if (now.isEmpty()) {
            return Optional.empty();
        }
        CategorySketch categories = now.get();
        return baseline.frequencies()
                .flatMap(before -> DistinctCount.of(
                        before, categories.n(), categories.distinctCount(), categories.distinctError()))
                .map(found -> new Measurement(
                        found.value(),
                        found.noiseFloor(),
                        found.pValue(),
                        baseline.variation().of(Aspect.SHAPE) == 0));
    }
}
