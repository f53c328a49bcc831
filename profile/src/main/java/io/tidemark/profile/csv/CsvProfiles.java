package io.tidemark.profile.csv;

import io.tidemark.profile.baseline.Baseline;
import io.tidemark.profile.baseline.FeatureBaseline;
import io.tidemark.profile.baseline.FeatureKind;
import io.tidemark.profile.sketch.FeatureSketch;
import io.tidemark.profile.sketch.SketchConfig;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Profiles a file that is to be compared with a baseline. */
public final class CsvProfiles {
    private CsvProfiles() {}

    /** The columns of an open file that are the baseline's features; an exception where one is not there. */
    public static List<CsvColumn> columns(CsvRows rows, Baseline baseline) {
        List<CsvColumn> columns = new ArrayList<>();
        for (FeatureBaseline feature : baseline.features().values()) {
            columns.add(new CsvColumn(feature.name(), rows.column(feature.name()), feature.kind()));
        }
        return columns;
    }

    /**
     * The selected columns of a file, their kinds as {@link ColumnKinds} tells them.
     *
     * @throws CsvException if none is left
     */
    public static List<CsvColumn> columns(CsvSource source, ColumnSelection selection, CsvProgress progress) {
        Map<String, FeatureKind> kinds = ColumnKinds.infer(source, selection, progress);
        if (kinds.isEmpty()) {
            throw new CsvException(
                    source.path() + ": no column is left after the selection, name at least one feature");
        }
        try (CsvRows rows = source.open()) {
            return kinds.entrySet().stream()
                    .map(kind -> new CsvColumn(kind.getKey(), rows.column(kind.getKey()), kind.getValue()))
                    .toList();
        }
    }

    /** The profile of a whole file, its values counted over the baseline's bins. */
    public static CsvProfile profile(CsvSource source, Baseline baseline, Detail detail, CsvProgress progress) {
        List<CsvColumn> columns;
        try (CsvRows rows = source.open()) {
            columns = columns(rows, baseline);
        }
        SketchConfig config = detail.config(columns.size());
        Map<String, FeatureSketch> sketches = new LinkedHashMap<>();
        baseline.features().forEach((name, feature) -> sketches.put(name, feature.newSketch(config)));
        return new CsvProfile(feed(source, columns, sketches, "profiling", progress), sketches);
    }

    /** Feeds every row to the columns' sketches; returns the number of rows. */
    static long feed(
            CsvSource source,
            List<CsvColumn> columns,
            Map<String, FeatureSketch> sketches,
            String step,
            CsvProgress progress) {
        List<FeatureSketch> inOrder = new ArrayList<>(sketches.values());
        return source.forEachRow(step, progress, row -> {
            for (int i = 0; i < columns.size(); i++) {
                columns.get(i).feed(row, inOrder.get(i));
            }
            return true;
        });
    }
}
