package io.tidemark.retrain.challenger;

import io.tidemark.retrain.data.Example;
import io.tidemark.retrain.train.TrainingRow;
import io.tidemark.retrain.train.TrainingTable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Examples as trainers take them. */
final class Tables {
    private Tables() {}

    static TrainingTable of(List<Example> rows, double[] weights) {
        List<TrainingRow> table = new ArrayList<>(rows.size());
        for (int i = 0; i < weights.length; i++) {
            Example row = rows.get(i);
            table.add(
                    new TrainingRow(row.features(), row.target(), Instant.ofEpochMilli(row.eventTimeMs()), weights[i]));
        }
        return new TrainingTable(table);
    }
}
