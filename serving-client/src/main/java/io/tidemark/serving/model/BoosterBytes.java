package io.tidemark.serving.model;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;

/**
 * Looks through XGBoost's own binary format before XGBoost does. Its native code believes every count: a few bytes make it take all memory of the machine, or read
 * where nothing is. Here each count is held against the bytes that are left, and each tree has to be one.
 *
 * <p>The format is that of XGBoost 1.6, which Tribuo writes: {@code binf}, the learner's parameters, the names of objective and booster, the number of trees, each
 * tree's nodes with their statistics, the group of each tree, and attributes. Little-endian; texts follow their length (long).
 */
final class BoosterBytes {
    private static final byte[] MAGIC = {'b', 'i', 'n', 'f'};
    private static final int LEARNER_BYTES = 136;
    private static final int FOREST_BYTES = 160;
    private static final int TREE_BYTES = 148;
    private static final int NODE_BYTES = 20;
    private static final int STATISTICS_BYTES = 16;
    /** For each question XGBoost holds a number for each. */
    private static final int MOST_COLUMNS = 1 << 22;

    private static final int LEAF = -1;

    private final ByteBuffer in;
    private final String where;

    private BoosterBytes(byte[] bytes, String where) {
        this.in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        this.where = where;
    }

    /** @throws ModelFormatException where XGBoost must not see these bytes */
    static void check(byte[] bytes, String where) {
        new BoosterBytes(bytes, where).check();
    }

    private void check() {
        byte[] magic = new byte[MAGIC.length];
        need(magic.length);
        in.get(magic);
        require(Arrays.equals(magic, MAGIC), "it is not in the binary form that Tribuo writes");
        int learner = in.position();
        need(LEARNER_BYTES);
        int features = in.getInt(learner + 4);
        int classes = in.getInt(learner + 8);
        int targets = in.getInt(learner + 28);
        require(features >= 0 && features <= MOST_COLUMNS, "it is of " + features + " features");
        require(classes >= 0 && classes <= ModelOutput.Classes.MAX_CLASSES, "it is of " + classes + " classes");
        require(targets >= 0 && targets <= 1, "it is of " + targets + " targets");
        in.position(learner + LEARNER_BYTES);
        String objective = text();
        require(text().equals("gbtree"), "it is no gbtree");
        trees(features, Math.max(1, classes));
        if (in.getInt(learner + 12) != 0) {
            texts(2);
        }
        if (objective.equals("count:poisson") && in.hasRemaining()) {
            text();
        }
        if (in.getInt(learner + 16) != 0) {
            texts(1);
        }
    }

    /** A list whose entries are so many texts each. */
    private void texts(int each) {
        need(Long.BYTES);
        long count = in.getLong();
        require(count >= 0 && count <= in.remaining() / (each * Long.BYTES), "a list claims " + count + " texts");
        for (long i = 0; i < count * each; i++) {
            text();
        }
    }

    private void trees(int features, int groups) {
        int forest = in.position();
        need(FOREST_BYTES);
        int trees = in.getInt(forest);
        int leafVector = in.getInt(forest + 28);
        require(trees >= 0 && trees <= in.remaining() / TREE_BYTES, "it claims " + trees + " trees");
        require(leafVector == 0, "its leaves are vectors");
        in.position(forest + FOREST_BYTES);
        for (int tree = 0; tree < trees; tree++) {
            tree(features);
        }
        need(trees * Integer.BYTES);
        for (int tree = 0; tree < trees; tree++) {
            int group = in.getInt();
            require(group >= 0 && group < groups, "a tree is of group " + group);
        }
    }

    private void tree(int features) {
        int tree = in.position();
        need(TREE_BYTES);
        int nodes = in.getInt(tree + 4);
        int leafVector = in.getInt(tree + 20);
        require(
                nodes > 0 && nodes <= in.remaining() / (NODE_BYTES + STATISTICS_BYTES),
                "a tree claims " + nodes + " nodes");
        require(leafVector == 0, "a tree's leaves are vectors");
        int first = tree + TREE_BYTES;
        need(TREE_BYTES + nodes * (NODE_BYTES + STATISTICS_BYTES));
        walk(first, nodes, features);
        in.position(first + nodes * (NODE_BYTES + STATISTICS_BYTES));
    }

    /** From the root every node is reached once at most: there is an end to every question. */
    private void walk(int first, int nodes, int features) {
        BitSet reached = new BitSet(nodes);
        int[] open = new int[nodes + 1];
        int count = 1;
        while (count > 0) {
            int node = open[--count];
            require(node >= 0 && node < nodes && !reached.get(node), "the nodes of a tree are no tree");
            reached.set(node);
            int at = first + node * NODE_BYTES;
            int left = in.getInt(at + 4);
            if (left != LEAF) {
                int feature = in.getInt(at + 12) & Integer.MAX_VALUE;
                require(feature < features, "a tree asks for feature " + feature + " of " + features);
                require(count + 2 <= open.length, "the nodes of a tree are no tree");
                open[count++] = left;
                open[count++] = in.getInt(at + 8);
            }
        }
    }

    private String text() {
        need(Long.BYTES);
        long length = in.getLong();
        require(length >= 0 && length <= in.remaining(), "a text claims " + length + " bytes");
        byte[] text = new byte[(int) length];
        in.get(text);
        return new String(text, StandardCharsets.UTF_8);
    }

    private void need(int bytes) {
        require(bytes >= 0 && bytes <= in.remaining(), "it ends too early");
    }

    private void require(boolean holds, String what) {
        if (!holds) {
            throw new ModelFormatException(
                    "Tribuo model, at " + where + ".models: the native XGBoost model is damaged: " + what);
        }
    }
}
