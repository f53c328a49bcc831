package io.tidemark.serving.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tribuo.classification.Label;
import org.tribuo.common.xgboost.XGBoostModel;
import org.tribuo.regression.Regressor;
import org.tribuo.regression.xgboost.XGBoostRegressionTrainer.RegressionType;

/** What XGBoost itself answers is what is expected. */
class BoosterReaderTest {
    private static final double FLOAT_ROUNDING = 1e-6;

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 7})
    void shouldAnswerWithTheProbabilitiesOfClasses(int classes) {
        XGBoostModel<Label> model = TribuoTrees.classes(classes, TribuoTrees.HIST);

        assertSameProbabilities(model, classes);
    }

    /** Nodes that gain too little are removed after the tree was grown, and stay in what XGBoost saves. */
    @Test
    void shouldLeaveOutNodesThatWerePruned() {
        Map<String, Object> exact = Map.of("tree_method", "exact", "gamma", 2, "nthread", 1, "verbosity", 0);

        assertSameProbabilities(TribuoTrees.classes(3, exact), 3);
    }

    @Test
    void shouldAddSeveralTreesOfARound() {
        assertSameProbabilities(TribuoTrees.classes(3, with("num_parallel_tree", 4)), 3);
    }

    @Test
    void shouldAnswerWithTheSumOfTreesToTheLastBit() {
        XGBoostModel<Regressor> model =
                TribuoTrees.number(RegressionType.LINEAR, with("base_score", 0.3), TribuoTrees::score);
        BoostedTrees trees = BoosterReader.read(model, TribuoTrees.COLUMNS);

        assertThat(trees.outputs()).isEqualTo(1);
        for (double[] row : TribuoTrees.rows()) {
            assertThat((double) trees.answer(row)[0]).isEqualTo(TribuoTrees.number(model, row));
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldAnswerWithNumbersOfEveryObjectiveThatTribuoTrainsFor(RegressionType type) {
        XGBoostModel<Regressor> model =
                TribuoTrees.number(type, TribuoTrees.HIST, row -> Math.exp(TribuoTrees.score(row) / 4));
        BoostedTrees trees = BoosterReader.read(model, TribuoTrees.COLUMNS);

        for (double[] row : TribuoTrees.rows()) {
            double asked = TribuoTrees.number(model, row);
            assertThat((double) trees.answer(row)[0]).isCloseTo(asked, within(FLOAT_ROUNDING * Math.max(1, asked)));
        }
    }

    @Test
    void shouldReadTreesThatDecideNothing() {
        XGBoostModel<Regressor> model = TribuoTrees.number(RegressionType.LINEAR, TribuoTrees.HIST, row -> 4);
        BoostedTrees trees = BoosterReader.read(model, TribuoTrees.COLUMNS);

        double[] row = TribuoTrees.rows().getFirst();
        assertThat((double) trees.answer(row)[0]).isEqualTo(TribuoTrees.number(model, row));
    }

    @Test
    void shouldRefuseOtherBoosters() {
        Map<String, Object> dart = Map.of("booster", "dart", "rate_drop", 0.5, "nthread", 1, "verbosity", 0);
        assertRefused(TribuoTrees.classes(2, dart), "the booster 'dart' is not served: train with gbtree");
        Map<String, Object> linear = Map.of("booster", "gblinear", "nthread", 1, "verbosity", 0);
        assertRefused(TribuoTrees.classes(2, linear), "it is none of trees");
    }

    @Test
    void shouldRefuseColumnsThatLackAFeature() {
        XGBoostModel<Label> model = TribuoTrees.classes(2, TribuoTrees.HIST);

        assertThatExceptionOfType(ModelFormatException.class)
                .isThrownBy(() -> BoosterReader.read(model, TribuoTrees.COLUMNS.subList(1, TribuoTrees.COLUMNS.size())))
                .withMessage("XGBoost model: no column holds its feature 1");
    }

    private static void assertSameProbabilities(XGBoostModel<Label> model, int classes) {
        BoostedTrees trees = BoosterReader.read(model, TribuoTrees.COLUMNS);

        assertThat(trees.outputs()).isEqualTo(classes);
        int[] wins = new int[classes];
        for (double[] row : TribuoTrees.rows()) {
            float[] answer = trees.answer(row);
            int best = 0;
            for (int i = 0; i < classes; i++) {
                String label = model.getOutputIDInfo().getOutput(i).getLabel();
                assertThat((double) answer[i])
                        .isCloseTo(TribuoTrees.probability(model, label, row), within(FLOAT_ROUNDING));
                best = answer[i] > answer[best] ? i : best;
            }
            wins[best]++;
        }
        assertThat(wins).as("rows of each class").doesNotContain(0);
    }

    private static void assertRefused(XGBoostModel<?> model, String why) {
        assertThatExceptionOfType(ModelFormatException.class)
                .isThrownBy(() -> BoosterReader.read(model, TribuoTrees.COLUMNS))
                .withMessageContaining(why);
    }

    private static Map<String, Object> with(String key, Object value) {
        Map<String, Object> parameters = new HashMap<>(TribuoTrees.HIST);
        parameters.put(key, value);
        return parameters;
    }
}
