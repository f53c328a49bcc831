package io.tidemark.profile.csv;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which columns are features.
 *
 * @param features the only ones; all where empty
 * @param ignored not these
 * @param categorical categories, whatever their values look like
 */
public record ColumnSelection(Set<String> features, Set<String> ignored, Set<String> categorical) {
    public ColumnSelection {
        features = Set.copyOf(features);
        ignored = Set.copyOf(ignored);
        categorical = Set.copyOf(categorical);
    }

    /** Every column. */
    public static ColumnSelection all() {
        return new ColumnSelection(Set.of(), Set.of(), Set.of());
    }

    /** All of it but one column. */
    public ColumnSelection without(String column) {
        Set<String> othersIgnored = new HashSet<>(ignored);
        othersIgnored.add(column);
        Set<String> otherFeatures = new HashSet<>(features);
        otherFeatures.remove(column);
        return new ColumnSelection(otherFeatures, othersIgnored, categorical);
    }

    /** The selected columns in the file's order; an exception where one of those named is not in the file. */
    public List<String> select(CsvRows rows) {
        for (Set<String> named : List.of(features, ignored, categorical)) {
            named.stream().sorted().forEach(rows::column);
        }
        List<String> selected = new ArrayList<>();
        for (String name : rows.header()) {
            if (!ignored.contains(name) && (features.isEmpty() || features.contains(name))) {
                selected.add(name);
            }
        }
        return selected;
    }
}
