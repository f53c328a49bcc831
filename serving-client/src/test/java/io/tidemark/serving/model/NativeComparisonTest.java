package io.tidemark.serving.model;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Map;
import java.util.stream.IntStream;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.XGBoostError;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.tribuo.regression.xgboost.XGBoostRegressionTrainer.RegressionType;

class NativeComparisonTest {
    private static final int[] COLUMN_OF_FEATURE =
            IntStream.range(0, TribuoTrees.COLUMNS.size()).toArray();

    private final Booster booster = TribuoTrees.number(
                    RegressionType.LINEAR,
                    Map.of("max_depth", 2, "eta", 1, "nthread", 1, "verbosity", 0),
                    TribuoTrees::score)
            .getInnerModels()
            .getFirst();

    @AfterEach
    void dispose() {
        booster.dispose();
    }

    @Test
    void shouldAcceptTreesThatAnswerAsTheBooster() {
        assertThatCode(() -> compare(document())).doesNotThrowAnyException();
    }

    @Test
    void shouldRefuseTreesThatAnswerOtherwise() throws XGBoostError {
        BoosterDocument document = document();
        BoosterDocument.Tree tree = document.learner().booster().trees().trees().getFirst();

        tree.conditions()[0] = Math.nextUp(tree.conditions()[0]);
        assertRefused(document);
        tree.conditions()[0] = Math.nextDown(tree.conditions()[0]);
        compare(document);

        tree.defaultLeft()[0] = 1 - tree.defaultLeft()[0];
        assertRefused(document);
        tree.defaultLeft()[0] = 1 - tree.defaultLeft()[0];
        compare(document);

        int leaf = tree.conditions().length - 1;
        tree.conditions()[leaf] += 1e-4f;
        assertRefused(document);
    }

    private void assertRefused(BoosterDocument document) {
        assertThatExceptionOfType(ModelFormatException.class)
                .isThrownBy(() -> compare(document))
                .withMessageContaining("where XGBoost answers");
    }

    private BoosterDocument document() throws XGBoostError {
        return BoosterDocument.parse(booster.toByteArray("json"));
    }

    private void compare(BoosterDocument document) throws XGBoostError {
        NativeComparison.requireSame(
                BoostedTrees.of(document, COLUMN_OF_FEATURE), booster, COLUMN_OF_FEATURE, COLUMN_OF_FEATURE.length);
    }
}
