package io.tidemark.standalone.models;

import io.tidemark.profile.csv.Cells;
import io.tidemark.profile.csv.CsvRows;
import io.tidemark.profile.csv.CsvSource;
import io.tidemark.serving.model.BooleanEncoding;
import io.tidemark.serving.model.CategoryCodeEncoding;
import io.tidemark.serving.model.CategoryEncoding;
import io.tidemark.serving.model.FeatureEncoding;
import io.tidemark.serving.model.FeatureEncodings;
import io.tidemark.serving.model.NumberEncoding;
import io.tidemark.serving.model.OneHotEncoding;
import io.tidemark.serving.model.RawNumberEncoding;
import io.tidemark.serving.model.RawTextEncoding;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Questions from a table: its columns have the names of the features, its cells are what the model takes there. */
public final class CsvQuestions {
    private CsvQuestions() {}

    /**
     * The first rows.
     *
     * @throws io.tidemark.profile.csv.CsvException if a column is missing, or the file is no table
     * @throws ImportException if a cell is not what the model takes, or there are no rows
     */
    public static List<Map<String, @Nullable Object>> read(Path file, FeatureEncodings encodings, int most) {
        List<Map<String, @Nullable Object>> questions = new ArrayList<>();
        try (CsvRows rows = new CsvSource(file).open()) {
            while (questions.size() < most && rows.next()) {
                Map<String, @Nullable Object> question = new HashMap<>();
                for (FeatureEncoding encoding : encodings.asList()) {
                    String cell = rows.value(rows.column(encoding.feature()));
                    question.put(encoding.feature(), Cells.isMissing(cell) ? null : value(file, rows, encoding, cell));
                }
                questions.add(question);
            }
        }
        if (questions.isEmpty()) {
            throw new ImportException(file + " has no rows below its header: add a few to ask the model.");
        }
        return questions;
    }

    private static Object value(Path file, CsvRows rows, FeatureEncoding encoding, String cell) {
        return switch (encoding) {
            case RawTextEncoding _, CategoryEncoding _, CategoryCodeEncoding _, OneHotEncoding _ -> cell;
            case BooleanEncoding _ when Cells.isBoolean(cell) -> Cells.isTrue(cell);
            case RawNumberEncoding _ when Cells.isBoolean(cell) -> Cells.isTrue(cell);
            case NumberEncoding _, RawNumberEncoding _ when Double.isFinite(Cells.number(cell)) -> Cells.number(cell);
            case BooleanEncoding _ -> throw bad(file, rows, encoding, cell, "neither true nor false");
            case NumberEncoding _, RawNumberEncoding _ -> throw bad(file, rows, encoding, cell, "no finite number");
        };
    }

    private static ImportException bad(Path file, CsvRows rows, FeatureEncoding encoding, String cell, String what) {
        return new ImportException("%s, line %d: column '%s': '%s' is %s, correct it or leave it empty."
                .formatted(file, rows.line(), encoding.feature(), cell, what));
    }
}
