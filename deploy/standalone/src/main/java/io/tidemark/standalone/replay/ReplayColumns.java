package io.tidemark.standalone.replay;

import java.util.List;
import java.util.Optional;

/**
 * Which column of a table is what. Columns that are named for nothing are features, unless {@code features} names those.
 *
 * @param time when the model answered; without it every row happens now
 * @param id unique for every inference; without it file name and row number
 * @param prediction what the model answered: a class, or a number in a regression
 * @param score of the positive or predicted class
 * @param label what turned out to be true; without it no ground truth is written
 * @param labelTime when that became known; without it as long after the answer as the replay says
 * @param tags columns to segment by
 * @param features columns that are features; empty for all others
 * @param ignored columns to leave out
 * @param categorical features whose values are names even where they look like numbers
 * @param embeddings features whose cells are arrays of numbers
 * @param regression whether prediction and label are numbers
 */
public record ReplayColumns(
        Optional<String> time,
        Optional<String> id,
        Optional<String> prediction,
        Optional<String> score,
        Optional<String> label,
        Optional<String> labelTime,
        List<String> tags,
        List<String> features,
        List<String> ignored,
        List<String> categorical,
        List<String> embeddings,
        boolean regression) {

    /** Those of the answer and its truth. */
    OutcomeColumns outcome() {
        return new OutcomeColumns(prediction, score, label, labelTime, regression);
    }
}
