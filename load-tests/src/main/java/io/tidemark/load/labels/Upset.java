package io.tidemark.load.labels;

import java.time.Instant;

/**
 * A time in which the model is wrong of most it is asked: high scores go with the class that low ones go with otherwise. There are as many
 * rows of each class as ever.
 *
 * @param fromWindow the first window of it, counted from 0
 * @param toWindow the first one after it
 * @param share of the rows, 0 to 1
 */
public record Upset(int fromWindow, int toWindow, double share) {
    public Instant from() {
        return LabelPlan.startOf(fromWindow);
    }

    /** Exclusive. */
    public Instant to() {
        return LabelPlan.startOf(toWindow);
    }

    public boolean holdsAt(Instant time) {
        return !time.isBefore(from()) && time.isBefore(to());
    }
}
