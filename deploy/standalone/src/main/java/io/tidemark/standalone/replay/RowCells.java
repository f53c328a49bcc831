package io.tidemark.standalone.replay;

import io.tidemark.profile.csv.BadRowException;
import io.tidemark.profile.csv.Cells;
import io.tidemark.profile.csv.CsvRow;
import io.tidemark.profile.csv.CsvRows;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/** Cells of one table that have to be what a column is for. */
record RowCells(Path path) {

    /** A column's place in the file, where it is named; an exception where the file has none of that name. */
    static OptionalInt index(CsvRows file, Optional<String> column) {
        return column.isPresent() ? OptionalInt.of(file.column(column.get())) : OptionalInt.empty();
    }

    /** The cell as it stands; empty where the column is not named or the cell is missing. */
    Optional<String> cell(CsvRow row, OptionalInt index) {
        if (index.isEmpty()) {
            return Optional.empty();
        }
        String cell = row.cells().get(index.getAsInt());
        return Cells.isMissing(cell) ? Optional.empty() : Optional.of(cell);
    }

    double number(CsvRow row, Optional<String> column, String cell) {
        double number = Cells.number(cell);
        if (!Double.isFinite(number)) {
            throw bad(row, column, "'" + cell + "' is no finite number, correct it or leave it empty");
        }
        return number;
    }

    Instant time(CsvRow row, Optional<String> column, String text) {
        return EventTimes.parse(text.strip())
                .orElseThrow(
                        () -> bad(row, column, "'" + text + "' is no time, write it like one of " + EventTimes.FORMS));
    }

    BadRowException bad(CsvRow row, Optional<String> column, String problem) {
        return new BadRowException(path, row.line(), "column '" + column.orElse("") + "': " + problem);
    }
}
