package io.tidemark.profile.csv;

import java.util.Map;
import java.util.Optional;

/**
 * How a file becomes a baseline.
 *
 * @param names features' names by column; columns that are not in it are features of their own name
 * @param windows how the file's time is cut, so that the baseline learns how much its own windows vary; empty where its rows have no
 *     time, and are taken to be independent
 */
public record CsvBaselineSettings(
        ColumnSelection selection, Map<String, String> names, Detail detail, Optional<RowWindows> windows) {
    public CsvBaselineSettings {
        names = Map.copyOf(names);
    }

    public static CsvBaselineSettings of(ColumnSelection selection, Detail detail) {
        return new CsvBaselineSettings(selection, Map.of(), detail, Optional.empty());
    }

    public CsvBaselineSettings withNames(Map<String, String> newNames) {
        return new CsvBaselineSettings(selection, newNames, detail, windows);
    }

    public CsvBaselineSettings withWindows(RowWindows newWindows) {
        return new CsvBaselineSettings(selection, names, detail, Optional.of(newWindows));
    }

    String nameOf(CsvColumn column) {
        return names.getOrDefault(column.name(), column.name());
    }
}
