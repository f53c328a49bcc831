package io.tidemark.retrain.train;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One labelled example.
 *
 * @param features values by feature name, as serving saw them: numbers, booleans, texts; absent or null where they were missing
 * @param eventTime when the question was asked
 * @param weight how much it counts beside others, more than 0
 */
public record TrainingRow(
        Map<String, ? extends @Nullable Object> features, Target target, Instant eventTime, double weight) {
    public TrainingRow {
        if (!(features instanceof FeatureRow)) {
            // Map.copyOf takes no null, and a missing value is one.
            features = Collections.unmodifiableMap(new LinkedHashMap<>(features));
        }
        if (!(weight > 0 && weight <= Float.MAX_VALUE)) {
            throw new IllegalArgumentException("a row's weight is " + weight + ", it has to be more than 0");
        }
    }

    /** A row that counts as much as all others. */
    public TrainingRow(Map<String, ? extends @Nullable Object> features, Target target, Instant eventTime) {
        this(features, target, eventTime, 1);
    }
}
