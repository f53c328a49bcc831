package io.tidemark.standalone.backtest;

import io.tidemark.profile.csv.ColumnSelection;
import io.tidemark.profile.csv.CsvException;
import io.tidemark.profile.csv.CsvRows;
import io.tidemark.standalone.replay.FeatureColumns;
import io.tidemark.standalone.replay.MonitoredColumns;
import io.tidemark.standalone.replay.OutcomeColumns;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which column of a backtest's files is what. Only the stream needs to have all that are named: a baseline may be without times, answers and
 * labels.
 *
 * @param time when the model answered
 * @param id unique for every inference; without it every row is one of its own
 * @param features columns that are features, as far as the others here leave them
 * @param outcome columns of answers and labels. Answers are monitored under the names of {@code Predictions}
 */
public record BacktestColumns(String time, Optional<String> id, ColumnSelection features, OutcomeColumns outcome) {

    /** Without answers and labels. */
    public static BacktestColumns of(String time, ColumnSelection features) {
        return new BacktestColumns(time, Optional.empty(), features, OutcomeColumns.NONE);
    }

    /** Whether a file tells how well the model predicted. */
    public boolean hasOutcome(CsvRows rows) {
        return outcome.label().filter(rows::has).isPresent()
                && outcome.prediction().filter(rows::has).isPresent()
                && outcome.score().stream().allMatch(rows::has);
    }

    /** The columns of a file that are monitored, features and answers. */
    ColumnSelection selection(CsvRows rows) {
        ColumnSelection selected = MonitoredColumns.select(features, names(rows).keySet(), outcome);
        Stream<String> others = Stream.of(Optional.of(time), id, outcome.label(), outcome.labelTime())
                .flatMap(Optional::stream);
        for (String other : others.filter(rows::has).toList()) {
            selected = selected.without(other);
        }
        return selected;
    }

    /** The names under which a file's answers are monitored, by column. */
    Map<String, String> names(CsvRows rows) {
        Map<String, String> names = new LinkedHashMap<>(MonitoredColumns.names(outcome));
        names.keySet()
                .removeIf(column -> !rows.has(column) || features.ignored().contains(column));
        return names;
    }

    /** Refuses columns that nothing can be monitored as. */
    void requireMonitored(Path file, CsvRows rows) {
        Map<String, String> names = names(rows);
        var selected = selection(rows).select(rows);
        FeatureColumns.requireMonitored(
                file,
                selected.stream().filter(column -> !names.containsKey(column)).toList());
        names.forEach((column, name) -> {
            if (!column.equals(name) && selected.contains(name)) {
                throw new CsvException(
                        "%s, line 1: the column '%s' is monitored as %s, and there is a column of that name"
                                        .formatted(file, column, name)
                                + ": leave the other one out with --ignore");
            }
        });
    }
}
