package io.tidemark.serving.model;

/**
 * Makes sums of leaves what an XGBoost model answers, as the objective that it was trained for wants.
 *
 * <p>Formulas: {@code ProbToMargin} and {@code PredTransform} of XGBoost 1.6 ({@code src/objective}), in floats as there.
 */
enum InverseLink {
    /** Sums are the answers: squared error and pseudo-Huber. */
    IDENTITY,
    /** Sums are logarithms of the answers: gamma, Tweedie and Poisson. */
    EXPONENTIAL,
    /** Sums are logarithms of probabilities that still have to add up to 1. */
    SOFTMAX;

    /**
     * @param objective XGBoost's name of it
     * @throws ModelFormatException for one that is not served
     */
    static InverseLink of(String objective) {
        return switch (objective) {
            case "reg:squarederror", "reg:pseudohubererror" -> IDENTITY;
            case "reg:gamma", "reg:tweedie", "count:poisson" -> EXPONENTIAL;
            case "multi:softprob" -> SOFTMAX;
            default ->
                throw new ModelFormatException(
                        "XGBoost model: the objective '" + objective
                                + "' is not served: train for multi:softprob, reg:squarederror, reg:pseudohubererror, reg:gamma, reg:tweedie or count:poisson");
        };
    }

    /** What sums start with. */
    float margin(float baseScore) {
        return this == EXPONENTIAL ? (float) Math.log(baseScore) : baseScore;
    }

    /** Turns sums into answers, in place. */
    void apply(float[] sums) {
        switch (this) {
            case IDENTITY -> {}
            case EXPONENTIAL -> {
                for (int i = 0; i < sums.length; i++) {
                    sums[i] = (float) Math.exp(sums[i]);
                }
            }
            case SOFTMAX -> softmax(sums);
        }
    }

    private static void softmax(float[] sums) {
        float largest = Float.NEGATIVE_INFINITY;
        for (float sum : sums) {
            largest = Math.max(largest, sum);
        }
        double total = 0;
        for (int i = 0; i < sums.length; i++) {
            sums[i] = (float) Math.exp(sums[i] - largest);
            total += sums[i];
        }
        for (int i = 0; i < sums.length; i++) {
            sums[i] /= (float) total;
        }
    }
}
