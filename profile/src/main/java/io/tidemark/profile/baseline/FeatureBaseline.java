package io.tidemark.profile.baseline;

import io.tidemark.profile.binning.Binning;
import io.tidemark.profile.binning.CategoricalBinning;
import io.tidemark.profile.binning.NumericBinning;
import io.tidemark.profile.sketch.BinCounts;
import io.tidemark.profile.sketch.CategorySketch;
import io.tidemark.profile.sketch.FeatureSketch;
import io.tidemark.profile.sketch.NumericSketch;
import io.tidemark.profile.sketch.SketchConfig;
import io.tidemark.profile.stats.EmpiricalCdf;
import io.tidemark.profile.stats.FrequencyCounts;
import io.tidemark.profile.stats.UnseenMass;
import io.tidemark.profile.stats.WindowVariation;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * One feature of a baseline: its sketch, its bins, and how many of its rows lie in each.
 *
 * <p>Counts per bin and cell are exact for categories that fit the sketch and for numbers up to the sketch's k; for more numbers they come
 * from the sketch's ranks, until a second pass over the rows has counted them ({@link #withExactCounts}).
 *
 * <p>Values are never changed after construction, and the sketch must not be either; then it may be used by several threads.
 */
public final class FeatureBaseline {
    /** Categories with a bin of their own, in a baseline for windows. */
    public static final int MAX_CATEGORY_BINS = 1000;

    /** A cell with more of the baseline than this is no tail: an atom at its edge, such as an inflated zero. */
    private static final double LARGEST_TAIL = 0.005;

    private final String name;
    private final FeatureKind kind;
    private final long rows;
    private final FeatureSketch sketch;
    private final EmpiricalCdf distribution;
    private final Optional<FrequencyCounts> frequencies;
    private final Binning binning;
    private final long[] cellCounts;
    private final boolean exactCounts;
    private final WindowVariation variation;

    FeatureBaseline(
            String name,
            FeatureKind kind,
            long rows,
            FeatureSketch sketch,
            Binning binning,
            long[] cellCounts,
            boolean exactCounts,
            WindowVariation variation) {
        this.name = name;
        this.kind = kind;
        this.rows = rows;
        this.sketch = sketch;
        this.distribution = kind == FeatureKind.NUMERIC ? numbersOf(sketch) : EmpiricalCdf.empty();
        this.frequencies = kind == FeatureKind.NUMERIC
                ? Optional.empty()
                : sketch.categories().flatMap(CategorySketch::frequencies);
        this.binning = binning;
        this.cellCounts = cellCounts;
        this.exactCounts = exactCounts;
        this.variation = variation;
    }

    /** The baseline of a feature for windows, of the kind of most of its values. */
    public static FeatureBaseline of(String name, long rows, FeatureSketch sketch) {
        return of(name, FeatureKind.of(sketch), rows, sketch, MAX_CATEGORY_BINS);
    }

    /**
     * The baseline of a feature.
     *
     * @param rows of the baseline, those without the feature included
     * @param sketch of all rows that have the feature; it must not change from now on
     * @param maxCategoryBins how many categories get a bin of their own; the others are pooled
     */
    public static FeatureBaseline of(
            String name, FeatureKind kind, long rows, FeatureSketch sketch, int maxCategoryBins) {
        if (kind == FeatureKind.NUMERIC) {
            EmpiricalCdf numbers = numbersOf(sketch);
            NumericBinning binning = NumericBinning.ofDeciles(numbers);
            boolean exact = sketch.numeric().map(NumericSketch::rankError).orElse(0.0) == 0;
            return new FeatureBaseline(
                    name, kind, rows, sketch, binning, binning.count(numbers), exact, WindowVariation.NONE);
        }
        CategoricalBinning binning = CategoryBins.of(sketch, maxCategoryBins);
        return new FeatureBaseline(
                name,
                kind,
                rows,
                sketch,
                binning,
                CategoryBins.count(sketch, binning),
                CategoryBins.isExact(sketch),
                WindowVariation.NONE);
    }

    /**
     * An earlier window as a baseline, of the kind that a feature has in its model's baseline. Numbers are over the bins of that
     * baseline where the window counted them, since a later window counts them, too; else over bins of the window's own. How much
     * windows vary beside the baseline does not say how much they vary beside each other, so rows are taken to be independent.
     *
     * @param rows of the window, those without the feature included
     * @param sketch of the window; it must not change from now on
     */
    public static FeatureBaseline ofWindow(FeatureBaseline model, long rows, FeatureSketch sketch) {
        return model.countedBy(sketch)
                .filter(_ -> model.kind == FeatureKind.NUMERIC)
                .map(counts -> new FeatureBaseline(
                        model.name,
                        model.kind,
                        rows,
                        sketch,
                        model.binning,
                        counts.cells(),
                        true,
                        WindowVariation.NONE))
                .orElseGet(() -> of(model.name, model.kind, rows, sketch, MAX_CATEGORY_BINS));
    }

    private static EmpiricalCdf numbersOf(FeatureSketch sketch) {
        return sketch.numeric().map(NumericSketch::distribution).orElse(EmpiricalCdf.empty());
    }

    /** This baseline with counts per bin that a second pass over its rows made. */
    public FeatureBaseline withExactCounts(BinCounts counts) {
        long[] exact = counts.cells();
        if (!counts.binningId().equals(binning.id()) || Arrays.stream(exact).sum() != kind.valuesOf(sketch)) {
            throw new IllegalArgumentException("the counts are not of all rows of " + name + " over its bins");
        }
        return new FeatureBaseline(name, kind, rows, sketch, binning, exact, true, variation);
    }

    /** The same rows, bins and counts with a smaller sketch. */
    public FeatureBaseline within(SketchConfig smaller) {
        return new FeatureBaseline(
                name, kind, rows, sketch.within(smaller), binning, cellCounts, exactCounts, variation);
    }

    /** The same rows, bins and counts under another name. */
    public FeatureBaseline renamed(String newName) {
        return new FeatureBaseline(newName, kind, rows, sketch, binning, cellCounts, exactCounts, variation);
    }

    /**
     * The same baseline, knowing how much its own windows vary.
     *
     * @param windows sketches of the feature, one for each of the windows that make up the baseline
     * @param windowRows all rows of the same windows, with the feature or without
     */
    public FeatureBaseline withVariation(List<FeatureSketch> windows, List<Long> windowRows) {
        WindowVariation estimated = VariationEstimate.of(this, windows, windowRows);
        return new FeatureBaseline(name, kind, rows, sketch, binning, cellCounts, exactCounts, estimated);
    }

    /** An empty sketch of a window that is to be compared with this baseline. */
    public FeatureSketch newSketch(SketchConfig config) {
        FeatureSketch window = new FeatureSketch(config, kind.hint());
        window.bind(binning);
        return window;
    }

    /** What {@code window} counted over the bins of this baseline, if it did. */
    public Optional<BinCounts> countedBy(FeatureSketch window) {
        return window.bins().filter(bins -> bins.binningId().equals(binning.id()));
    }

    /** How many of the values in {@code other} lie in each cell: exactly where it counted them, else by its sketch. */
    public long[] count(FeatureSketch other) {
        Optional<BinCounts> counted = countedBy(other);
        if (counted.isPresent()) {
            return counted.get().cells();
        }
        return switch (binning) {
            case NumericBinning bins -> bins.count(numbersOf(other));
            case CategoricalBinning bins -> CategoryBins.count(other, bins);
        };
    }

    /** How many numbers of {@code other} lie outside of the range of this baseline's: exactly where it counted them. */
    public long outOfRange(FeatureSketch other) {
        if (!(binning instanceof NumericBinning bins)) {
            return 0;
        }
        double min = sketch.numeric().map(NumericSketch::min).orElse(bins.min());
        double max = sketch.numeric().map(NumericSketch::max).orElse(bins.max());
        return countedBy(other)
                .filter(_ -> min == bins.min() && max == bins.max())
                .map(counts -> counts.belowRange() + counts.aboveRange())
                .orElseGet(() -> {
                    EmpiricalCdf numbers = numbersOf(other);
                    return numbers.countBelow(min) + numbers.n() - numbers.countAtOrBelow(max);
                });
    }

    public String name() {
        return name;
    }

    public FeatureKind kind() {
        return kind;
    }

    /** Whether its values lie in more than one cell. */
    public boolean varies() {
        return Arrays.stream(cellCounts).filter(count -> count > 0).count() > 1;
    }

    /** The baseline's rows, those without the feature included. */
    public long rows() {
        return rows;
    }

    public FeatureSketch sketch() {
        return sketch;
    }

    /** The distribution of a numeric feature, else empty. */
    public EmpiricalCdf distribution() {
        return distribution;
    }

    public Binning binning() {
        return binning;
    }

    /** Rows of the baseline per bin. */
    public long[] binCounts() {
        return binning.toBins(cellCounts);
    }

    /** Rows of the baseline per cell of its bins. */
    public long[] cellCounts() {
        return cellCounts.clone();
    }

    /** Whether {@link #cellCounts()} were counted and not taken from a sketch's ranks. */
    public boolean exactCounts() {
        return exactCounts;
    }

    /** How much the baseline's own windows vary. */
    public WindowVariation variation() {
        return variation;
    }

    /** Of rows per cell, those in the first and in the last cell, where these are tails of the baseline. */
    public long inTails(long[] counts) {
        long all = Arrays.stream(cellCounts).sum();
        long inTails = 0;
        for (int cell : new int[] {0, counts.length - 1}) {
            inTails += cellCounts[cell] <= LARGEST_TAIL * all ? counts[cell] : 0;
        }
        return inTails;
    }

    /** How many categories have how many rows; empty for numbers, and where the sketch has forgotten that. */
    public Optional<FrequencyCounts> frequencies() {
        return frequencies;
    }

    /** The rate at which a window's values are expected to be told as unseen without drift; empty where that can't be told. */
    public Optional<UnseenMass> expectedUnseen() {
        return binning instanceof CategoricalBinning bins && bins.tellsUnseen()
                ? frequencies.map(counts -> UnseenMass.of(counts, bins.falseKnownRate()))
                : Optional.empty();
    }

    /**
     * Rows per bin as a further body of such rows is expected to have them: where the baseline does not hold all its categories, some of
     * its others would count as unseen to another sample.
     */
    public long[] expectedBinCounts() {
        long[] expected = binCounts();
        if (binning instanceof CategoricalBinning bins && !bins.isComplete()) {
            double rate = expectedUnseen().map(UnseenMass::rate).orElse(0.0);
            int other = bins.unseenIndex() - 1;
            long unseen = Math.min(expected[other], Math.round(rate * kind.valuesOf(sketch)));
            expected[other] -= unseen;
            expected[bins.unseenIndex()] += unseen;
        }
        return expected;
    }

    public byte[] toBytes() {
        return FeatureBaselineFormat.toBytes(this);
    }

    /** Reads what {@link #toBytes()} of this or an earlier version wrote; anything else is a ProfileFormatException. */
    public static FeatureBaseline fromBytes(byte[] bytes) {
        return FeatureBaselineFormat.fromBytes(bytes);
    }
}
