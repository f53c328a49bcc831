package io.tidemark.serving.model;

import java.util.HashSet;
import java.util.List;

/** What kind of answer a model gives. */
public sealed interface ModelOutput {

    /**
     * One of several classes.
     *
     * @param labels at least two, each once, in the order in which scores are given
     */
    record Classes(List<String> labels) implements ModelOutput {
        /** More classes than this are taken for a mistake, such as ids that were given as labels. */
        public static final int MAX_CLASSES = 1_000;

        public Classes {
            labels = List.copyOf(labels);
            if (labels.size() < 2 || labels.size() > MAX_CLASSES) {
                throw new IllegalArgumentException(
                        "a model tells 2 to " + MAX_CLASSES + " classes apart, not " + labels.size());
            }
            if (new HashSet<>(labels).size() < labels.size()) {
                throw new IllegalArgumentException("a class is named twice in " + labels);
            }
        }
    }

    /** A number. */
    record Value() implements ModelOutput {}
}
