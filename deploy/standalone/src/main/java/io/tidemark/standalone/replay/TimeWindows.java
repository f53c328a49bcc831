package io.tidemark.standalone.replay;

import io.tidemark.profile.csv.CsvRows;
import io.tidemark.profile.csv.CsvSource;
import io.tidemark.profile.csv.RowWindows;
import java.time.Duration;
import java.util.OptionalLong;

/**
 * Windows of a time column, aligned to the epoch as the monitor's are.
 *
 * @param column its place in the file, from 0
 */
public record TimeWindows(int column, long windowMs) implements RowWindows {
    /** Windows of a file's time column, which it has to have. */
    public static TimeWindows of(CsvSource source, String column, Duration window) {
        try (CsvRows rows = source.open()) {
            return new TimeWindows(rows.column(column), window.toMillis());
        }
    }

    @Override
    public OptionalLong startOf(CsvRows row) {
        return EventTimes.parse(row.value(column).strip())
                .map(time -> OptionalLong.of(Math.floorDiv(time.toEpochMilli(), windowMs) * windowMs))
                .orElse(OptionalLong.empty());
    }
}
