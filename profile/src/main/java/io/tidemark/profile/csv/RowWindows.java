package io.tidemark.profile.csv;

import java.util.OptionalLong;

/** Which window a file's row belongs to. */
@FunctionalInterface
public interface RowWindows {
    /** Where the row's window starts, in milliseconds since the epoch; empty for a row without a time. */
    OptionalLong startOf(CsvRows row);
}
