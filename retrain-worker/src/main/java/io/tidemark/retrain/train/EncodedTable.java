package io.tidemark.retrain.train;

import io.tidemark.serving.model.FeatureEncodings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.tribuo.ImmutableFeatureMap;
import org.tribuo.MutableDataset;
import org.tribuo.Output;
import org.tribuo.OutputFactory;
import org.tribuo.RealInfo;
import org.tribuo.VariableInfo;
import org.tribuo.impl.ArrayExample;
import org.tribuo.provenance.SimpleDataSourceProvenance;

/**
 * A table as trainers take it: the columns that vary. One that never does has nothing to teach, and some trainers divide by its variance.
 *
 * <p>Rows are encoded when they are asked for, so that one copy of the cells is in memory, in the form that the trainer needs.
 */
final class EncodedTable {
    private final List<TrainingRow> rows;
    private final FeatureEncodings encodings;
    private final int[] varying;
    private final String[] names;

    EncodedTable(TrainingTable table, FeatureEncodings encodings) {
        this.rows = table.rows();
        this.encodings = encodings;
        this.varying = varying(rows, encodings);
        if (varying.length == 0) {
            throw new TrainingException(
                    "all " + rows.size() + " rows have the same features: there is nothing to learn from");
        }
        this.names = Arrays.stream(varying).mapToObj(encodings.columns()::get).toArray(String[]::new);
    }

    private static int[] varying(List<TrainingRow> rows, FeatureEncodings encodings) {
        double[] first = encodings.encode(rows.getFirst().features());
        boolean[] varies = new boolean[first.length];
        for (TrainingRow row : rows) {
            double[] cells = encodings.encode(row.features());
            for (int i = 0; i < cells.length; i++) {
                varies[i] |= cells[i] != first[i];
            }
        }
        return IntStream.range(0, first.length).filter(i -> varies[i]).toArray();
    }

    private double[] cells(TrainingRow row) {
        double[] all = encodings.encode(row.features());
        double[] cells = new double[varying.length];
        for (int i = 0; i < cells.length; i++) {
            cells[i] = all[varying[i]];
        }
        return cells;
    }

    int columns() {
        return names.length;
    }

    List<TrainingRow> rows() {
        return rows;
    }

    /**
     * The rows as Tribuo's examples.
     *
     * @param bytesACell that examples and what the trainer makes of them take, about
     * @throws TrainingException where the heap is too small for them
     */
    <T extends Output<T>> MutableDataset<T> dataset(
            OutputFactory<T> factory, Function<Target, T> output, int bytesACell) {
        TableRoom.require(rows.size(), columns(), bytesACell);
        MutableDataset<T> dataset =
                new MutableDataset<>(new SimpleDataSourceProvenance("training table", factory), factory);
        for (TrainingRow row : rows) {
            ArrayExample<T> example = new ArrayExample<>(output.apply(row.target()), names, cells(row));
            example.setWeight((float) row.weight());
            dataset.add(example);
        }
        return dataset;
    }

    /** The columns as Tribuo numbers them, with what their values are like. */
    ImmutableFeatureMap featureMap() {
        double[] min = new double[names.length];
        double[] max = new double[names.length];
        double[] mean = new double[names.length];
        double[] squares = new double[names.length];
        Arrays.fill(min, Double.POSITIVE_INFINITY);
        Arrays.fill(max, Double.NEGATIVE_INFINITY);
        int count = 0;
        for (TrainingRow row : rows) {
            double[] cells = cells(row);
            count++;
            for (int i = 0; i < cells.length; i++) {
                min[i] = Math.min(min[i], cells[i]);
                max[i] = Math.max(max[i], cells[i]);
                double distance = cells[i] - mean[i];
                mean[i] += distance / count;
                squares[i] += distance * (cells[i] - mean[i]);
            }
        }
        List<VariableInfo> infos = new ArrayList<>();
        for (int i = 0; i < names.length; i++) {
            infos.add(new RealInfo(names[i], count, max[i], min[i], mean[i], squares[i]));
        }
        return new ImmutableFeatureMap(infos);
    }

    /** All cells, row by row, each column where the map has its number. */
    float[] matrix(ImmutableFeatureMap map) {
        int[] places = Arrays.stream(names).mapToInt(map::getID).toArray();
        float[] matrix = new float[Math.multiplyExact(rows.size(), names.length)];
        int at = 0;
        for (TrainingRow row : rows) {
            double[] cells = cells(row);
            for (int i = 0; i < cells.length; i++) {
                matrix[at + places[i]] = (float) cells[i];
            }
            at += cells.length;
        }
        return matrix;
    }

    float[] weights() {
        float[] weights = new float[rows.size()];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) rows.get(i).weight();
        }
        return weights;
    }
}
