package io.tidemark.profile.csv;

import java.util.List;

/**
 * One row, kept.
 *
 * @param number counts the rows below the header from 1, those that can't be used included
 * @param line that the row ends on in the file, from 1
 * @param cells as many as the header has columns
 */
public record CsvRow(long number, long line, List<String> cells) {}
