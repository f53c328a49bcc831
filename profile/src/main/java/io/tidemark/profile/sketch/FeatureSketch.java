package io.tidemark.profile.sketch;

import io.tidemark.profile.binning.Binning;
import io.tidemark.profile.format.DocumentReader;
import io.tidemark.profile.format.DocumentType;
import io.tidemark.profile.format.DocumentWriter;
import io.tidemark.profile.sketch.FrequentCategories.Counter;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * All that is kept of one feature in one window: counts by type, and sketches of its numbers and of its categories.
 *
 * <p>A row without the feature is not told to the sketch. So missing rows are the window's rows less {@link #present()}, for
 * whoever knows the window's rows; nulls and NaN are missing as well.
 *
 * <p>A sketch that is bound to a baseline's {@link Binning} before its first value also counts every value's bin exactly. Merging
 * adds these counts where both sides have them over the same bins, and drops them for good otherwise; a side without values is
 * neutral. Counts by type, of rows and of bins are exact and do not depend on how sketches are merged.
 *
 * <p>Not thread-safe. {@link #toBytes()} holds everything but the bins themselves: bind again after {@link #fromBytes} to go on
 * counting.
 */
public final class FeatureSketch implements ValueSink {
    /** The binary format. Payload: config, hint, counts by type, a bit set of parts, the parts in the order of their bits. */
    private static final DocumentType DOCUMENT = new DocumentType("TDFS", 2);

    private static final long OWN_BYTES = 290;
    private static final int NUMERIC_PART = 1;
    private static final int CATEGORY_PART = 2;
    private static final int BINS_PART = 4;
    private static final int ALL_PARTS = 7;

    private final SketchConfig config;
    private final KindHint hint;
    private final TypeCounts types;
    private @Nullable NumericSketch numeric;
    private @Nullable CategorySketch categories;
    private @Nullable BinCounts bins;
    private int lastCell = BinCounts.NO_CELL;

    public FeatureSketch(SketchConfig config, KindHint hint) {
        this(config, hint, new TypeCounts());
    }

    private FeatureSketch(SketchConfig config, KindHint hint, TypeCounts types) {
        this.config = config;
        this.hint = hint;
        this.types = types;
    }

    /** Adds a number. NaN counts as missing, an infinity as present but invalid. */
    @Override
    public void updateNumber(double value) {
        lastCell = BinCounts.NO_CELL;
        if (!types.addNumber(value)) {
            return;
        }
        if (hint == KindHint.CATEGORICAL) {
            addCategory(CategoryText.ofNumber(value));
        } else {
            addNumber(value);
        }
    }

    /** Adds a boolean, the category "true" or "false". */
    @Override
    public void updateBoolean(boolean value) {
        lastCell = BinCounts.NO_CELL;
        types.addBoolean();
        if (hint != KindHint.NUMERIC) {
            addCategory(value ? "true" : "false");
        }
    }

    /** Adds a text, which is a category. */
    @Override
    public void updateText(String value) {
        lastCell = BinCounts.NO_CELL;
        types.addText();
        if (hint != KindHint.NUMERIC) {
            addCategory(value);
        }
    }

    /** Adds a row whose value is null. */
    @Override
    public void updateNull() {
        lastCell = BinCounts.NO_CELL;
        types.addNull();
    }

    /**
     * Adds the values that a feature has in some rows; rows that do not have it are passed over.
     *
     * @param column the feature's values
     * @param rows which rows, ascending
     * @param count how many of {@code rows}
     * @param cells of each of these rows gets the cell that its value was counted in; negative where it was counted in none
     */
    public void update(ValueColumn column, int[] rows, int count, int[] cells) {
        boolean firstRows = count > 0 && rows[count - 1] == count - 1;
        if (firstRows
                && column.hasOnlyNumbers(count)
                && hint != KindHint.CATEGORICAL
                && areFinite(column.numbers(), count)) {
            addNumbers(column.numbers(), count, cells);
            return;
        }
        if (firstRows && column.hasOnlyTexts(count) && hint != KindHint.NUMERIC) {
            addTexts(column, count, cells);
            return;
        }
        for (int i = 0; i < count; i++) {
            lastCell = BinCounts.NO_CELL;
            column.tell(rows[i], this);
            cells[i] = lastCell;
        }
    }

    private static boolean areFinite(double[] values, int count) {
        double sum = 0;
        for (int i = 0; i < count; i++) {
            sum += values[i] * 0; // NaN for an infinity and for NaN
        }
        return sum == 0;
    }

    private void addNumbers(double[] values, int count, int[] cells) {
        types.addNumbers(count);
        numericSketch().update(values, count);
        if (bins == null || !bins.countNumbers(values, count, cells)) {
            bins = null;
            Arrays.fill(cells, 0, count, BinCounts.NO_CELL);
        }
    }

    private void addTexts(ValueColumn column, int count, int[] cells) {
        for (int row = 0; row < count; row++) {
            types.addText();
            lastCell = BinCounts.NO_CELL;
            addCategory(column.text(row));
            cells[row] = lastCell;
        }
    }

    private void addNumber(double value) {
        numericSketch().update(value);
        if (bins != null) {
            noteCell(bins.countNumber(value));
        }
    }

    private void addCategory(String text) {
        Counter category = categorySketch().countRow(text);
        if (bins != null) {
            noteCell(bins.countCategory(category));
        }
    }

    private void noteCell(int cell) {
        lastCell = cell;
        if (cell == BinCounts.NO_BINS) {
            bins = null;
        }
    }

    private NumericSketch numericSketch() {
        if (numeric == null) {
            numeric = new NumericSketch(config.k());
        }
        return numeric;
    }

    private CategorySketch categorySketch() {
        if (categories == null) {
            categories = new CategorySketch(config);
            rememberUnlessBound();
        }
        return categories;
    }

    /** Bins tell all there is to tell of categories that a baseline does not name: remembering them too would double the size. */
    private void rememberUnlessBound() {
        if (categories != null) {
            categories.remember(bins == null);
        }
    }

    /**
     * Counts every further value's bin. Possible before the first value, or where the values so far were counted over the same
     * bins.
     *
     * @return whether the sketch counts bins now; if not, counts it had are dropped
     */
    public boolean bind(Binning binning) {
        if (sketched() == 0) {
            bins = BinCounts.over(binning);
        } else if (bins != null && !bins.bind(binning)) {
            bins = null;
        }
        rememberUnlessBound();
        return bins != null;
    }

    /** Adds all that {@code other} holds, which stays as it is. */
    public void merge(FeatureSketch other) {
        mergeBins(other);
        rememberUnlessBound();
        types.addAll(other.types);
        if (other.numeric != null) {
            numericSketch().merge(other.numeric);
        }
        if (other.categories != null) {
            categorySketch().merge(other.categories);
        }
    }

    /** The same values in a smaller sketch; this one where it is no larger. */
    public FeatureSketch within(SketchConfig smaller) {
        if (config.k() <= smaller.k()) {
            return this;
        }
        FeatureSketch small = new FeatureSketch(config.withK(smaller.k()), hint);
        small.merge(this);
        return small;
    }

    private void mergeBins(FeatureSketch other) {
        if (other.sketched() == 0) {
            return;
        }
        BinCounts added = other.bins;
        if (bins != null && added != null && bins.add(added)) {
            return;
        }
        bins = sketched() == 0 && added != null ? added.copy() : null;
    }

    /** The number of values in the sketches. */
    private long sketched() {
        return (numeric == null ? 0 : numeric.n()) + (categories == null ? 0 : categories.n());
    }

    /** Finite numbers. */
    public long numbers() {
        return types.numbers();
    }

    public long booleans() {
        return types.booleans();
    }

    public long texts() {
        return types.texts();
    }

    public long nulls() {
        return types.nulls();
    }

    public long nans() {
        return types.nans();
    }

    public long infinities() {
        return types.infinities();
    }

    /** Texts that were too long and so were shortened. */
    public long oversized() {
        return categories == null ? 0 : categories.oversized();
    }

    /** Rows with a value, right or wrong: neither null nor NaN. */
    public long present() {
        return types.values() + types.infinities();
    }

    public KindHint hint() {
        return hint;
    }

    /** The numbers' sketch, where there was a number to sketch. */
    public Optional<NumericSketch> numeric() {
        return Optional.ofNullable(numeric);
    }

    /** The categories' sketch, where there was a category to sketch. */
    public Optional<CategorySketch> categories() {
        return Optional.ofNullable(categories);
    }

    /** The cell that the last update counted its value in; negative where it counted none. */
    public int lastCell() {
        return lastCell;
    }

    /** Ends a row, so that {@link #lastCell()} is not that of an earlier one. */
    public void forgetCell() {
        lastCell = BinCounts.NO_CELL;
    }

    /** Counts per bin, where the sketch was bound to bins and every value was counted. */
    public Optional<BinCounts> bins() {
        return Optional.ofNullable(bins);
    }

    /** About how much heap it takes now; it grows with its values, up to what its {@link SketchConfig} allows. */
    public long heapBytes() {
        return OWN_BYTES
                + (numeric == null ? 0 : numeric.heapBytes())
                + (categories == null ? 0 : categories.heapBytes())
                + (bins == null ? 0 : bins.heapBytes());
    }

    public byte[] toBytes() {
        DocumentWriter out = new DocumentWriter(DOCUMENT);
        out.writeCount(config.k()).writeCount(config.maxCategories());
        out.writeCount(config.maxCategoryBytes()).writeCount(config.maxCategoryLength());
        out.writeEnum(hint);
        types.writeTo(out);
        out.writeByte((numeric == null ? 0 : NUMERIC_PART)
                | (categories == null ? 0 : CATEGORY_PART)
                | (bins == null ? 0 : BINS_PART));
        if (numeric != null) {
            numeric.writeTo(out);
        }
        if (categories != null) {
            categories.writeTo(out);
        }
        if (bins != null) {
            bins.writeTo(out);
        }
        return out.toBytes();
    }

    /** Reads what {@link #toBytes()} of this or an earlier version wrote; anything else is a ProfileFormatException. */
    public static FeatureSketch fromBytes(byte[] bytes) {
        DocumentReader in = new DocumentReader(bytes, DOCUMENT);
        FeatureSketch sketch = new FeatureSketch(readConfig(in), in.readEnum(KindHint.class), TypeCounts.readFrom(in));
        int parts = in.readByte();
        if ((parts & ~ALL_PARTS) != 0) {
            throw in.fail("the set of parts " + parts + " has unknown ones");
        }
        if ((parts & NUMERIC_PART) != 0) {
            sketch.numeric = NumericSketch.readFrom(in, sketch.config.k());
        }
        if ((parts & CATEGORY_PART) != 0) {
            sketch.categories = CategorySketch.readFrom(in, sketch.config);
        }
        if (sketch.sketched() < 0 || sketch.sketched() > sketch.types.values()) {
            throw in.fail("the sketches hold more than the " + sketch.types.values() + " values that were counted");
        }
        if ((parts & BINS_PART) != 0) {
            sketch.bins = BinCounts.readFrom(in, sketch.sketched());
            sketch.rememberUnlessBound();
        }
        in.expectEnd();
        return sketch;
    }

    private static SketchConfig readConfig(DocumentReader in) {
        int max = Integer.MAX_VALUE;
        try {
            return new SketchConfig(in.readCount(max), in.readCount(max), in.readCount(max), in.readCount(max));
        } catch (IllegalArgumentException e) {
            throw in.fail(String.valueOf(e.getMessage()));
        }
    }
}
