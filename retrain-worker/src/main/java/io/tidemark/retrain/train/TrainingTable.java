package io.tidemark.retrain.train;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The rows that a model learns from. The order of the rows is part of the data: some trainers take them one after the other.
 *
 * <p>A table has rows, and their targets are all classes, or all finite numbers.
 */
public record TrainingTable(List<TrainingRow> rows) {
    /** Numbers further from 0 than this don't fit the floats of XGBoost with room to calculate. */
    private static final double MAX_NUMBER = 1e30;

    /**
     * @throws TrainingException where the table is empty or a target is no class or number that can be learned
     */
    public TrainingTable {
        rows = List.copyOf(rows);
        if (rows.isEmpty()) {
            throw new TrainingException(
                    "the training table has no rows: widen the window that labelled examples come from");
        }
        boolean classes = rows.getFirst().target() instanceof Target.OfClass;
        for (int i = 0; i < rows.size(); i++) {
            check(rows.get(i).target(), classes, i);
        }
    }

    /** Whether the targets are classes, not numbers. */
    public boolean ofClasses() {
        return rows.getFirst().target() instanceof Target.OfClass;
    }

    /** Whether some rows count more than others. */
    public boolean isWeighted() {
        double first = rows.getFirst().weight();
        return rows.stream().anyMatch(row -> row.weight() != first);
    }

    /** The names of all features that any row has, in their natural order. */
    public SortedSet<String> features() {
        SortedSet<String> names = new TreeSet<>();
        rows.forEach(row -> names.addAll(row.features().keySet()));
        return names;
    }

    private static void check(Target target, boolean classes, int row) {
        switch (target) {
            case Target.OfClass(String label) -> {
                if (!classes) {
                    throw new TrainingException("row " + row + " has the class '" + label
                            + "' for a label, row 0 has a number: a table is of the one or the other");
                }
                if (label.isBlank()) {
                    throw new TrainingException("row " + row + " has an empty label: leave rows without a label out");
                }
            }
            case Target.OfNumber(double value) -> {
                if (classes) {
                    throw new TrainingException("row " + row + " has the number " + value
                            + " for a label, row 0 has a class: a table is of the one or the other");
                }
                if (!(Math.abs(value) <= MAX_NUMBER)) {
                    throw new TrainingException("row " + row + " has " + value
                            + " for a label: it has to be a number between -" + MAX_NUMBER + " and " + MAX_NUMBER
                            + "; leave such rows out, or give labels another unit");
                }
            }
        }
    }
}
