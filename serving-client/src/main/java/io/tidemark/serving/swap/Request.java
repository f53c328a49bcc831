package io.tidemark.serving.swap;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One question, as every version that is asked gets it. */
record Request(
        String inferenceId, Instant at, Map<String, ? extends @Nullable Object> features, Map<String, String> tags) {

    /** A request that the application can't change any more when it is asked later. */
    Request snapshot() {
        Map<String, @Nullable Object> copy = HashMap.newHashMap(features.size());
        features.forEach((name, value) -> copy.put(
                name,
                switch (value) {
                    case double[] numbers -> numbers.clone();
                    case float[] numbers -> numbers.clone();
                    case int[] numbers -> numbers.clone();
                    case long[] numbers -> numbers.clone();
                    case List<?> elements -> new ArrayList<>(elements);
                    case CharSequence text -> text.toString();
                    case null, default -> value;
                }));
        return new Request(inferenceId, at, copy, new HashMap<>(tags));
    }
}
