package io.tidemark.serving.model;

import java.util.Arrays;
import java.util.List;

/** Lays the trees of a booster out anew: without nodes that were pruned, by columns instead of features. */
final class DecisionTreesBuilder {
    private final int[] columnOfFeature;
    private final int[] roots;
    private final int[] columns;
    private final float[] values;
    private final int[] below;
    private final boolean[] missingBelow;
    private int trees;
    private int size;

    private DecisionTreesBuilder(List<BoosterDocument.Tree> trees, int[] columnOfFeature) {
        int most = Math.toIntExact(
                trees.stream().mapToLong(tree -> tree.left().length).sum());
        this.columnOfFeature = columnOfFeature;
        this.roots = new int[trees.size()];
        this.columns = new int[most];
        this.values = new float[most];
        this.below = new int[most];
        this.missingBelow = new boolean[most];
    }

    /**
     * @param columnOfFeature the column of a row that holds a feature
     * @param outputs how many sums there are to add to
     * @throws ModelFormatException where these are no trees, or trees that decide by categories
     */
    static DecisionTrees build(BoosterDocument.Model model, int[] columnOfFeature, int outputs) {
        int[] outputOfTree = model.outputs();
        if (outputOfTree.length != model.trees().size()) {
            throw new ModelFormatException(
                    "XGBoost model: " + model.trees().size() + " trees, but outputs of " + outputOfTree.length);
        }
        if (Arrays.stream(outputOfTree).anyMatch(output -> output < 0 || output >= outputs)) {
            throw new ModelFormatException(
                    "XGBoost model: trees add to the outputs " + distinct(outputOfTree) + ", there are " + outputs);
        }
        DecisionTreesBuilder builder = new DecisionTreesBuilder(model.trees(), columnOfFeature);
        model.trees().forEach(builder::add);
        return new DecisionTrees(
                builder.roots,
                outputOfTree,
                Arrays.copyOf(builder.columns, builder.size),
                Arrays.copyOf(builder.values, builder.size),
                Arrays.copyOf(builder.below, builder.size),
                Arrays.copyOf(builder.missingBelow, builder.size));
    }

    /** From the root down, level by level. */
    private void add(BoosterDocument.Tree tree) {
        requireSameLengths(tree);
        int first = size;
        int[] given = new int[tree.left().length];
        int found = 1;
        for (int i = 0; i < found; i++) {
            int node = given[i];
            values[first + i] = tree.conditions()[node];
            if (tree.left()[node] == -1) {
                columns[first + i] = DecisionTrees.LEAF;
                continue;
            }
            if (found + 2 > given.length) {
                throw fail("a node has two parents");
            }
            columns[first + i] = column(tree, node);
            missingBelow[first + i] = tree.defaultLeft()[node] != 0;
            below[first + i] = first + found;
            given[found++] = child(tree.left()[node], given.length);
            given[found++] = child(tree.right()[node], given.length);
        }
        roots[trees++] = first;
        size += found;
    }

    private void requireSameLengths(BoosterDocument.Tree tree) {
        int nodes = tree.left().length;
        if (nodes == 0
                || tree.right().length != nodes
                || tree.features().length != nodes
                || tree.conditions().length != nodes
                || tree.defaultLeft().length != nodes
                || tree.splitTypes().length != nodes) {
            throw fail("it has no nodes, or nodes that lack something");
        }
    }

    private int column(BoosterDocument.Tree tree, int node) {
        if (tree.splitTypes()[node] != 0) {
            throw fail("node " + node + " decides by categories, which is not served");
        }
        int feature = tree.features()[node];
        if (feature < 0 || feature >= columnOfFeature.length) {
            throw fail("node " + node + " looks at feature " + feature + " of " + columnOfFeature.length);
        }
        return columnOfFeature[feature];
    }

    private int child(int node, int nodes) {
        if (node < 0 || node >= nodes) {
            throw fail("a child is node " + node + " of " + nodes);
        }
        return node;
    }

    private ModelFormatException fail(String what) {
        return new ModelFormatException("XGBoost model, tree " + trees + ": " + what);
    }

    private static List<Integer> distinct(int[] values) {
        return Arrays.stream(values).distinct().sorted().boxed().toList();
    }
}
