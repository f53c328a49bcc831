package io.tidemark.stream.view;

import java.time.Instant;
import java.util.Optional;

/**
 * One window, or several that are shown as one.
 *
 * @param start inclusive
 * @param end exclusive
 * @param windows how many there are
 * @param rows events in them
 * @param severity of the worst of them, as in {@link HeatMap}
 * @param finding what is said of the worst of them, where something drifted
 */
public record WindowSummary(
        Instant start, Instant end, int windows, long rows, char severity, Optional<String> finding) {}
