package io.tidemark.standalone.backtest;

import io.tidemark.profile.csv.ColumnSelection;
import io.tidemark.profile.csv.CsvSource;
import io.tidemark.stream.spec.MonitorSpec;
import java.util.Optional;

/**
 * What a backtest runs over.
 *
 * @param baseline what windows are compared with; without, a baseline is learned from the first rows of the stream, as the monitor does
 * @param selection columns that are features; the time column is none, selected or not
 * @param spec windows, thresholds and episodes; its segments are tags, which a file has none of
 */
public record BacktestSettings(
        Optional<CsvSource> baseline,
        CsvSource stream,
        String timeColumn,
        ColumnSelection selection,
        MonitorSpec spec) {}
