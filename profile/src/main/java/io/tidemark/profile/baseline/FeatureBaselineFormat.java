package io.tidemark.profile.baseline;

import io.tidemark.profile.binning.Binning;
import io.tidemark.profile.binning.CategoricalBinning;
import io.tidemark.profile.binning.NumericBinning;
import io.tidemark.profile.format.DocumentReader;
import io.tidemark.profile.format.DocumentType;
import io.tidemark.profile.format.DocumentWriter;
import io.tidemark.profile.sketch.FeatureSketch;
import io.tidemark.profile.stats.WindowVariation;
import io.tidemark.profile.stats.WindowVariation.Aspect;
import java.util.EnumMap;
import java.util.Map;

/** The binary format of a {@link FeatureBaseline}: name, kind, rows, sketch, bins, rows per cell, and how its windows vary. */
final class FeatureBaselineFormat {
    private static final DocumentType DOCUMENT = new DocumentType("TDFB", 3);

    /** Since this version the bins of categories are not written: they follow from the sketch. */
    private static final int BINS_FROM_SKETCH = 2;
    /** Since this version a baseline knows how its own windows vary. */
    private static final int WITH_VARIATION = 3;

    private FeatureBaselineFormat() {}

    static byte[] toBytes(FeatureBaseline baseline) {
        DocumentWriter out = new DocumentWriter(DOCUMENT);
        out.writeText(baseline.name()).writeEnum(baseline.kind()).writeCount(baseline.rows());
        out.writeBoolean(baseline.exactCounts()).writeBytes(baseline.sketch().toBytes());
        switch (baseline.binning()) {
            case NumericBinning bins -> bins.writeTo(out);
            case CategoricalBinning bins -> out.writeCount(bins.named().size()).writeText(bins.id());
        }
        for (long count : baseline.cellCounts()) {
            out.writeCount(count);
        }
        writeVariation(baseline.variation(), out);
        return out.toBytes();
    }

    private static void writeVariation(WindowVariation variation, DocumentWriter out) {
        Map<Aspect, Double> correlations = variation.correlations();
        out.writeCount(variation.windows()).writeCount(correlations.size());
        correlations.forEach((aspect, correlation) -> out.writeEnum(aspect).writeDouble(correlation));
    }

    static FeatureBaseline fromBytes(byte[] bytes) {
        DocumentReader in = new DocumentReader(bytes, DOCUMENT);
        String name = in.readText();
        FeatureKind kind = in.readEnum(FeatureKind.class);
        long rows = in.readCount();
        boolean exact = in.readBoolean();
        FeatureSketch sketch = FeatureSketch.fromBytes(in.readBytes());
        Binning binning = kind != FeatureKind.NUMERIC && in.version() >= BINS_FROM_SKETCH
                ? readCategoryBins(in, sketch)
                : Binning.readFrom(in);
        if (binning instanceof NumericBinning != (kind == FeatureKind.NUMERIC)) {
            throw in.fail("the bins are not of a " + kind + " feature");
        }
        if (binning instanceof CategoricalBinning categories && in.version() < BINS_FROM_SKETCH) {
            requireBinsOf(sketch, categories, in);
        }
        long[] counts = readCounts(in, binning.cells(), kind.valuesOf(sketch));
        WindowVariation variation = in.version() >= WITH_VARIATION ? readVariation(in) : WindowVariation.NONE;
        in.expectEnd();
        return new FeatureBaseline(name, kind, rows, sketch, binning, counts, exact, variation);
    }

    /** Others would be written without complaint, and could not be read again. */
    private static void requireBinsOf(FeatureSketch sketch, CategoricalBinning bins, DocumentReader in) {
        if (!CategoryBins.of(sketch, bins.named().size()).id().equals(bins.id())) {
            throw in.fail("the bins are not those of the sketch");
        }
    }

    private static CategoricalBinning readCategoryBins(DocumentReader in, FeatureSketch sketch) {
        CategoricalBinning bins = CategoryBins.of(sketch, in.readCount(Integer.MAX_VALUE));
        String id = in.readText();
        if (!bins.id().equals(id)) {
            throw in.fail("the bins of the sketch are " + bins.id() + ", not " + id);
        }
        return bins;
    }

    private static long[] readCounts(DocumentReader in, int cells, long values) {
        long[] counts = new long[cells];
        long left = values;
        for (int i = 0; i < cells && left >= 0; i++) {
            counts[i] = in.readCount();
            left -= counts[i];
        }
        if (left != 0) {
            throw in.fail("the bins don't hold the " + values + " values of the sketch");
        }
        return counts;
    }

    private static WindowVariation readVariation(DocumentReader in) {
        int windows = in.readCount(Integer.MAX_VALUE);
        Map<Aspect, Double> correlations = new EnumMap<>(Aspect.class);
        for (int left = in.readCount(Aspect.values().length); left > 0; left--) {
            correlations.put(in.readEnum(Aspect.class), in.readDouble());
        }
        try {
            return new WindowVariation(windows, correlations);
        } catch (IllegalArgumentException e) {
            throw in.fail(String.valueOf(e.getMessage()));
        }
    }
}
