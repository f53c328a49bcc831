package io.tidemark.profile.csv;

import io.tidemark.profile.baseline.FeatureKind;
import io.tidemark.profile.sketch.FeatureSketch;

/**
 * One column as a feature.
 *
 * @param index its place in the file, from 0
 * @param kind what its cells are taken for; a cell that is something else counts as a value of a wrong type
 */
public record CsvColumn(String name, int index, FeatureKind kind) {

    /** Adds the current row's cell to a sketch. */
    public void feed(CsvRows row, FeatureSketch sketch) {
        String cell = row.value(index);
        if (Cells.isMissing(cell)) {
            sketch.updateNull();
            return;
        }
        switch (kind) {
            case NUMERIC -> feedNumber(cell, sketch);
            case BOOLEAN -> feedBoolean(cell, sketch);
            case CATEGORICAL -> sketch.updateText(cell);
        }
    }

    private static void feedNumber(String cell, FeatureSketch sketch) {
        double number = Cells.number(cell);
        if (Double.isNaN(number)) {
            sketch.updateText(cell);
        } else {
            sketch.updateNumber(number);
        }
    }

    private static void feedBoolean(String cell, FeatureSketch sketch) {
        if (Cells.isBoolean(cell)) {
            sketch.updateBoolean(cell.equalsIgnoreCase("true"));
        } else {
            sketch.updateText(cell);
        }
    }
}
