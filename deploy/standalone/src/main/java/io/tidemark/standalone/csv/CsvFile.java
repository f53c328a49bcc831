package io.tidemark.standalone.csv;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.apache.commons.csv.DuplicateHeaderMode;

/**
 * A CSV file (RFC 4180, UTF-8, header in the first line; gzip where the name ends in {@code .gz}) that is read once from
 * top to bottom. Memory does not depend on its length. For one thread.
 */
public final class CsvFile implements AutoCloseable {

    private final Path path;
    private final CountingStream bytes;
    private final CSVParser parser;
    private final Iterator<CSVRecord> records;
    private final List<String> columns;

    private CsvFile(Path path, CountingStream bytes, CSVParser parser) {
        this.path = path;
        this.bytes = bytes;
        this.parser = parser;
        this.columns = parser.getHeaderNames();
        this.records = parser.iterator();
    }

    /**
     * Opens the file and reads its header.
     *
     * @throws BadCsvException if there is no such file, it may not be read, or its header is empty or names a column twice
     */
    public static CsvFile open(Path path) {
        try {
            if (Files.isDirectory(path)) {
                throw new BadCsvException(path + " is a directory. Name a CSV file.");
            }
            CountingStream bytes = new CountingStream(Files.newInputStream(path));
            InputStream text = new BufferedInputStream(bytes);
            if (path.toString().endsWith(".gz")) {
                text = new GZIPInputStream(text, 64 * 1024);
            }
            BufferedReader reader = new BufferedReader(new InputStreamReader(text, StandardCharsets.UTF_8));
            skipByteOrderMark(reader);
            CSVFormat format = CSVFormat.RFC4180
                    .builder()
                    .setHeader()
                    .setSkipHeaderRecord(true)
                    .setIgnoreEmptyLines(true)
                    .setTrim(true)
                    .setAllowMissingColumnNames(true)
                    .setDuplicateHeaderMode(DuplicateHeaderMode.ALLOW_ALL)
                    .get();
            CsvFile file = new CsvFile(path, bytes, format.parse(reader));
            file.checkHeader();
            return file;
        } catch (NoSuchFileException e) {
            throw new BadCsvException("There is no file " + path + ".", e);
        } catch (AccessDeniedException e) {
            throw new BadCsvException("The file " + path + " may not be read by this user.", e);
        } catch (IOException | IllegalArgumentException e) {
            throw new BadCsvException(
                    "Can't read " + path + ": " + e.getMessage()
                            + ". It must be CSV in UTF-8 with column names in the first line"
                            + (path.toString().endsWith(".gz") ? ", gzipped." : "."),
                    e);
        }
    }

    /** Spreadsheets begin a file in UTF-8 with one. */
    private static void skipByteOrderMark(BufferedReader reader) throws IOException {
        reader.mark(1);
        if (reader.read() != '\uFEFF') {
            reader.reset();
        }
    }

    private void checkHeader() {
        if (columns.isEmpty()) {
            throw new BadCsvException(path + " is empty. Its first line must name the columns.");
        }
        Set<String> seen = new HashSet<>();
        for (String column : columns) {
            if (column.isBlank()) {
                throw new BadCsvException(path + ": a column in the first line has no name.");
            }
            if (!seen.add(column)) {
                throw new BadCsvException(path + ": the first line names column '" + column + "' twice.");
            }
        }
    }

    public Path path() {
        return path;
    }

    public List<String> columns() {
        return columns;
    }

    /**
     * The position of a column.
     *
     * @throws BadCsvException if there is no such column, with those that there are
     */
    public int indexOf(String column) {
        int index = columns.indexOf(column);
        if (index < 0) {
            throw new BadCsvException(
                    path + " has no column '" + column + "'. It has: " + String.join(", ", columns) + ".");
        }
        return index;
    }

    /** Bytes read from the file so far, compressed ones if it is compressed: how far along a reader is. */
    public long bytesRead() {
        return bytes.count;
    }

    /**
     * The next row, empty at the end of the file.
     *
     * @throws BadCsvException if the row has fewer or more cells than there are columns, or is not CSV; the next call
     *     goes on below it where the file can still be read
     */
    public Optional<CsvRow> next() {
        try {
            if (!records.hasNext()) {
                return Optional.empty();
            }
            CSVRecord record = records.next();
            if (record.size() != columns.size()) {
                throw new BadCsvException(path + ", line " + parser.getCurrentLineNumber() + ": " + record.size()
                        + " cells where the first line names " + columns.size() + " columns.");
            }
            return Optional.of(new CsvRow(record.getRecordNumber(), parser.getCurrentLineNumber(), record.toList()));
        } catch (UncheckedIOException | IllegalStateException e) {
            throw new BadCsvException(
                    path + ", line " + (parser.getCurrentLineNumber() + 1) + ": not CSV: " + e.getMessage() + ".", e);
        }
    }

    @Override
    public void close() {
        try {
            parser.close();
        } catch (IOException e) {
            throw new UncheckedIOException("Can't close " + path, e);
        }
    }

    /** Counts what is read from the file itself. */
    private static final class CountingStream extends FilterInputStream {

        private long count;

        CountingStream(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int next = super.read();
            count += next < 0 ? 0 : 1;
            return next;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int read = super.read(buffer, offset, length);
            count += Math.max(0, read);
            return read;
        }
    }
}
