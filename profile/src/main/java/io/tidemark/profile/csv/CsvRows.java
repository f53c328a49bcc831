package io.tidemark.profile.csv;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one file, one at a time: {@link #next()}, then {@link #value(int)}.
 *
 * <p>Every row has as many values as the header, else {@link #next()} throws a {@link BadRowException}, and may be called again
 * for the row below. What is not CSV or can't be read ends the reading: nobody knows where the next row would begin. Empty lines
 * are skipped. Memory does not depend on the file's length, and a row that never ends is refused. Not thread-safe.
 */
public final class CsvRows implements AutoCloseable {
    private static final CSVFormat FORMAT =
            CSVFormat.RFC4180.builder().setIgnoreEmptyLines(true).get();

    static final int MOST_COLUMNS = 100_000;

    private final String path;
    private final RowLimit limit;
    private final CountingStream bytes;
    private final CSVParser parser;
    private final Iterator<CSVRecord> records;
    private final List<String> header;
    private @Nullable CSVRecord current;
    private long count;

    private CsvRows(String path, CountingStream bytes, RowLimit limit, CSVParser parser) {
        this.path = path;
        this.limit = limit;
        this.bytes = bytes;
        this.parser = parser;
        this.records = parser.iterator();
        this.header = readHeader();
    }

    static CsvRows open(Path path) {
        if (Files.isDirectory(path)) {
            throw new CsvException(path + ": this is a directory, name a file in it");
        }
        try {
            return open(path.toString(), Files.newInputStream(path));
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    /**
     * Reads a table that is no file of its own, plain or gzipped.
     *
     * @param name what messages call it
     * @param in is closed with the rows
     */
    public static CsvRows open(String name, InputStream in) {
        CountingStream bytes = new CountingStream(in);
        try {
            RowLimit limit = new RowLimit(text(bytes));
            return new CsvRows(name, bytes, limit, CSVParser.parse(limit, FORMAT));
        } catch (IOException e) {
            throw closed(bytes, unreadable(name, e));
        } catch (CsvException e) {
            throw closed(bytes, e);
        }
    }

    private static CsvException closed(InputStream file, CsvException reason) {
        try {
            file.close();
        } catch (IOException e) {
            reason.addSuppressed(e);
        }
        return reason;
    }

    private static Reader text(InputStream file) throws IOException {
        BufferedInputStream bytes = new BufferedInputStream(file, 1 << 16);
        bytes.mark(2);
        boolean gzipped = bytes.read() == 0x1f && bytes.read() == 0x8b;
        bytes.reset();
        InputStream plain = gzipped ? new GZIPInputStream(bytes, 1 << 16) : bytes;
        // A decoder that reports: a file in another encoding is refused and not quietly garbled.
        Reader reader = new BufferedReader(new InputStreamReader(plain, StandardCharsets.UTF_8.newDecoder()), 1 << 16);
        reader.mark(1);
        if (reader.read() != '\ufeff') { // a byte order mark, as Excel writes
            reader.reset();
        }
        return reader;
    }

    private List<String> readHeader() {
        CSVRecord first = read();
        if (first == null) {
            throw new CsvException(path + " is empty: the first line has to name the columns");
        }
        if (first.size() > MOST_COLUMNS) {
            throw new CsvException(path + ", line 1: " + first.size() + " columns are more than the " + MOST_COLUMNS
                    + " that a file may have: leave some out");
        }
        List<String> names = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (String name : first) {
            names.add(name.isBlank() ? "column" + (names.size() + 1) : name.strip());
            if (!seen.add(names.getLast())) {
                throw new CsvException(path + ", line 1: the column '" + names.getLast()
                        + "' stands twice in the header: rename one of them");
            }
        }
        return List.copyOf(names);
    }

    /** Goes on to the next row; false where there is none. */
    public boolean next() {
        current = read();
        if (current == null) {
            return false;
        }
        if (current.size() != header.size()) {
            throw new BadRowException(
                    path,
                    line(),
                    "the row has " + current.size() + " values and the header " + header.size()
                            + " columns: add what is missing, or quote values that hold a comma");
        }
        count++;
        return true;
    }

    private @Nullable CSVRecord read() {
        try {
            limit.beginRow();
            return records.hasNext() ? records.next() : null;
        } catch (UncheckedIOException e) {
            IOException cause = e.getCause();
            throw unreadable(path + ", line " + (line() + 1), cause == null ? e : cause);
        }
    }

    static CsvException unreadable(Object place, Exception cause) {
        String what = switch (cause) {
            case AccessDeniedException e -> ": this user may not read it, check its permissions";
            case NoSuchFileException e -> ": there is no such file, check the path";
            case CharacterCodingException e -> ": the text is not UTF-8, convert the file (iconv -t UTF-8)";
            case EOFException e -> ": the gzip data ends too early, copy the file again";
            case ZipException e -> ": the gzip data is damaged, copy the file again";
            case null -> ": it can't be read";
            default -> ": it can't be read: " + cause.getMessage();
        };
        return new CsvException(place + what, cause);
    }

    /** The names of the columns. */
    public List<String> header() {
        return header;
    }

    /** Whether the file has a column of this name. */
    public boolean has(String name) {
        return header.contains(name);
    }

    /** The number of a column; an exception that lists the columns where there is no such one. */
    public int column(String name) {
        int index = header.indexOf(name);
        if (index < 0) {
            throw new CsvException(path + " has no column '" + name + "', its columns are " + String.join(", ", header)
                    + ": correct the name, or leave it out");
        }
        return index;
    }

    /** The value of a column in this row, as it stands there. */
    public String value(int column) {
        return current().get(column);
    }

    /** This row, to keep. */
    public CsvRow row() {
        // The header is a record as well.
        return new CsvRow(current().getRecordNumber() - 1, line(), current().toList());
    }

    private CSVRecord current() {
        if (current == null) {
            throw new IllegalStateException("there is no row, call next() first");
        }
        return current;
    }

    /** The line that this row ends on, from 1. */
    public long line() {
        return parser.getCurrentLineNumber();
    }

    /** How many rows there were so far. */
    public long count() {
        return count;
    }

    /** How many bytes of the file were read, compressed as they are. */
    public long bytesRead() {
        return bytes.count();
    }

    @Override
    public void close() {
        try {
            parser.close();
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }
}
