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
 */
public record TrainingRow(Map<String, ? extends @Nullable Object> features, Target target, Instant eventTime) {
    public TrainingRow {
        // Map.copyOf takes no null, and a missing value is one.
        features = Collections.unmodifiableMap(new LinkedHashMap<>(features));
    }
}
