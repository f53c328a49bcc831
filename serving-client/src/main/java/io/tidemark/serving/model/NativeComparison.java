package io.tidemark.serving.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoostError;

/**
 * Compares trees with the booster that they were read from, on {@value #ROWS} rows that are always the same for the same trees: each column holds one of its
 * thresholds or the float before or after it, now and then nothing. A kind of booster that was not thought of is refused by it, not served wrongly.
 */
final class NativeComparison {
    private static final int ROWS = 64;
    private static final double TOLERANCE = 1e-6;
    private static final int SEED = 1;
    private static final int ONE_IN_MISSING = 16;

    private final BoostedTrees trees;
    private final Booster booster;
    private final int features;
    private final List<Split> splits;
    private final Random random = new Random(SEED);

    /** A feature that trees look at. */
    private record Split(int feature, int column, List<Float> thresholds) {}

    private NativeComparison(BoostedTrees trees, Booster booster, int[] columnOfFeature) {
        this.trees = trees;
        this.booster = booster;
        this.features = columnOfFeature.length;
        this.splits = splits(trees.trees(), columnOfFeature);
    }

    /**
     * @param columns how many a row has
     * @throws ModelFormatException where answers differ by more than {@value #TOLERANCE}, of answers above 1 by more than that share
     */
    static void requireSame(BoostedTrees trees, Booster booster, int[] columnOfFeature, int columns)
            throws XGBoostError {
        NativeComparison comparison = new NativeComparison(trees, booster, columnOfFeature);
        double[] row = new double[columns];
        for (int i = 0; i < ROWS; i++) {
            comparison.fill(row);
            comparison.compare(row);
        }
    }

    private static List<Split> splits(DecisionTrees trees, int[] columnOfFeature) {
        Map<Integer, List<Float>> thresholds = new HashMap<>();
        trees.forEachSplit(split -> thresholds
                .computeIfAbsent(trees.column(split), column -> new ArrayList<>())
                .add(trees.threshold(split)));
        List<Split> splits = new ArrayList<>();
        for (int feature = 0; feature < columnOfFeature.length; feature++) {
            List<Float> ofColumn = thresholds.get(columnOfFeature[feature]);
            if (ofColumn != null) {
                splits.add(new Split(feature, columnOfFeature[feature], ofColumn));
            }
        }
        return splits;
    }

    private void fill(double[] row) {
        for (Split split : splits) {
            float threshold =
                    split.thresholds().get(random.nextInt(split.thresholds().size()));
            row[split.column()] = random.nextInt(ONE_IN_MISSING) == 0
                    ? Double.NaN
                    : switch (random.nextInt(3)) {
                        case 0 -> threshold;
                        case 1 -> Math.nextUp(threshold);
                        default -> Math.nextDown(threshold);
                    };
        }
    }

    private void compare(double[] row) throws XGBoostError {
        float[] read = trees.answer(row);
        float[] given = ask(row);
        boolean same = read.length == given.length;
        for (int i = 0; same && i < read.length; i++) {
            same = Math.abs(read[i] - given[i]) <= TOLERANCE * Math.max(1, Math.abs(given[i]));
        }
        if (!same) {
            throw new ModelFormatException("XGBoost model: its trees answer " + Arrays.toString(read)
                    + " where XGBoost answers " + Arrays.toString(given) + ": it is of a kind that is not served");
        }
    }

    /** One row at a time, so that wide rows fit too. */
    private float[] ask(double[] row) throws XGBoostError {
        int[] present = splits.stream()
                .filter(split -> !Double.isNaN(row[split.column()]))
                .mapToInt(Split::feature)
                .toArray();
        float[] values = new float[present.length];
        int at = 0;
        for (Split split : splits) {
            if (!Double.isNaN(row[split.column()])) {
                values[at++] = (float) row[split.column()];
            }
        }
        DMatrix matrix = new DMatrix(new long[] {0, present.length}, present, values, DMatrix.SparseType.CSR, features);
        try {
            return booster.predict(matrix)[0];
        } finally {
            matrix.dispose();
        }
    }
}
