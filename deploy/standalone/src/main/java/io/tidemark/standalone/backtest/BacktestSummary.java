package io.tidemark.standalone.backtest;

import io.tidemark.profile.baseline.FeatureKind;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How a backtest ended. The ledger holds here as in the stream: rows = profiled + late + without time.
 *
 * @param kinds the features and what their values were taken for
 * @param baselineRows rows of the baseline
 * @param rows rows of the stream
 * @param late rows whose window had been closed: the file is not in time order up to the grace
 * @param withoutTime rows whose time is empty or unreadable
 * @param firstLateLine where in the stream the first of the late rows ends
 * @param firstLineWithoutTime where in the stream the first of the rows without time ends
 * @param windows complete windows
 * @param windowsTooSmall those of them that have too few rows to judge any feature
 * @param opened episodes that began, those of performance included
 * @param resolved episodes that ended
 * @param performance empty where there are no labels
 */
public record BacktestSummary(
        Map<String, FeatureKind> kinds,
        long baselineRows,
        long rows,
        long profiled,
        long late,
        long withoutTime,
        OptionalLong firstLateLine,
        OptionalLong firstLineWithoutTime,
        int windows,
        int windowsTooSmall,
        int opened,
        int resolved,
        Optional<PerformanceSummary> performance) {

    /** Episodes that had not ended when the file did. */
    public int stillOpen() {
        return opened - resolved;
    }
}
