package io.tidemark.serving.model;

import java.util.Arrays;

/**
 * An XGBoost model in Java: nothing native, no locks, and one short array is all that an answer takes. Immutable, so any number of threads may ask.
 */
final class BoostedTrees {
    private final DecisionTrees trees;
    private final InverseLink link;
    private final float margin;
    private final int outputs;

    private BoostedTrees(DecisionTrees trees, InverseLink link, float margin, int outputs) {
        this.trees = trees;
        this.link = link;
        this.margin = margin;
        this.outputs = outputs;
    }

    /**
     * @param columnOfFeature the column of a row that holds a feature
     * @throws ModelFormatException where it is no model of trees, or one of a kind that is not served
     */
    static BoostedTrees of(BoosterDocument document, int[] columnOfFeature) {
        BoosterDocument.Learner learner = document.learner();
        BoosterDocument.Model model = learner.booster().trees();
        InverseLink link = InverseLink.of(learner.objective().name());
        int outputs = link == InverseLink.SOFTMAX ? learner.parameters().classes() : 1;
        if (outputs < 1 || outputs > ModelOutput.Classes.MAX_CLASSES) {
            throw new ModelFormatException(
                    "XGBoost model: " + outputs + " classes are not between 1 and " + ModelOutput.Classes.MAX_CLASSES);
        }
        return new BoostedTrees(
                DecisionTreesBuilder.build(model, columnOfFeature, outputs),
                link,
                link.margin(learner.parameters().baseScore()),
                outputs);
    }

    /** How many numbers an answer has: one for each class, or one. */
    int outputs() {
        return outputs;
    }

    DecisionTrees trees() {
        return trees;
    }

    /**
     * The probability of each class in the model's order, or one number.
     *
     * @param row values by column, NaN where one is missing
     */
    float[] answer(double[] row) {
        float[] sums = new float[outputs];
        Arrays.fill(sums, margin);
        trees.addTo(sums, row);
        link.apply(sums);
        return sums;
    }
}
