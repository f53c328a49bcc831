package io.tidemark.profile.sketch;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The values that one feature has in successive rows, kept to be sketched together: a loop over one feature's values costs a fraction of
 * what going through all features costs for every row. Filled in the order of rows, cleared, and filled again. Not thread-safe.
 */
public final class ValueColumn {
    static final byte ABSENT = 0;
    static final byte NULL = 1;
    static final byte NUMBER = 2;
    static final byte BOOLEAN = 3;
    static final byte TEXT = 4;

    private static final int NUMBERS_ONLY = 1 << NUMBER;
    private static final int TEXTS_ONLY = 1 << TEXT;

    private final byte[] types;
    private final double[] numbers;
    private @Nullable String @Nullable [] texts;
    /** A bit for each type that a row has. */
    private int kinds;

    /** So many first rows have a value or a null. */
    private int unbroken;

    /** @param capacity how many rows it may have */
    public ValueColumn(int capacity) {
        types = new byte[capacity];
        numbers = new double[capacity];
    }

    /** Whether no row has a value or a null. */
    public boolean isEmpty() {
        return kinds == 0;
    }

    /** Whether it takes the heap that texts need beside themselves, as it does from the first one on. */
    public boolean hasRoomForTexts() {
        return texts != null;
    }

    /** About how much heap it takes, without the texts themselves. */
    public long heapBytes() {
        return types.length * (1L + Double.BYTES + (texts == null ? 0 : Integer.BYTES)) + 80;
    }

    /** Forgets the values of the first {@code rows} rows. */
    public void clear(int rows) {
        Arrays.fill(types, 0, rows, ABSENT);
        if (texts != null) {
            Arrays.fill(texts, 0, rows, null);
        }
        kinds = 0;
        unbroken = 0;
    }

    /** Whether a row has a value, or a null, already. */
    public boolean isSet(int row) {
        return types[row] != ABSENT;
    }

    public void setNull(int row) {
        set(row, NULL);
    }

    public void setNumber(int row, double value) {
        numbers[row] = value;
        set(row, NUMBER);
    }

    public void setBoolean(int row, boolean value) {
        numbers[row] = value ? 1 : 0;
        set(row, BOOLEAN);
    }

    public void setText(int row, String value) {
        if (texts == null) {
            texts = new String[types.length];
        }
        texts[row] = value;
        set(row, TEXT);
    }

    private void set(int row, byte type) {
        types[row] = type;
        kinds |= 1 << type;
        unbroken += row == unbroken ? 1 : 0;
    }

    /** How many of some rows have a value or a null. */
    public int count(int[] rows, int count) {
        if (count <= unbroken && (count == 0 || rows[count - 1] == count - 1)) {
            return count;
        }
        int found = 0;
        for (int i = 0; i < count; i++) {
            found += types[rows[i]] == ABSENT ? 0 : 1;
        }
        return found;
    }

    /** The first of some rows, {@code rows[from]} to {@code rows[to - 1]}, that has a value or a null; negative where none has. */
    public int firstOf(int[] rows, int from, int to) {
        for (int i = from; i < to; i++) {
            if (types[rows[i]] != ABSENT) {
                return rows[i];
            }
        }
        return -1;
    }

    /** Whether some rows, {@code rows[from]} to {@code rows[to - 1]}, are all numbers. */
    public boolean areNumbers(int[] rows, int from, int to) {
        for (int i = from; i < to; i++) {
            if (types[rows[i]] != NUMBER) {
                return false;
            }
        }
        return true;
    }

    /** Tells a row's value or null to {@code sink}, and nothing where it has neither. */
    public void tell(int row, ValueSink sink) {
        switch (types[row]) {
            case ABSENT -> {}
            case NULL -> sink.updateNull();
            case NUMBER -> sink.updateNumber(numbers[row]);
            case BOOLEAN -> sink.updateBoolean(numbers[row] != 0);
            case TEXT -> sink.updateText(text(row));
            default -> throw new IllegalStateException("row " + row + " is of no type");
        }
    }

    /** Whether the first {@code count} rows are all numbers. */
    boolean hasOnlyNumbers(int count) {
        return unbroken >= count && kinds == NUMBERS_ONLY;
    }

    /** Whether the first {@code count} rows are all texts. */
    boolean hasOnlyTexts(int count) {
        return unbroken >= count && kinds == TEXTS_ONLY;
    }

    /** The number of a row that has one; else it means nothing. */
    public double number(int row) {
        return numbers[row];
    }

    /** All numbers; only those of rows that are {@link #NUMBER} mean anything. */
    double[] numbers() {
        return numbers;
    }

    String text(int row) {
        String text = texts == null ? null : texts[row];
        if (text == null) {
            throw new IllegalStateException("row " + row + " has no text");
        }
        return text;
    }
}
