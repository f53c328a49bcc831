package io.tidemark.standalone.baseline;

import io.tidemark.profile.csv.CsvProgress;
import io.tidemark.profile.csv.CsvRow;
import io.tidemark.profile.csv.CsvRows;
import io.tidemark.profile.csv.CsvSource;
import io.tidemark.profile.csv.RowWindows;
import io.tidemark.profile.performance.Answer;
import io.tidemark.profile.performance.PerformanceBaseline;
import io.tidemark.profile.performance.Truth;
import io.tidemark.standalone.replay.OutcomeColumns;
import io.tidemark.standalone.replay.OutcomeReader;
import io.tidemark.stream.event.LoggedPrediction;
import io.tidemark.stream.label.Answers;
import io.tidemark.stream.label.Truths;
import io.tidemark.stream.spec.Labels;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** How well a model predicted the rows of a file, as what later windows are compared with. */
public final class CsvPerformance {
    private final OutcomeReader outcome;
    private final Labels labels;
    private final WindowedPerformance measured = new WindowedPerformance();

    private CsvPerformance(OutcomeReader outcome, Labels labels) {
        this.outcome = outcome;
        this.labels = labels;
    }

    /**
     * Measures all rows of a file.
     *
     * @param columns prediction and label at least
     * @param windows how the file's time is cut; rows without a time are left out then. Without it, all rows are one window
     * @return empty where no prediction has a label
     * @throws io.tidemark.profile.csv.CsvException if a column is missing, or a cell can't be read
     */
    public static Optional<PerformanceBaseline> measure(
            CsvSource source,
            OutcomeColumns columns,
            Optional<RowWindows> windows,
            Labels labels,
            CsvProgress progress) {
        CsvPerformance performance;
        try (CsvRows rows = source.open()) {
            performance =
                    new CsvPerformance(new OutcomeReader(source.path(), rows, columns.withoutLabelTime()), labels);
        }
        source.forEachRow("measuring performance", progress, row -> {
            OptionalLong start = windows.isPresent() ? windows.get().startOf(row) : OptionalLong.of(0);
            start.ifPresent(window -> performance.add(window, row.row()));
            return true;
        });
        return performance.measured.baseline();
    }

    private void add(long window, CsvRow row) {
        Answers.of(prediction(row), labels).ifPresent(answer -> measured.add(window, answer, truth(row, answer)));
    }

    private LoggedPrediction prediction(CsvRow row) {
        return new LoggedPrediction(
                null,
                null,
                null,
                0,
                outcome.predictedClass(row),
                outcome.predictedNumber(row),
                outcome.score(row),
                Map.of(),
                Map.of(),
                OptionalLong.empty(),
                new byte[0]);
    }

    private Optional<Truth> truth(CsvRow row, Answer answer) {
        return Truths.of(answer, outcome.trueClass(row), outcome.trueNumber(row));
    }
}
