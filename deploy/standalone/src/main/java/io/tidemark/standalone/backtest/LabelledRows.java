package io.tidemark.standalone.backtest;

import io.tidemark.profile.csv.BadRowException;
import io.tidemark.profile.csv.Cells;
import io.tidemark.profile.csv.CsvRow;
import io.tidemark.profile.csv.CsvRows;
import io.tidemark.standalone.replay.LabelDelay;
import io.tidemark.standalone.replay.OutcomeReader;
import io.tidemark.standalone.replay.RowMapper;
import io.tidemark.stream.event.LoggedPrediction;
import io.tidemark.stream.event.LoggedTruth;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Rows of a stream as the predictions and labels that a replay would log. Throws {@link BadRowException} where one can't be read. */
final class LabelledRows {
    private static final byte[] NOTHING_TO_TRAIN_ON = new byte[0];

    private final Path path;
    private final String model;
    private final OutcomeReader outcome;
    private final OptionalInt id;
    private final LabelDelay delay;

    LabelledRows(BacktestSettings settings, CsvRows file) {
        this.path = settings.stream().path();
        this.model = settings.spec().model();
        this.outcome = new OutcomeReader(path, file, settings.columns().outcome());
        this.id = settings.columns().id().map(file::column).map(OptionalInt::of).orElse(OptionalInt.empty());
        this.delay = settings.labelDelay();
    }

    /** The prediction of a row; without an answer where the row has none. */
    LoggedPrediction prediction(CsvRow row, Instant time) {
        return new LoggedPrediction(
                idOf(row),
                model,
                CsvEvents.VERSION,
                time.toEpochMilli(),
                outcome.predictedClass(row),
                outcome.predictedNumber(row),
                outcome.score(row),
                Map.of(),
                Map.of(),
                OptionalLong.empty(),
                NOTHING_TO_TRAIN_ON);
    }

    /** The label of a row, where it has one. */
    Optional<LoggedTruth> truth(CsvRow row, Instant time) {
        if (!outcome.hasLabel(row)) {
            return Optional.empty();
        }
        String inferenceId = idOf(row);
        Instant known = outcome.knownAt(row, time, delay.of(inferenceId));
        return Optional.of(new LoggedTruth(
                inferenceId, model, known.toEpochMilli(), outcome.trueClass(row), outcome.trueNumber(row)));
    }

    private String idOf(CsvRow row) {
        String own = id.isPresent() ? row.cells().get(id.getAsInt()) : "";
        return Cells.isMissing(own) ? RowMapper.idOf(path, row) : own;
    }
}
