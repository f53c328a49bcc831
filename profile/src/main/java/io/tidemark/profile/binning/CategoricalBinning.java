package io.tidemark.profile.binning;

import io.tidemark.profile.format.DocumentReader;
import io.tidemark.profile.format.DocumentWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Bins of categories: one for each of the baseline's largest categories, one for all its others where there are more, and last
 * one for categories that the baseline never had.
 *
 * <p>A baseline that could not hold all its categories does not know which ones it never had: then {@link #tellsUnseen()} is
 * false, everything else counts as other, and the bin of unseen ones stays empty.
 */
public final class CategoricalBinning implements Binning {
    static final int CODE = 2;
    /** The label of the bin of unseen categories. */
    public static final String UNSEEN = "(unseen)";
    /** The label of the bin of the baseline's other categories. */
    public static final String OTHER = "(other)";

    private final List<String> named;
    private final List<String> pooled;
    private final boolean complete;
    private final Map<String, Integer> bins = new HashMap<>();
    private final int fallback;
    private final String id;

    private CategoricalBinning(List<String> named, List<String> pooled, boolean complete) {
        this.named = List.copyOf(named);
        this.pooled = List.copyOf(pooled);
        this.complete = complete;
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
        return new CategoricalBinning(categories.subList(0, cut), categories.subList(cut, categories.size()), complete);
    }

    /** The bin of a category. */
    public int indexOf(String category) {
        return bins.getOrDefault(category, fallback);
    }

    /** Whether {@code category} was never in the baseline; false where that can't be told. */
    public boolean isUnseen(String category) {
        return complete && !bins.containsKey(category);
    }

    /** Whether the baseline knows all its categories, and so which ones it never had. */
    public boolean tellsUnseen() {
        return complete;
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
        out.writeByte(CODE).writeBoolean(complete);
        for (List<String> categories : List.of(named, pooled)) {
            out.writeCount(categories.size());
            categories.forEach(out::writeText);
        }
    }

    static CategoricalBinning readContent(DocumentReader in) {
        boolean complete = in.readBoolean();
        List<String> named = readCategories(in);
        List<String> pooled = readCategories(in);
        CategoricalBinning binning = new CategoricalBinning(named, pooled, complete);
        if (binning.bins.size() != named.size() + pooled.size()) {
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
