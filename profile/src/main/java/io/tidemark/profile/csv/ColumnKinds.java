package io.tidemark.profile.csv;

import io.tidemark.profile.baseline.FeatureKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Tells what the columns of a file are, from its first {@value #SAMPLE_ROWS} rows.
 *
 * <p>Of the values that are not missing, 99 % or more numbers make a numeric column, and 99 % or more of true and false a boolean
 * one; all else is categorical, as is a column without a value. Digits after a leading zero are no number here: postal codes and
 * the like are names.
 */
public final class ColumnKinds {
    /** How many rows are looked at. */
    public static final int SAMPLE_ROWS = 100_000;

    private ColumnKinds() {}

    /** The kinds of the selected columns, by name, in the file's order. */
    public static Map<String, FeatureKind> infer(CsvSource source, ColumnSelection selection, CsvProgress progress) {
        List<Tally> tallies = new ArrayList<>();
        try (CsvRows rows = source.open()) {
            for (String name : selection.select(rows)) {
                tallies.add(new Tally(name, rows.column(name)));
            }
        }
        source.forEachRow("looking at columns", progress, row -> {
            tallies.forEach(tally -> tally.count(row.value(tally.column)));
            return row.count() < SAMPLE_ROWS;
        });
        Map<String, FeatureKind> kinds = new LinkedHashMap<>();
        for (Tally tally : tallies) {
            boolean categorical = selection.categorical().contains(tally.name);
            kinds.put(tally.name, categorical ? FeatureKind.CATEGORICAL : tally.kind());
        }
        return kinds;
    }

    /** The kind of a column by some of its cells. */
    public static FeatureKind of(Iterable<String> cells) {
        Tally tally = new Tally("", 0);
        cells.forEach(tally::count);
        return tally.kind();
    }

    private static final class Tally {
        private final String name;
        private final int column;
        private long values;
        private long numbers;
        private long booleans;

        Tally(String name, int column) {
            this.name = name;
            this.column = column;
        }

        void count(String cell) {
            if (Cells.isMissing(cell)) {
                return;
            }
            values++;
            if (Cells.isBoolean(cell)) {
                booleans++;
            } else if (!Cells.isCode(cell) && !Double.isNaN(Cells.number(cell))) {
                numbers++;
            }
        }

        FeatureKind kind() {
            if (isNearlyAll(numbers)) {
                return FeatureKind.NUMERIC;
            }
            return isNearlyAll(booleans) ? FeatureKind.BOOLEAN : FeatureKind.CATEGORICAL;
        }

        private boolean isNearlyAll(long some) {
            return some > 0 && some * 100 >= values * 99;
        }
    }
}
