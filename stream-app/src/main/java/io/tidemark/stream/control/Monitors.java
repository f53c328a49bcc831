package io.tidemark.stream.control;

import io.tidemark.profile.baseline.Baseline;
import io.tidemark.stream.spec.MonitorSpec;
import java.util.Map;
import java.util.Optional;

/**
 * How each model is to be monitored, now. Answers may change from call to call; windows ask once, when they open, so a
 * change takes effect at a window boundary. Safe for use by several threads.
 */
public interface Monitors {
    /** The spec applied to {@code model}, or the defaults where none was. */
    MonitorSpec spec(String model);

    /** Whether somebody has applied a spec to {@code model}: such models come before those that nobody has. */
    boolean hasSpec(String model);

    /** The complete baseline of a segment of a model version, if there is one. */
    Optional<Baseline> baseline(String model, String version, String segment);

    /** What the performance of a segment of a model version is compared with, if somebody has published it. */
    default Optional<PerformanceReference> performance(String model, String version, String segment) {
        return Optional.empty();
    }

    /** The complete baselines of all segments of a model version, by segment; none where they can't be told. */
    default Map<String, Baseline> segments(String model, String version) {
        return Map.of();
    }
}
