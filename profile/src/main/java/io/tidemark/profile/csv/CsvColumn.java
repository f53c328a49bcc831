package io.tidemark.profile.csv;

import io.tidemark.profile.baseline.FeatureKind;
import io.tidemark.profile.sketch.ValueSink;

/**
 * One column as a feature.
 *
 * @param index its place in the file, from 0
 * @param kind what its cells are taken for; a cell that is something else counts as a value of a wrong type
 */
public record CsvColumn(String name, int index, FeatureKind kind) {

    /** Adds the current row's cell to a feature's values. */
    public void feed(CsvRows row, ValueSink values) {
        String cell = row.value(index);
        if (Cells.isMissing(cell)) {
            values.updateNull();
            return;
        }
        switch (kind) {
            case NUMERIC -> feedNumber(cell, values);
            case BOOLEAN -> feedBoolean(cell, values);
            case CATEGORICAL -> values.updateText(cell);
        }
    }

    private static void feedNumber(String cell, ValueSink values) {
        double number = Cells.number(cell);
        if (Double.isNaN(number)) {
            values.updateText(cell);
        } else {
            values.updateNumber(number);
        }
    }

    private static void feedBoolean(String cell, ValueSink values) {
        if (Cells.isBoolean(cell)) {
            values.updateBoolean(Cells.isTrue(cell));
        } else {
            values.updateText(cell);
        }
    }
}
