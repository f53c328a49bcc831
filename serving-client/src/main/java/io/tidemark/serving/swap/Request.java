package io.tidemark.serving.swap;

import io.tidemark.serving.log.FeatureSnapshot;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One question, as every version that is asked gets it. */
record Request(
        String inferenceId, Instant at, Map<String, ? extends @Nullable Object> features, Map<String, String> tags) {

    /** A request that the application can't change any more when it is asked later. Tags that are null, which the log bears with, are none. */
    Request snapshot() {
        return new Request(
                inferenceId, at, FeatureSnapshot.of(features), tags == null ? Map.of() : new HashMap<>(tags));
    }

    /** About how many bytes of memory a {@link #snapshot} takes. */
    long weight() {
        return FeatureSnapshot.weight(features) + FeatureSnapshot.weight(tags);
    }
}
