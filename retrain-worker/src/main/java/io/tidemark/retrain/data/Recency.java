package io.tidemark.retrain.data;

import java.util.List;

/** How much examples count by their age: half as much with each half-life. */
public final class Recency {
    /** However old: a weight of 0 would leave the row out, and with it perhaps a class. */
    private static final double LEAST = 1e-6;

    private Recency() {}

    /**
     * A weight for each row, 1 on average, so that settings which are sums of weights mean the same with and without.
     *
     * @param rows in their order, at least one
     * @param halfLifeMs 0: all count the same
     */
    public static double[] weights(List<Example> rows, long halfLifeMs) {
        double[] weights = new double[rows.size()];
        long newest = rows.getLast().eventTimeMs();
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            double age = newest - rows.get(i).eventTimeMs();
            weights[i] = halfLifeMs == 0 ? 1 : Math.max(LEAST, StrictMath.pow(2, -age / halfLifeMs));
            sum += weights[i];
        }
        double mean = sum / weights.length;
        for (int i = 0; i < weights.length; i++) {
            weights[i] /= mean;
        }
        return weights;
    }
}
