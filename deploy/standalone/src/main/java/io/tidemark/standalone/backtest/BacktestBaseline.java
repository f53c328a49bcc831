package io.tidemark.standalone.backtest;

import io.tidemark.profile.baseline.Baseline;
import io.tidemark.profile.csv.CsvBaselineSettings;
import io.tidemark.profile.csv.CsvBaselines;
import io.tidemark.profile.csv.CsvException;
import io.tidemark.profile.csv.CsvProgress;
import io.tidemark.profile.csv.CsvRows;
import io.tidemark.profile.csv.CsvSource;
import io.tidemark.profile.csv.Detail;
import io.tidemark.profile.performance.PerformanceBaseline;
import io.tidemark.standalone.baseline.CsvPerformance;
import io.tidemark.standalone.replay.TimeWindows;
import io.tidemark.stream.spec.Labels;
import java.time.Instant;
import java.util.Optional;

/** What the windows of a stream are compared with, made from a file. */
public final class BacktestBaseline {
    private BacktestBaseline() {}

    /**
     * The baseline of a file. Where its rows have a time, too, they tell how much windows vary without drift.
     *
     * @param settings of the stream that is to be compared with it
     * @throws CsvException if the file can't be used
     */
    public static Baseline of(CsvSource file, BacktestSettings settings, CsvProgress progress) {
        BacktestColumns columns = settings.columns();
        CsvBaselineSettings ofFile;
        boolean measured;
        try (CsvRows rows = file.open()) {
            columns.requireMonitored(file.path(), rows);
            CsvBaselineSettings ofRows = CsvBaselineSettings.of(columns.selection(rows), Detail.STREAM)
                    .withNames(columns.names(rows));
            ofFile = rows.has(columns.time())
                    ? ofRows.withWindows(new TimeWindows(
                            rows.column(columns.time()), settings.spec().windowMs()))
                    : ofRows;
            measured = settings.judgesPerformance() && columns.hasOutcome(rows);
        }
        Baseline baseline = CsvBaselines.create(file, ofFile, Instant.now(), progress);
        Optional<PerformanceBaseline> performance = measured
                ? CsvPerformance.measure(
                        file,
                        columns.outcome(),
                        ofFile.windows(),
                        settings.spec().labels().orElse(Labels.DEFAULT),
                        progress)
                : Optional.empty();
        return performance.map(baseline::withPerformance).orElse(baseline);
    }
}
