package io.tidemark.standalone.backtest;

import io.tidemark.profile.csv.CsvSource;
import io.tidemark.standalone.replay.LabelDelay;
import io.tidemark.stream.spec.MonitorSpec;
import java.util.Optional;

/**
 * What a backtest runs over.
 *
 * @param baseline what windows are compared with; without, a baseline is learned from the first rows of the stream, as the monitor does
 * @param spec windows, thresholds, episodes and labels; its segments are tags, which a file has none of
 * @param labelDelay how long after an answer its label is known, where no column says when
 */
public record BacktestSettings(
        Optional<CsvSource> baseline,
        CsvSource stream,
        BacktestColumns columns,
        MonitorSpec spec,
        LabelDelay labelDelay) {

    /** Whether labels are joined and performance is judged. */
    boolean judgesPerformance() {
        return columns.outcome().label().isPresent() && spec.labels().isPresent();
    }
}
