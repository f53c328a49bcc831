package io.tidemark.standalone.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvFileTest {

    @TempDir
    private Path directory = Path.of("");

    @Test
    void shouldReadQuotedCellsAndCountRowsAndLines() throws IOException {
        try (CsvFile file = CsvFile.open(write("a.csv", "x,y\n1,\"a,\"\"b\"\"\nc\"\n\n2, z \n"))) {
            assertThat(file.columns()).containsExactly("x", "y");
            CsvRow first = file.next().orElseThrow();
            assertThat(first.cells()).containsExactly("1", "a,\"b\"\nc");
            assertThat(first.number()).isEqualTo(1);
            assertThat(file.next().orElseThrow().cells()).containsExactly("2", "z");
            assertThat(file.next()).isEmpty();
            assertThat(file.bytesRead()).isPositive();
        }
    }

    @Test
    void shouldReadGzippedFiles() throws IOException {
        Path path = directory.resolve("a.csv.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(path))) {
            out.write("x\n1\n".getBytes(StandardCharsets.UTF_8));
        }
        try (CsvFile file = CsvFile.open(path)) {
            assertThat(file.next().orElseThrow().cells()).containsExactly("1");
        }
    }

    @Test
    void shouldSkipTheByteOrderMarkThatSpreadsheetsWrite() throws IOException {
        try (CsvFile file = CsvFile.open(write("bom.csv", "\uFEFFx,y\n1,2\n"))) {
            assertThat(file.columns()).containsExactly("x", "y");
        }
    }

    @Test
    void shouldNameTheLineOfARaggedRowAndGoOnBelowIt() throws IOException {
        try (CsvFile file = CsvFile.open(write("r.csv", "x,y\n1,2\n3\n4,5,6\n7,8\n"))) {
            assertThat(file.next()).isPresent();
            assertThatThrownBy(file::next)
                    .hasMessageContaining("line 3: 1 cells")
                    .hasMessageContaining("2 columns");
            assertThatThrownBy(file::next).hasMessageContaining("line 4: 3 cells");
            assertThat(file.next().orElseThrow().cells()).containsExactly("7", "8");
        }
    }

    @Test
    void shouldSayWhatIsWrongWithAFile() throws IOException {
        assertFails(directory.resolve("none.csv"), "There is no file");
        assertFails(directory, "is a directory");
        assertFails(write("empty.csv", ""), "is empty");
        assertFails(write("twice.csv", "x,x\n1,2\n"), "x");
        assertFails(write("blank.csv", "x,,y\n1,2,3\n"), "no name");
        assertFails(write("plain.csv.gz", "x\n1\n"), "gzipped");
    }

    @Test
    void shouldListTheColumnsWhereOneIsMissing() throws IOException {
        try (CsvFile file = CsvFile.open(write("c.csv", "age,income\n1,2\n"))) {
            assertThat(file.indexOf("income")).isEqualTo(1);
            assertThatThrownBy(() -> file.indexOf("Income"))
                    .isInstanceOf(BadCsvException.class)
                    .hasMessageContaining("no column 'Income'")
                    .hasMessageContaining("age, income");
        }
    }

    @Test
    void shouldReportAnUnclosedQuoteInsteadOfFailingWithACrash() throws IOException {
        try (CsvFile file = CsvFile.open(write("q.csv", "x,y\n1,2\n\"3,4\n5,6\n"))) {
            assertThat(file.next()).isPresent();
            assertThatThrownBy(file::next).isInstanceOf(BadCsvException.class).hasMessageContaining("q.csv");
            assertThat(file.next()).isEmpty();
        }
    }

    private void assertFails(Path path, String words) {
        assertThatThrownBy(() -> CsvFile.open(path))
                .isInstanceOf(BadCsvException.class)
                .hasMessageContaining(path.toString())
                .hasMessageContaining(words);
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text);
    }

    @Test
    void shouldTakeWordsForNothingAsMissing() {
        assertThat(List.of("", "NA", "null", "NaN")).allMatch(CsvRow::isMissing);
        assertThat(List.of("0", "-", "none at all")).noneMatch(CsvRow::isMissing);
    }
}
