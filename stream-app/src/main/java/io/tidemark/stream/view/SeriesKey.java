package io.tidemark.stream.view;

import io.tidemark.schemas.topic.RecordKeys;

/** Whose windows follow each other. */
public record SeriesKey(String model, String version, String segment) {
    /** Whether it has all rows of the version. */
    boolean isAllRows() {
        return segment.equals(RecordKeys.ALL_ROWS);
    }
}
