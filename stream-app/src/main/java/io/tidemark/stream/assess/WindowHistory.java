package io.tidemark.stream.assess;

import io.tidemark.stream.window.WindowKey;
import java.util.Optional;

/**
 * Windows that were judged, for later ones to be compared with.
 *
 * <p>Windows may be put again, with the same content, and asked for again after later ones were put: after a crash, windows are
 * judged again. Not safe for use by several threads.
 */
public interface WindowHistory {

    void put(EarlierWindow window);

    /** The window of exactly that version, segment and span. */
    Optional<EarlierWindow> at(WindowKey key, String resolution);

    /**
     * The last window of the version and segment of {@code key} that ended when {@code key} begins or before.
     *
     * @param notBeforeMs an earlier end does not count
     */
    Optional<EarlierWindow> lastBefore(WindowKey key, String resolution, long notBeforeMs);

    /** Drops a model's windows that ended before {@code endMs}. */
    void expire(String model, long endMs);
}
