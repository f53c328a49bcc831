package io.tidemark.profile.binning;

import io.tidemark.profile.format.ContentHash;
import io.tidemark.profile.format.DocumentReader;
import io.tidemark.profile.format.DocumentType;
import io.tidemark.profile.format.DocumentWriter;
import java.util.List;

/**
 * The bins that a baseline divides a feature's values into. Immutable.
 *
 * <p>Counts over a binning can be added only to counts over the same binning, so each has an {@link #id()}: a hash of its
 * content, the same for equal binnings in every process.
 */
public sealed interface Binning permits NumericBinning, CategoricalBinning {

    /** A hash of the content, 16 hexadecimal digits. */
    String id();

    /** The number of bins. */
    int size();

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
            case NumericBinning.CODE -> NumericBinning.readContent(in);
            case CategoricalBinning.CODE -> CategoricalBinning.readContent(in);
            case CategoricalBinning.FILTER_CODE -> CategoricalBinning.readFiltered(in);
            default -> throw in.fail("the kind of binning " + kind + " is unknown");
        };
    }
}
