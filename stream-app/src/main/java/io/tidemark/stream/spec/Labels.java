package io.tidemark.stream.spec;

import java.time.Duration;
import java.util.Optional;

/**
 * How the labels that turn out later are joined with what a model predicted.
 *
 * @param waitFor how long after a window's end its labels are waited for, in event time; 1 minute to 90 days
 * @param positive the class, of two, that {@code prediction.score} is the score of; empty where none is named
 * @param coverage the share of a window's predictions whose labels must be there for its performance to be judged before
 *     {@code waitFor} is over; above 0, at most 1
 */
public record Labels(Duration waitFor, Optional<String> positive, double coverage) {
    public static final Labels DEFAULT = new Labels(Duration.ofDays(7), Optional.empty(), 0.95);

    public Labels {
        Range.LABELS_WAIT.require("labels.wait", waitFor.toMillis());
        if (positive.filter(String::isBlank).isPresent()) {
            throw new IllegalArgumentException("labels.positive: is empty; name a class, or leave it out");
        }
        if (!isCoverage(coverage)) {
            throw new IllegalArgumentException(
                    "labels.coverage: " + coverage + " is no share; use a number above 0 and at most 1");
        }
    }

    /**
     * How long the batches are in which errors are watched as they become known, in milliseconds: a twelfth of a window, a second at the
     * least.
     */
    public static long errorBatchMs(Duration window) {
        return Math.max(1_000, window.toMillis() / 12);
    }

    static boolean isCoverage(double coverage) {
        return coverage > 0 && coverage <= 1;
    }
}
