package io.tidemark.serving.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;

/** Documents as XGBoost writes them, by hand. */
class BoostedTreesTest {
    private static final int[] COLUMN_OF_FEATURE = {2, 0};

    /** Feature 0, which is column 2, below 1.5 adds 10; else feature 1, column 0, below -1 adds 20, else 40. */
    private static final String TREE = """
            {"left_children":[1,-1,3,-1,-1], "right_children":[2,-1,4,-1,-1], "split_indices":[0,0,1,0,0],
             "split_conditions":[1.5E0,1E1,-1E0,2E1,4E1], "default_left":[1,0,0,0,0], "split_type":[0,0,0,0,0]}""";

    private static final String STUMP = """
            {"left_children":[-1], "right_children":[-1], "split_indices":[0],
             "split_conditions":[5E-1], "default_left":[0], "split_type":[0]}""";

    @Test
    void shouldSendValuesBelowAThresholdToTheLeft() {
        BoostedTrees trees = read(document(TREE));

        assertThat(trees.answer(new double[] {0, 0, 1.4999})).containsExactly(11);
        assertThat(trees.answer(new double[] {-1.001, 0, 1.5})).containsExactly(21);
        assertThat(trees.answer(new double[] {-1, 0, 1.5})).containsExactly(41);
    }

    /** A double below the threshold may be the threshold as a float. */
    @Test
    void shouldCompareFloats() {
        assertThat(read(document(TREE)).answer(new double[] {0, 0, 1.5 - 1e-12}))
                .containsExactly(41);
    }

    @Test
    void shouldSendMissingValuesWhereTheTreeWantsThem() {
        BoostedTrees trees = read(document(TREE));

        assertThat(trees.answer(new double[] {0, 0, Double.NaN})).containsExactly(11);
        assertThat(trees.answer(new double[] {Double.NaN, 0, 2})).containsExactly(41);
    }

    @Test
    void shouldLeaveOutNodesThatNothingLeadsTo() {
        String pruned = TREE.replace("[1,-1,3,-1,-1]", "[3,-1,2147483647,-1,-1]")
                .replace("[2,-1,4,-1,-1]", "[4,-1,2147483647,-1,-1]");

        assertThat(read(document(pruned)).answer(new double[] {0, 0, 1})).containsExactly(21);
    }

    @Test
    void shouldAddTreesToTheirOutputs() {
        BoostedTrees trees = read(document(TREE + "," + STUMP + "," + STUMP)
                .replace("\"tree_info\":[0]", "\"tree_info\":[1,0,0]")
                .replace("\"num_class\":\"0\"", "\"num_class\":\"2\"")
                .replace("reg:squarederror", "multi:softprob"));

        // scipy.special.softmax([2, 11])
        assertThat(trees.answer(new double[] {0, 0, 1})).containsExactly(1.2339458e-04f, 0.9998766f);
    }

    @Test
    void shouldRefuseTreesThatAreNone() {
        assertRefused(document(TREE.replace("[1,-1,3,-1,-1]", "[1,-1,0,-1,-1]")), "tree 0: a node has two parents");
        assertRefused(document(STUMP.replace("[-1]", "[0]")), "tree 0: a node has two parents");
        assertRefused(document(TREE.replace("[1,-1,3,-1,-1]", "[1,-1,5,-1,-1]")), "tree 0: a child is node 5 of 5");
        assertRefused(document(TREE.replace("[1,-1,3,-1,-1]", "[1,-1,-2,-1,-1]")), "tree 0: a child is node -2 of 5");
        assertRefused(document(TREE.replace("[0,0,1,0,0]", "[0,0,2,0,0]")), "node 2 looks at feature 2 of 2");
        assertRefused(document(TREE.replace("\"split_type\":[0,0", "\"split_type\":[1,0")), "decides by categories");
        assertRefused(document(TREE.replace("\"split_type\":[0,0", "\"split_type\":[0")), "nodes that lack something");
        assertRefused(
                document(TREE).replace("tree_info\":[0]", "tree_info\":[1]"), "add to the outputs [1], there are 1");
        assertRefused(document(TREE).replace("tree_info\":[0]", "tree_info\":[0,0]"), "1 trees, but outputs of 2");
    }

    @Test
    void shouldRefuseModelsOfOtherKinds() {
        assertRefused(document(TREE).replace("gbtree", "dart"), "the booster 'dart' is not served");
        assertRefused(
                document(TREE).replace("reg:squarederror", "rank:pairwise"), "the objective 'rank:pairwise' is not");
        assertRefused(
                document(TREE).replace("reg:squarederror", "multi:softprob"), "0 classes are not between 1 and 1000");
        assertRefused(document(TREE).replace("split_indices", "split_features"), "can't be read: Missing required");
        assertRefused(document(TREE).replace("1.5E0", "NaN"), "can't be read: Non-standard token 'NaN'");
        assertRefused("{\"learner\":", "can't be read: Unexpected end-of-input");
    }

    private static BoostedTrees read(String json) {
        return BoostedTrees.of(BoosterDocument.parse(json.getBytes(UTF_8)), COLUMN_OF_FEATURE);
    }

    private static void assertRefused(String json, String why) {
        assertThatExceptionOfType(ModelFormatException.class)
                .isThrownBy(() -> read(json))
                .withMessageStartingWith("XGBoost model")
                .withMessageContaining(why);
    }

    private static String document(String trees) {
        return """
                {"learner":{"attributes":{}, "gradient_booster":{"model":{"tree_info":[0], "trees":[%s]}, "name":"gbtree"},
                 "learner_model_param":{"base_score":"1E0", "num_class":"0", "num_feature":"2"},
                 "objective":{"name":"reg:squarederror"}}, "version":[1,6,2]}""".formatted(trees);
    }
}
