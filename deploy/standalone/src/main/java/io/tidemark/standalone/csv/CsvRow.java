package io.tidemark.standalone.csv;

import java.util.List;

/**
 * One row of a CSV file; its cells are as many as the file has columns.
 *
 * @param number counts the rows below the header from 1
 * @param line where the row ends in the file, counted from 1, for messages
 */
public record CsvRow(long number, long line, List<String> cells) {

    /** Whether the cell holds nothing, or a word that tools write for nothing. */
    public static boolean isMissing(String cell) {
        return switch (cell) {
            case "", "NA", "N/A", "null", "NULL", "None", "NaN", "nan" -> true;
            default -> false;
        };
    }
}
