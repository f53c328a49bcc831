package io.tidemark.profile.binning;

import io.tidemark.profile.format.DocumentReader;
import io.tidemark.profile.format.DocumentWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Bins of categories: one for each of the baseline's largest categories, one for all its others where there are more, and last
 * one for categories that the baseline never had.
 *
 * <p>A baseline that could not hold all its categories knows the others by a {@link CategoryFilter}: a category that it never had is
 * then taken for one of the others at {@link #falseKnownRate()}, and never the other way round. Without a filter (an older version's
 * baseline) {@link #tellsUnseen()} is false, everything else counts as other, and the bin of unseen ones stays empty.
 */
public final class CategoricalBinning implements Binning {
    static final int CODE = 2;
    static final int FILTER_CODE = 4;
    /** The label of the bin of unseen categories. */
    public static final String UNSEEN = "(unseen)";
    /** The label of the bin of the baseline's other categories. */
    public static final String OTHER = "(other)";

    private final List<String> named;
    private final List<String> pooled;
    private final boolean complete;
    private final @Nullable CategoryFilter filter;
    private final Map<String, Integer> bins = new HashMap<>();
    private final int fallback;
    private final String id;

    private CategoricalBinning(
            List<String> named, List<String> pooled, boolean complete, @Nullable CategoryFilter filter) {
        this.named = List.copyOf(named);
        this.pooled = List.copyOf(pooled);
        this.complete = complete;
        this.filter = filter;
        for (String category : named) {
            bins.put(category, bins.size());
        }
        for (String category : pooled) {
            bins.put(category, named.size());
        }
        this.fallback = complete ? size() - 1 : named.size();
        this.id = Binning.idOf(this);
    }

    /**
     * The bins of a baseline's categories.
     *
     * @param categories distinct, the largest first
     * @param complete whether these are all that the baseline has
     * @param maxNamed how many get a bin of their own
     */
    public static CategoricalBinning of(List<String> categories, boolean complete, int maxNamed) {
        int cut = Math.min(maxNamed, categories.size());
        return new CategoricalBinning(
                categories.subList(0, cut), categories.subList(cut, categories.size()), complete, null);
    }

    /**
     * The bins of a baseline that could not hold all its categories.
     *
     * @param categories those that it holds, distinct, the largest first
     * @param all every category that it has; must not change from now on
     * @param maxNamed how many get a bin of their own
     */
    public static CategoricalBinning of(List<String> categories, CategoryFilter all, int maxNamed) {
        int cut = Math.min(maxNamed, categories.size());
        return new CategoricalBinning(categories.subList(0, cut), List.of(), false, all);
    }

    /** The bin of a category. */
    public int indexOf(String category) {
        Integer bin = bins.get(category);
        if (bin != null) {
            return bin;
        }
        return filter == null || filter.mayHold(category) ? fallback : unseenIndex();
    }

    /** Whether {@code category} was never in the baseline; false where that can't be told. */
    public boolean isUnseen(String category) {
        return tellsUnseen() && indexOf(category) == unseenIndex();
    }

    /** Whether the baseline can tell which categories it never had. */
    public boolean tellsUnseen() {
        return complete || filter != null;
    }

    /** Whether every category of the baseline is here by its name. */
    public boolean isComplete() {
        return complete;
    }

    /** The probability that a category that the baseline never had is taken for one of its others; 1 where that can't be told. */
    public double falseKnownRate() {
        if (complete) {
            return 0;
        }
        return filter == null ? 1 : filter.falseKnownRate();
    }

    /** The categories with a bin of their own, in the order of the bins. */
    public List<String> named() {
        return named;
    }

    /** The bin of categories that the baseline never had: the last one. */
    public int unseenIndex() {
        return size() - 1;
    }

    private boolean hasOther() {
        return !complete || !pooled.isEmpty();
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public int size() {
        return named.size() + (hasOther() ? 1 : 0) + 1;
    }

    @Override
    public int cells() {
        return size();
    }

    @Override
    public long[] toBins(long[] cellCounts) {
        return cellCounts.clone();
    }

    @Override
    public List<String> labels() {
        List<String> labels = new ArrayList<>(named);
        if (hasOther()) {
            labels.add(OTHER);
        }
        labels.add(UNSEEN);
        return List.copyOf(labels);
    }

    @Override
    public void writeTo(DocumentWriter out) {
        if (filter == null) {
            out.writeByte(CODE).writeBoolean(complete);
            writeCategories(out, named);
            writeCategories(out, pooled);
        } else {
            out.writeByte(FILTER_CODE);
            writeCategories(out, named);
            filter.writeTo(out);
        }
    }

    private static void writeCategories(DocumentWriter out, List<String> categories) {
        out.writeCount(categories.size());
        categories.forEach(out::writeText);
    }

    static CategoricalBinning readContent(DocumentReader in) {
        boolean complete = in.readBoolean();
        List<String> named = readCategories(in);
        List<String> pooled = readCategories(in);
        return distinct(in, new CategoricalBinning(named, pooled, complete, null));
    }

    static CategoricalBinning readFiltered(DocumentReader in) {
        List<String> named = readCategories(in);
        return distinct(in, new CategoricalBinning(named, List.of(), false, CategoryFilter.readFrom(in)));
    }

    private static CategoricalBinning distinct(DocumentReader in, CategoricalBinning binning) {
        if (binning.bins.size() != binning.named.size() + binning.pooled.size()) {
            throw in.fail("a category stands twice in the bins");
        }
        return binning;
    }

    private static List<String> readCategories(DocumentReader in) {
        int size = in.readLength(1);
        List<String> categories = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            categories.add(in.readText());
        }
        return categories;
    }
}
