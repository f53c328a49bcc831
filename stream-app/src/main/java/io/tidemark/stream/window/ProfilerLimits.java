package io.tidemark.stream.window;

import io.tidemark.profile.sketch.SketchConfig;
import java.time.Duration;

/**
 * What bounds the profile step, whatever comes in.
 *
 * @param maxAhead how far an event's time may be ahead of the wall clock
 * @param idleTimeout how long a partition may be without a model's records until it is no longer waited for
 * @param maxModels models per partition; records of further ones that nobody has applied a spec for are dead-lettered
 * @param maxVersions versions per model and window; records of further ones are dead-lettered
 * @param maxFeatures features per window; values of further ones are counted and dropped
 * @param maxNameLength characters in a model or version name
 * @param sketches how each feature is sketched
 * @param heapBytes heap that the open windows of one partition may take, by estimate; see {@link ProfilerHeap}
 */
public record ProfilerLimits(
        Duration maxAhead,
        Duration idleTimeout,
        int maxModels,
        int maxVersions,
        int maxFeatures,
        int maxNameLength,
        SketchConfig sketches,
        long heapBytes) {
    /** More than there is: whoever replays a file may use what it has. */
    public static final long UNBOUNDED_HEAP = Long.MAX_VALUE / 4;

    public static ProfilerLimits defaults() {
        return new ProfilerLimits(
                Duration.ofHours(1),
                Duration.ofSeconds(30),
                1_000,
                50,
                2_000,
                200,
                SketchConfig.window(),
                UNBOUNDED_HEAP);
    }
}
