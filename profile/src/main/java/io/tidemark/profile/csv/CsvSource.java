package io.tidemark.profile.csv;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A CSV file with a header, in UTF-8, plain or gzipped. It is opened anew for every reading, and never held in memory. */
public record CsvSource(Path path) {

    /** The size of the file as it is on disk. */
    public long sizeBytes() {
        try {
            return Files.size(path);
        } catch (IOException e) {
            throw CsvRows.unreadable(path, e);
        }
    }

    /** The names of the columns. */
    public List<String> header() {
        try (CsvRows rows = open()) {
            return rows.header();
        }
    }

    /** Starts to read. */
    public CsvRows open() {
        return CsvRows.open(path);
    }

    /** Reads all rows, and tells {@code progress} now and then. Returns the number of rows. */
    public long forEachRow(String step, CsvProgress progress, RowReader reader) {
        try (CsvRows rows = open()) {
            while (rows.next() && reader.read(rows)) {
                if (rows.count() % 10_000 == 0) {
                    progress.read(step, rows.count(), rows.bytesRead());
                }
            }
            progress.read(step, rows.count(), rows.bytesRead());
            return rows.count();
        }
    }

    /** Takes a row, and says whether it wants another one. */
    public interface RowReader {
        boolean read(CsvRows row);
    }
}
