package io.tidemark.retrain.train;

import io.tidemark.serving.model.FeatureEncodings;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.tribuo.MutableDataset;
import org.tribuo.Output;
import org.tribuo.OutputFactory;
import org.tribuo.impl.ArrayExample;
import org.tribuo.provenance.SimpleDataSourceProvenance;

/** A table as Tribuo takes it: the columns that vary. One that never does has nothing to teach, and some trainers divide by its variance. */
final class EncodedTable {
    private final List<TrainingRow> rows;
    private final double[][] cells;
    private final String[] names;

    EncodedTable(TrainingTable table, FeatureEncodings encodings) {
        rows = table.rows();
        double[][] all = new double[rows.size()][];
        for (int i = 0; i < all.length; i++) {
            all[i] = encodings.encode(rows.get(i).features());
        }
        int[] varying = IntStream.range(0, all[0].length)
                .filter(column -> Arrays.stream(all).anyMatch(row -> row[column] != all[0][column]))
                .toArray();
        if (varying.length == 0) {
            throw new TrainingException(
                    "all " + rows.size() + " rows have the same features: there is nothing to learn from");
        }
        names = Arrays.stream(varying).mapToObj(encodings.columns()::get).toArray(String[]::new);
        cells = Arrays.stream(all)
                .map(row -> Arrays.stream(varying)
                        .mapToDouble(column -> row[column])
                        .toArray())
                .toArray(double[][]::new);
    }

    <T extends Output<T>> MutableDataset<T> dataset(OutputFactory<T> factory, Function<Target, T> output) {
        MutableDataset<T> dataset =
                new MutableDataset<>(new SimpleDataSourceProvenance("training table", factory), factory);
        for (int i = 0; i < cells.length; i++) {
            dataset.add(new ArrayExample<>(output.apply(rows.get(i).target()), names, cells[i]));
        }
        return dataset;
    }
}
