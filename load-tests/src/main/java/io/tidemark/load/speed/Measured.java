package io.tidemark.load.speed;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** What a part of the benchmark measured. */
public interface Measured {
    /** Adds it to a document. */
    void toJson(ObjectNode root);

    /** Lines, or a table, in Markdown. */
    String toMarkdown();
}
