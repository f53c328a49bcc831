package io.tidemark.profile.binning;

import io.tidemark.profile.format.ContentHash;
import io.tidemark.profile.format.DocumentReader;
import io.tidemark.profile.format.DocumentType;
import io.tidemark.profile.format.DocumentWriter;
import java.util.List;

/**
 * The bins that a baseline divides a feature's values into. Immutable.
 *
 * <p>Bins are what distances and histograms are over. Values are counted over <em>cells</em>, each of which lies in one bin: for
 * categories the bins themselves, for numbers finer ones, above all in the tails, that the tests look at.
 *
 * <p>Counts over a binning can be added only to counts over the same binning, so each has an {@link #id()}: a hash of its
 * content, the same for equal binnings in every process.
 */
public sealed interface Binning permits NumericBinning, CategoricalBinning {

    /** A hash of the content, 16 hexadecimal digits. */
    String id();

    /** The number of bins. */
    int size();

    /** The number of cells: as many as bins, or more. */
    int cells();

    /** Rows per bin from rows per cell. */
    long[] toBins(long[] cellCounts);

    /** What to call each bin, in order. */
    List<String> labels();

    void writeTo(DocumentWriter out);

    /** The {@link #id()} of a binning of this content. */
    static String idOf(Binning binning) {
        DocumentWriter content = new DocumentWriter(new DocumentType("TDBI", 1));
        binning.writeTo(content);
        return ContentHash.of(content.toBytes(), 8);
    }

    static Binning readFrom(DocumentReader in) {
        int kind = in.readByte();
        return switch (kind) {
            case NumericBinning.PLAIN_CODE -> NumericBinning.readPlain(in);
            case NumericBinning.CELLS_CODE -> NumericBinning.readCells(in);
            case CategoricalBinning.CODE -> CategoricalBinning.readContent(in);
            case CategoricalBinning.FILTER_CODE -> CategoricalBinning.readFiltered(in);
            default -> throw in.fail("the kind of binning " + kind + " is unknown");
        };
    }
}
