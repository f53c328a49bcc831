package io.tidemark.standalone.replay;

import io.tidemark.profile.csv.BadRowException;
import io.tidemark.profile.csv.CsvException;
import io.tidemark.profile.csv.CsvRow;
import io.tidemark.profile.csv.CsvRows;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * Reads what a model answered and what turned out to be true from the rows of one table. Classes are texts as they stand, also where they look
 * like numbers. A cell that is missing, or whose column is not named, is nothing.
 *
 * <p>Every method throws a {@link BadRowException} where a cell should be a number or a time and is none.
 */
public final class OutcomeReader {
    private final RowCells cells;
    private final OutcomeColumns columns;
    private final OptionalInt prediction;
    private final OptionalInt score;
    private final OptionalInt label;
    private final OptionalInt labelTime;

    /**
     * Finds the columns in the file.
     *
     * @throws CsvException if the file lacks one that is named
     */
    public OutcomeReader(Path path, CsvRows file, OutcomeColumns columns) {
        this.cells = new RowCells(path);
        this.columns = columns;
        prediction = RowCells.index(file, columns.prediction());
        score = RowCells.index(file, columns.score());
        label = RowCells.index(file, columns.label());
        labelTime = RowCells.index(file, columns.labelTime());
    }

    /** The predicted class; none in a regression. */
    public Optional<String> predictedClass(CsvRow row) {
        return columns.regression() ? Optional.empty() : cells.cell(row, prediction);
    }

    /** The predicted number of a regression. */
    public OptionalDouble predictedNumber(CsvRow row) {
        return columns.regression() ? number(row, columns.prediction(), prediction) : OptionalDouble.empty();
    }

    public OptionalDouble score(CsvRow row) {
        return number(row, columns.score(), score);
    }

    /** Whether the table says what turned out to be true. */
    public boolean hasLabel(CsvRow row) {
        return cells.cell(row, label).isPresent();
    }

    /** The true class; none in a regression. */
    public Optional<String> trueClass(CsvRow row) {
        return columns.regression() ? Optional.empty() : cells.cell(row, label);
    }

    /** The true number of a regression. */
    public OptionalDouble trueNumber(CsvRow row) {
        return columns.regression() ? number(row, columns.label(), label) : OptionalDouble.empty();
    }

    /**
     * When the label of a row that has one became known.
     *
     * @param delay how long after the answer, where no column says when
     */
    public Instant knownAt(CsvRow row, Instant answeredAt, Duration delay) {
        if (labelTime.isEmpty()) {
            return answeredAt.plus(delay);
        }
        String text = cells.cell(row, labelTime)
                .orElseThrow(
                        () -> cells.bad(
                                row,
                                columns.labelTime(),
                                "is empty, though the row has a label: fill in when it became known, or leave the label empty"));
        return cells.time(row, columns.labelTime(), text);
    }

    private OptionalDouble number(CsvRow row, Optional<String> column, OptionalInt index) {
        Optional<String> cell = cells.cell(row, index);
        return cell.isPresent() ? OptionalDouble.of(cells.number(row, column, cell.get())) : OptionalDouble.empty();
    }
}
