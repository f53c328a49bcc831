package io.tidemark.retrain.data;

import io.tidemark.retrain.train.TrainingException;
import java.util.List;
import java.util.Optional;

/**
 * Examples divided by time: the later ones judge a model that was trained on the earlier ones. No time is on both sides.
 *
 * @param earlier in their order, at least one
 * @param later in their order, at least one
 */
public record TimeSplit(List<Example> earlier, List<Example> later) {

    /**
     * Divides rows.
     *
     * @param rows in their order
     * @param share of the rows that the later part has, as nearly as times allow: rows of the time in which the border falls are later ones, unless
     *     nothing would be earlier
     * @return nothing where all rows have one time
     */
    public static Optional<TimeSplit> of(List<Example> rows, double share) {
        requireShare(share);
        if (rows.isEmpty() || rows.getFirst().eventTimeMs() == rows.getLast().eventTimeMs()) {
            return Optional.empty();
        }
        int border = Math.clamp(Math.round(rows.size() * (1 - share)), 1, rows.size() - 1);
        while (border > 0 && sameTime(rows, border)) {
            border--;
        }
        if (border == 0) {
            border = 1;
            while (sameTime(rows, border)) {
                border++;
            }
        }
        return Optional.of(new TimeSplit(rows.subList(0, border), rows.subList(border, rows.size())));
    }

    /** Whether fewer than half of the rows that the share leaves for training are earlier, as where many rows have one time. */
    public boolean isLopsided(double share) {
        return earlier.size() < (earlier.size() + later.size()) * (1 - share) / 2;
    }

    private static boolean sameTime(List<Example> rows, int border) {
        return rows.get(border - 1).eventTimeMs() == rows.get(border).eventTimeMs();
    }

    private static void requireShare(double share) {
        if (!(share > 0 && share < 1)) {
            throw new TrainingException("retrain.holdout is " + share + ", it has to be more than 0 and less than 1");
        }
    }
}
