package io.tidemark.serving.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A number: its distance from the training mean in training deviations, and 1 where it is missing.
 *
 * <p>What is no finite number (absent, NaN, infinite, or of another type) is missing and takes the place of the training median.
 *
 * @param median of the training values that were there
 * @param mean the value that becomes 0
 * @param deviation the distance that becomes 1, more than 0
 */
public record NumberEncoding(String feature, double median, double mean, double deviation) implements FeatureEncoding {
    /** Keeps the column within what runtimes with floats can hold. */
    private static final double LIMIT = 1e30;

    private static final List<String> COLUMNS = List.of(":value", ":missing");

    public NumberEncoding {
        if (!Double.isFinite(median) || !Double.isFinite(mean) || !Double.isFinite(deviation) || deviation <= 0) {
            throw new IllegalArgumentException("feature '" + feature + "': median " + median + ", mean " + mean
                    + " and deviation " + deviation + " have to be finite, and the deviation more than 0");
        }
    }

    @Override
    public List<String> columns() {
        return COLUMNS;
    }

    @Override
    public void encode(@Nullable Object value, double[] into, int at) {
        boolean present = value instanceof Number number && Double.isFinite(number.doubleValue());
        double number = present && value instanceof Number given ? given.doubleValue() : median;
        into[at] = Math.clamp((number - mean) / deviation, -LIMIT, LIMIT);
        into[at + 1] = present ? 0 : 1;
    }
}
