package io.tidemark.serving.model;

import java.util.function.IntConsumer;

/**
 * Trees that decide by one column at every node and add the value of the leaf where a row ends to one of several sums.
 *
 * <p>Nodes of all trees are numbered together. The two children of a node stand side by side and behind it, so that every way down ends. Immutable.
 */
final class DecisionTrees {
    /** Stands for the column of a leaf. */
    static final int LEAF = -1;

    private final int[] roots;
    private final int[] outputs;
    private final int[] columns;
    private final float[] values;
    private final int[] below;
    private final boolean[] missingBelow;

    /**
     * Takes the arrays over.
     *
     * @param roots the first node of each tree
     * @param outputs the sum that each tree adds to
     * @param columns by node, the column that is looked at, or {@link #LEAF}
     * @param values by node, the threshold, of a leaf what it adds
     * @param below by node, where a value below the threshold goes on; others go on at the node after that
     * @param missingBelow by node, whether a missing value goes where those below the threshold go
     */
    DecisionTrees(int[] roots, int[] outputs, int[] columns, float[] values, int[] below, boolean[] missingBelow) {
        this.roots = roots;
        this.outputs = outputs;
        this.columns = columns;
        this.values = values;
        this.below = below;
        this.missingBelow = missingBelow;
    }

    /**
     * Adds the leaves of a row, tree after tree, in floats: the order in which XGBoost adds.
     *
     * @param row values by column, NaN where one is missing
     */
    void addTo(float[] sums, double[] row) {
        for (int tree = 0; tree < roots.length; tree++) {
            int node = roots[tree];
            for (int column = columns[node]; column != LEAF; column = columns[node]) {
                float value = (float) row[column];
                boolean goesBelow = value < values[node] || (missingBelow[node] && Float.isNaN(value));
                node = goesBelow ? below[node] : below[node] + 1;
            }
            sums[outputs[tree]] += values[node];
        }
    }

    void forEachSplit(IntConsumer action) {
        for (int node = 0; node < columns.length; node++) {
            if (columns[node] != LEAF) {
                action.accept(node);
            }
        }
    }

    int column(int split) {
        return columns[split];
    }

    float threshold(int split) {
        return values[split];
    }
}
