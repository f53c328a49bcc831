package io.tidemark.load.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.tidemark.profile.csv.BadRowException;
import io.tidemark.profile.csv.Cells;
import io.tidemark.profile.csv.CsvException;
import io.tidemark.profile.csv.CsvRows;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.params.provider.MethodSource;

/** Tables, plain and gzipped. */
class CsvFuzzTest {
    static Stream<byte[]> seeds() {
        byte[] table = "a,b\n1,\"x \"\"y\"\"\n z\"\n,NA\n1e9,007\ntrue,-Infinity\n\n3\n".getBytes(UTF_8);
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
            gzip.write(table);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Stream.of(table, zipped.toByteArray(), "\ufeffa;b\r1;2".getBytes(UTF_8), new byte[] {(byte) 0xff});
    }

    @MethodSource("seeds")
    @FuzzTest
    void shouldReadOrRefuseTables(byte[] input) {
        Harmless.run(input, () -> {
            try (CsvRows rows = CsvRows.open("fuzz.csv", new ByteArrayInputStream(input))) {
                while (next(rows)) {
                    for (int column = 0; column < rows.header().size(); column++) {
                        String cell = rows.value(column);
                        if (!Cells.isMissing(cell) && !Cells.isBoolean(cell)) {
                            Cells.number(cell);
                        }
                    }
                }
            } catch (CsvException e) {
                // Documented.
            }
        });
    }

    /** Rows of another length are refused one by one. */
    private static boolean next(CsvRows rows) {
        while (true) {
            try {
                return rows.next();
            } catch (BadRowException e) {
                // The next one may be read.
            }
        }
    }
}
