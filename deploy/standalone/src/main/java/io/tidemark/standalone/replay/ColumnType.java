package io.tidemark.standalone.replay;

import io.tidemark.standalone.csv.CsvRow;
import java.util.List;
import java.util.regex.Pattern;

/** How the cells of a feature column are logged, guessed from the first rows. */
public enum ColumnType {
    INTEGER,
    DECIMAL,
    BOOLEAN,
    TEXT;

    /** A leading zero makes it a code, such as a postal code, and no number. */
    private static final Pattern WHOLE = Pattern.compile("[+-]?(0|[1-9][0-9]{0,17})");

    private static final Pattern CODE = Pattern.compile("0[0-9]+");

    /** The narrowest type that takes all the cells which are not missing; TEXT where there is none. */
    public static ColumnType of(List<String> cells) {
        List<String> present =
                cells.stream().filter(cell -> !CsvRow.isMissing(cell)).toList();
        if (present.isEmpty() || present.stream().anyMatch(CODE.asMatchPredicate())) {
            return TEXT;
        }
        if (present.stream().allMatch(WHOLE.asMatchPredicate())) {
            return INTEGER;
        }
        if (present.stream().allMatch(ColumnType::isNumber)) {
            return DECIMAL;
        }
        boolean flags = present.stream().allMatch(c -> c.equalsIgnoreCase("true") || c.equalsIgnoreCase("false"));
        return flags ? BOOLEAN : TEXT;
    }

    /**
     * The value to log. A cell that does not fit the column is logged as the text it is: whether that is drift is for
     * the monitor to say.
     */
    Object value(String cell) {
        return switch (this) {
            case INTEGER -> WHOLE.matcher(cell).matches() ? (Object) Long.valueOf(cell) : numberOrText(cell);
            case DECIMAL -> numberOrText(cell);
            case BOOLEAN ->
                cell.equalsIgnoreCase("true") || cell.equalsIgnoreCase("false") ? (Object) Boolean.valueOf(cell) : cell;
            case TEXT -> cell;
        };
    }

    private static Object numberOrText(String cell) {
        return isNumber(cell) ? (Object) Double.valueOf(cell) : cell;
    }

    static boolean isNumber(String cell) {
        try {
            return Double.isFinite(Double.parseDouble(cell));
        } catch (NumberFormatException e) {
            return false;
        }
    }
}
