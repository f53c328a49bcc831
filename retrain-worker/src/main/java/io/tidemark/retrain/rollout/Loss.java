package io.tidemark.retrain.rollout;

import java.util.List;

/**
 * A loss as it was measured.
 *
 * @param value the loss
 * @param variance of the value, by chance
 * @param rows labelled answers that it is of; above 0
 */
record Loss(double value, double variance, long rows) {

    /** The mean of losses of windows that share no rows, each with its weight; the weights' sum above 0. */
    static Loss mean(List<Loss> losses, List<Long> weights) {
        double sum = weights.stream().mapToDouble(Long::doubleValue).sum();
        double value = 0;
        double variance = 0;
        long rows = 0;
        for (int i = 0; i < losses.size(); i++) {
            double share = weights.get(i) / sum;
            value += share * losses.get(i).value();
            variance += share * share * losses.get(i).variance();
            rows += losses.get(i).rows();
        }
        return new Loss(value, variance, rows);
    }
}
