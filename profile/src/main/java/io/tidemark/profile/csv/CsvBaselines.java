package io.tidemark.profile.csv;

import io.tidemark.profile.baseline.Baseline;
import io.tidemark.profile.baseline.FeatureBaseline;
import io.tidemark.profile.baseline.JointCounter;
import io.tidemark.profile.baseline.WindowedCounter;
import io.tidemark.profile.sketch.FeatureSketch;
import io.tidemark.profile.sketch.SketchConfig;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes a baseline from a file.
 *
 * <p>The file is read up to four times: to tell the columns' kinds, to sketch, where a sketch is no longer exact to count the
 * bins that follow from it, and to count how the columns depend on each other. So counts are exact whatever the file's size.
 */
public final class CsvBaselines {
    private CsvBaselines() {}

    /**
     * The baseline of a file's selected columns, their kinds as {@link ColumnKinds} tells them.
     *
     * @throws DuplicateFeatureException if two columns would be features of the same name
     */
    public static Baseline create(
            CsvSource source, CsvBaselineSettings settings, Instant createdAt, CsvProgress progress) {
        List<CsvColumn> columns = CsvProfiles.columns(source, settings.selection(), progress);
        SketchConfig config = settings.detail().config(columns.size());
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
                        FeatureBaseline.of(
                                column.name(),
                                column.kind(),
                                rows,
                                sketch,
                                settings.detail().maxCategoryBins()));
            }
        }
        countBins(source, columns, features, progress);
        features.replaceAll((name, feature) -> settings.detail().kept(feature));
        Baseline baseline = Baseline.of(
                rows, renamed(features, settings.names()), false, source.path().toString(), createdAt);
        return withRowsTogether(baseline, source, columns, settings, progress);
    }

    private static Map<String, FeatureBaseline> renamed(
            Map<String, FeatureBaseline> features, Map<String, String> names) {
        Map<String, FeatureBaseline> renamed = new LinkedHashMap<>();
        features.forEach((column, feature) -> {
            String name = names.getOrDefault(column, column);
            if (renamed.put(name, feature.renamed(name)) != null) {
                throw new DuplicateFeatureException(name);
            }
        });
        return renamed;
    }

    /** What only whole rows tell: how features depend on each other, and how windows vary. */
    private static Baseline withRowsTogether(
            Baseline baseline,
            CsvSource source,
            List<CsvColumn> columns,
            CsvBaselineSettings settings,
            CsvProgress progress) {
        JointCounter joint = new JointCounter(baseline);
        WindowedCounter windowed = new WindowedCounter(baseline);
        List<Optional<FeatureSketch>> jointly = columns.stream()
                .map(column -> joint.valuesOf(settings.nameOf(column)))
                .toList();
        source.forEachRow("counting rows", progress, row -> {
            for (int i = 0; i < columns.size(); i++) {
                if (jointly.get(i).isPresent()) {
                    columns.get(i).feed(row, jointly.get(i).get());
                }
            }
            joint.endRow();
            settings.windows()
                    .ifPresent(windows -> windows.startOf(row)
                            .ifPresent(start -> windowed.window(start).ifPresent(window -> {
                                List<FeatureSketch> values = window.values();
                                for (int i = 0; i < columns.size(); i++) {
                                    columns.get(i).feed(row, values.get(i));
                                }
                                window.endRow();
                            })));
            return true;
        });
        return windowed.learned(joint.sketch());
    }

    private static void countBins(
            CsvSource source, List<CsvColumn> columns, Map<String, FeatureBaseline> features, CsvProgress progress) {
        List<CsvColumn> inexact = new ArrayList<>();
        Map<String, FeatureSketch> counting = new LinkedHashMap<>();
        for (CsvColumn column : columns) {
            FeatureBaseline feature = features.get(column.name());
            if (feature != null && !feature.exactCounts()) {
                inexact.add(column);
                counting.put(column.name(), feature.newSketch(SketchConfig.ofCounts()));
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
