package io.tidemark.stream.assess;

import io.tidemark.profile.decision.EpisodeSubject;
import io.tidemark.stream.spec.DurationText;
import io.tidemark.stream.spec.MonitorSpec;
import java.time.Duration;
import java.util.Optional;

/** The names of the lengths of windows that a model is judged by: its windows and its roll-ups. */
final class Resolutions {
    private Resolutions() {}

    static String ofRollup(Duration length) {
        return DurationText.format(length);
    }

    /** The length in milliseconds of the windows of {@code resolution}; empty where the spec has none. */
    static Optional<Long> lengthOf(String resolution, MonitorSpec spec) {
        return resolution.equals(EpisodeSubject.WINDOWS)
                ? Optional.of(spec.windowMs())
                : spec.windows().rollups().stream()
                        .filter(rollup -> ofRollup(rollup).equals(resolution))
                        .map(Duration::toMillis)
                        .findFirst();
    }
}
