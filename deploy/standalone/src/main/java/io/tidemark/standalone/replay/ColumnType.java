package io.tidemark.standalone.replay;

import io.tidemark.profile.csv.Cells;
import io.tidemark.profile.csv.ColumnKinds;
import java.util.List;
import java.util.regex.Pattern;

/**
 * How the cells of a feature column are logged, by the kind that {@link ColumnKinds} tells: a baseline of the same file
 * takes the column for the same.
 */
public enum ColumnType {
    INTEGER,
    DECIMAL,
    BOOLEAN,
    TEXT,
    /** Arrays of numbers; no kind that is told from the cells, but one that a column is declared to be. */
    EMBEDDING;

    /** As many digits as a long surely holds. */
    private static final Pattern WHOLE = Pattern.compile("[+-]?(0|[1-9][0-9]{0,17})");

    private static final Pattern BETWEEN_ELEMENTS = Pattern.compile("\\s*,\\s*|\\s+");

    /** The type of a column by its first cells; numbers are integers where all of them are whole. */
    public static ColumnType of(List<String> cells) {
        return switch (ColumnKinds.of(cells)) {
            case NUMERIC ->
                cells.stream().filter(ColumnType::isNumber).allMatch(ColumnType::isWhole) ? INTEGER : DECIMAL;
            case BOOLEAN -> BOOLEAN;
            case CATEGORICAL -> TEXT;
        };
    }

    /**
     * The value to log of a cell that is not missing. One that does not fit the column is logged as the text it is:
     * whether that is drift is for the monitor to say.
     */
    Object value(String cell) {
        return switch (this) {
            case INTEGER -> isWhole(cell) ? (Object) Long.valueOf(cell.strip()) : numberOrText(cell);
            case DECIMAL -> numberOrText(cell);
            case BOOLEAN -> Cells.isBoolean(cell) ? (Object) Cells.isTrue(cell) : cell;
            case TEXT -> cell;
            case EMBEDDING -> embeddingOrText(cell);
        };
    }

    /** {@code [0.5, -1, 3e2]}, the numbers apart by commas or blanks. What is no number in it is logged as NaN. */
    private static Object embeddingOrText(String cell) {
        String text = cell.strip();
        if (!text.startsWith("[") || !text.endsWith("]") || text.length() < 2) {
            return cell;
        }
        String inner = text.substring(1, text.length() - 1).strip();
        return inner.isEmpty()
                ? List.of()
                : BETWEEN_ELEMENTS.splitAsStream(inner).map(Cells::number).toList();
    }

    private static Object numberOrText(String cell) {
        return isNumber(cell) ? (Object) Cells.number(cell) : cell;
    }

    private static boolean isWhole(String cell) {
        return WHOLE.matcher(cell.strip()).matches();
    }

    private static boolean isNumber(String cell) {
        return !Double.isNaN(Cells.number(cell));
    }
}
