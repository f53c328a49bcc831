package io.tidemark.profile.csv;

import io.tidemark.profile.baseline.Baseline;
import io.tidemark.profile.baseline.FeatureBaseline;
import io.tidemark.profile.baseline.FeatureKind;
import io.tidemark.profile.sketch.FeatureSketch;
import io.tidemark.profile.sketch.SketchConfig;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes a baseline from a file.
 *
 * <p>The file is read up to three times: to tell the columns' kinds, to sketch, and, where a sketch is no longer exact, to count the
 * bins that follow from it. So counts per bin are exact whatever the file's size.
 */
public final class CsvBaselines {
    private CsvBaselines() {}

    /** The baseline of a file's selected columns, their kinds as {@link ColumnKinds} tells them. */
    public static Baseline create(
            CsvSource source, ColumnSelection selection, Detail detail, Instant createdAt, CsvProgress progress) {
        List<CsvColumn> columns = new ArrayList<>();
        Map<String, FeatureKind> kinds = ColumnKinds.infer(source, selection, progress);
        try (CsvRows rows = source.open()) {
            kinds.forEach((name, kind) -> columns.add(new CsvColumn(name, rows.column(name), kind)));
        }
        if (columns.isEmpty()) {
            throw new CsvException(
                    source.path() + ": no column is left after the selection, name at least one feature");
        }
        SketchConfig config = detail.config(columns.size());
        Map<String, FeatureSketch> sketches = new LinkedHashMap<>();
        for (CsvColumn column : columns) {
            sketches.put(column.name(), new FeatureSketch(config, column.kind().hint()));
        }
        long rows = CsvProfiles.feed(source, columns, sketches, "sketching", progress);
        if (rows == 0) {
            throw new CsvException(source.path() + " has a header but no rows: a baseline needs some");
        }
        Map<String, FeatureBaseline> features = new LinkedHashMap<>();
        for (CsvColumn column : columns) {
            FeatureSketch sketch = sketches.remove(column.name());
            if (sketch != null) {
                features.put(
                        column.name(),
                        FeatureBaseline.of(column.name(), column.kind(), rows, sketch, detail.maxCategoryBins()));
            }
        }
        countBins(source, columns, features, progress);
        return Baseline.of(rows, features, false, source.path().toString(), createdAt);
    }

    private static void countBins(
            CsvSource source, List<CsvColumn> columns, Map<String, FeatureBaseline> features, CsvProgress progress) {
        List<CsvColumn> inexact = new ArrayList<>();
        Map<String, FeatureSketch> counting = new LinkedHashMap<>();
        for (CsvColumn column : columns) {
            FeatureBaseline feature = features.get(column.name());
            if (feature != null && !feature.exactCounts()) {
                inexact.add(column);
                counting.put(column.name(), feature.newSketch(SketchConfig.window()));
            }
        }
        if (inexact.isEmpty()) {
            return;
        }
        CsvProfiles.feed(source, inexact, counting, "counting bins", progress);
        counting.forEach((name, sketch) -> features.computeIfPresent(
                name,
                (ignored, feature) ->
                        sketch.bins().map(feature::withExactCounts).orElse(feature)));
    }
}
