package io.tidemark.stream.notify;

import io.tidemark.schemas.avro.DriftEvent;

/** Which events one message may tell of. */
enum Grouping {
    /** Those of a model and window, and where messages are too many, all that wait. */
    BY_WINDOW,
    /** Those of an episode, of which the last counts. */
    BY_EPISODE;

    String keyOf(DriftEvent event) {
        return switch (this) {
            case BY_WINDOW -> event.getWindowStart() + "/" + event.getWindowEnd() + "/" + event.getModelId();
            case BY_EPISODE -> event.getEpisodeId();
        };
    }

    boolean mayMerge() {
        return this == BY_WINDOW;
    }
}
