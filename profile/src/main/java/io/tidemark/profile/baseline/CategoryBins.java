package io.tidemark.profile.baseline;

import io.tidemark.profile.binning.CategoricalBinning;
import io.tidemark.profile.sketch.CategoryCount;
import io.tidemark.profile.sketch.CategorySketch;
import io.tidemark.profile.sketch.FeatureSketch;
import java.util.Arrays;
import java.util.List;

/** The bins that follow from a sketch of categories, and how many of a sketch's values lie in each. */
final class CategoryBins {
    private CategoryBins() {}

    /** The bins of a baseline: they know all of its categories, as far as its sketch does. */
    static CategoricalBinning of(FeatureSketch baseline, int maxNamed) {
        List<String> categories = baseline.categories().map(CategorySketch::counts).orElse(List.of()).stream()
                .map(CategoryCount::category)
                .toList();
        return baseline.categories()
                .flatMap(CategorySketch::filter)
                .map(filter -> CategoricalBinning.of(categories, filter, maxNamed))
                .orElseGet(() -> CategoricalBinning.of(categories, isExact(baseline), maxNamed));
    }

    /** Whether a sketch holds every category. */
    static boolean isExact(FeatureSketch sketch) {
        return sketch.categories().map(CategorySketch::isExact).orElse(true);
    }

    /**
     * Rows per bin. Those whose category the sketch forgot are with the baseline's others where it has forgotten some itself; else they
     * are most likely new, as the baseline holds all that it had.
     */
    static long[] count(FeatureSketch sketch, CategoricalBinning binning) {
        long[] bins = new long[binning.size()];
        sketch.categories()
                .ifPresent(known -> known.forEach((category, rows) -> bins[binning.indexOf(category)] += rows));
        int ofForgotten = binning.isComplete() ? binning.unseenIndex() : binning.unseenIndex() - 1;
        long all = sketch.categories().map(CategorySketch::n).orElse(0L);
        bins[ofForgotten] += all - Arrays.stream(bins).sum();
        return bins;
    }
}
