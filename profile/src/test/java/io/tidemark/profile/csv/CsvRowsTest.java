package io.tidemark.profile.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvRowsTest {
    @TempDir
    private Path folder;

    @Test
    void shouldReadPlainAndGzippedFilesWhateverTheirName() throws IOException {
        byte[] text = "a,b\n1,\"x, y\"\n\n2,\"z\n\"\"q\"\"\"\r\n".getBytes(StandardCharsets.UTF_8);

        for (byte[] content : new byte[][] {text, gzip(text)}) {
            try (CsvRows rows = source(content).open()) {
                assertThat(rows.header()).containsExactly("a", "b");
                assertThat(rows.next()).isTrue();
                assertThat(rows.value(1)).isEqualTo("x, y");
                assertThat(rows.line()).isEqualTo(2);
                assertThat(rows.next()).isTrue();
                assertThat(rows.value(1)).isEqualTo("z\n\"q\"");
                assertThat(rows.line()).isEqualTo(5);
                assertThat(rows.next()).isFalse();
                assertThat(rows.count()).isEqualTo(2);
                assertThat(rows.bytesRead()).isEqualTo(content.length);
            }
        }
    }

    @Test
    void shouldTakeHeadersAsOtherProgramsWriteThem() throws IOException {
        assertThat(source("\ufeff\"a\", b ,\r\n1,2,3\r\n").header()).containsExactly("a", "b", "column3");
    }

    @Test
    void shouldEndARowThatNeverEnds() {
        InputStream endless = new InputStream() {
            private boolean begun;

            @Override
            public int read() {
                if (begun) {
                    return 'x';
                }
                begun = true;
                return '"';
            }

            @Override
            public int read(byte[] buffer, int from, int length) {
                Arrays.fill(buffer, from, from + length, (byte) 'x');
                buffer[from] = (byte) read();
                return length;
            }
        };

        assertThatExceptionOfType(CsvException.class)
                .isThrownBy(() -> CsvRows.open("endless.csv", endless))
                .withMessageContaining("a row of more than 16777216 characters; is a quotation mark not closed");
    }

    @Test
    void shouldRefuseMoreColumnsThanAFileMayHave() {
        assertThatExceptionOfType(CsvException.class)
                .isThrownBy(() -> source(",".repeat(CsvRows.MOST_COLUMNS)).header())
                .withMessageContaining("100001 columns are more than the 100000");
    }

    @Test
    void shouldSayThatAFileIsMissingOrEmpty() throws IOException {
        assertThatExceptionOfType(CsvException.class)
                .isThrownBy(() -> new CsvSource(folder.resolve("no.csv")).header())
                .withMessageEndingWith("no.csv: there is no such file, check the path");
        assertThatExceptionOfType(CsvException.class)
                .isThrownBy(() -> source("").header())
                .withMessageEndingWith("a.csv is empty: the first line has to name the columns");
        assertThatExceptionOfType(CsvException.class)
                .isThrownBy(() -> new CsvSource(folder).header())
                .withMessageEndingWith(": this is a directory, name a file in it");
    }

    @Test
    void shouldNameTheLineOfARaggedRow() throws IOException {
        CsvSource source = source("a,b\n1,2\n1,2,3\n");

        assertThatExceptionOfType(CsvException.class)
                .isThrownBy(() -> readAll(source))
                .withMessageEndingWith(
                        "a.csv, line 3: the row has 3 values and the header 2 columns: add what is missing,"
                                + " or quote values that hold a comma");
    }

    @Test
    void shouldGoOnBelowARowThatCannotBeUsed() throws IOException {
        try (CsvRows rows = source("a,b\n1,2\n3\n\n4,5,6\n7, z \n").open()) {
            assertThat(rows.next()).isTrue();
            CsvRow kept = rows.row();
            assertThatExceptionOfType(BadRowException.class)
                    .isThrownBy(rows::next)
                    .withMessageContaining("line 3: the row has 1 values");
            assertThatExceptionOfType(BadRowException.class)
                    .isThrownBy(rows::next)
                    .withMessageContaining("line 5: the row has 3 values");
            assertThat(rows.next()).isTrue();
            assertThat(rows.row()).isEqualTo(new CsvRow(4, 6, List.of("7", " z ")));
            assertThat(rows.next()).isFalse();
            assertThat(kept).isEqualTo(new CsvRow(1, 2, List.of("1", "2")));
        }
    }

    @Test
    void shouldNotTakeBrokenCsvForOneBadRow() throws IOException {
        for (byte[] broken : new byte[][] {
            "a\n\"1\n2\n".getBytes(StandardCharsets.UTF_8),
            "a\n\"1\"x\n2\n".getBytes(StandardCharsets.UTF_8),
            "a\n1\n\u00fc\n".getBytes(StandardCharsets.ISO_8859_1)
        }) {
            CsvSource source = source(broken);
            assertThatExceptionOfType(CsvException.class)
                    .isThrownBy(() -> readAll(source))
                    .isNotInstanceOf(BadRowException.class)
                    .withMessageContaining("a.csv");
        }
    }

    @Test
    void shouldReadATableThatIsNoFile() throws IOException {
        byte[] zipped = gzip("a\n1\n".getBytes(StandardCharsets.UTF_8));
        try (CsvRows rows = CsvRows.open("the table", new ByteArrayInputStream(zipped))) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.value(0)).isEqualTo("1");
        }
        assertThatExceptionOfType(CsvException.class)
                .isThrownBy(() -> CsvRows.open("the table", InputStream.nullInputStream()))
                .withMessageStartingWith("the table is empty");
    }

    @Test
    void shouldNameAColumnThatStandsTwice() throws IOException {
        CsvSource source = source("a,b,a\n1,2,3\n");

        assertThatExceptionOfType(CsvException.class)
                .isThrownBy(source::header)
                .withMessageEndingWith("line 1: the column 'a' stands twice in the header: rename one of them");
    }

    @Test
    void shouldListTheColumnsWhereOneIsMissing() throws IOException {
        try (CsvRows rows = source("a,b\n1,2\n").open()) {
            assertThat(rows.column("b")).isEqualTo(1);
            assertThatExceptionOfType(CsvException.class)
                    .isThrownBy(() -> rows.column("c"))
                    .withMessageEndingWith(
                            "a.csv has no column 'c', its columns are a, b: correct the name, or leave it out");
        }
    }

    @Test
    void shouldSayWhatIsWrongWithTheBytes() throws IOException {
        byte[] zipped = gzip("a\n".concat("12345\n".repeat(50_000)).getBytes(StandardCharsets.UTF_8));
        CsvSource cut = source(Arrays.copyOf(zipped, zipped.length / 2));
        assertThatExceptionOfType(CsvException.class)
                .isThrownBy(() -> readAll(cut))
                .withMessageContaining("the gzip data ends too early, copy the file again");

        CsvSource latin = source("a\nZürich\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThatExceptionOfType(CsvException.class)
                .isThrownBy(() -> readAll(latin))
                .withMessageContaining("the text is not UTF-8, convert the file");

        CsvSource unclosed = source("a,b\n1,\"2\n3,4\n");
        assertThatExceptionOfType(CsvException.class)
                .isThrownBy(() -> readAll(unclosed))
                .withMessageContaining("a.csv, line ")
                .withMessageContaining("it can't be read");
    }

    private static List<String> readAll(CsvSource source) {
        List<String> values = new ArrayList<>();
        try (CsvRows rows = source.open()) {
            while (rows.next()) {
                values.add(rows.value(0));
            }
        }
        return values;
    }

    private CsvSource source(String text) throws IOException {
        return source(text.getBytes(StandardCharsets.UTF_8));
    }

    private CsvSource source(byte[] content) throws IOException {
        return new CsvSource(Files.write(folder.resolve("a.csv"), content));
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }
}
