package io.tidemark.standalone.replay;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which columns of a table say what a model answered and what turned out to be true.
 *
 * @param prediction a class, or a number in a regression
 * @param score of the positive or predicted class
 * @param label what turned out to be true: of the prediction's kind
 * @param labelTime when that became known
 * @param regression whether prediction and label are numbers
 */
public record OutcomeColumns(
        Optional<String> prediction,
        Optional<String> score,
        Optional<String> label,
        Optional<String> labelTime,
        boolean regression) {
    public static final OutcomeColumns NONE =
            new OutcomeColumns(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), false);

    /** Those that are named. */
    public List<String> named() {
        return Stream.of(prediction, score, label, labelTime)
                .flatMap(Optional::stream)
                .toList();
    }

    /** The same without the time at which labels became known: for where labels are all there. */
    public OutcomeColumns withoutLabelTime() {
        return new OutcomeColumns(prediction, score, label, Optional.empty(), regression);
    }
}
