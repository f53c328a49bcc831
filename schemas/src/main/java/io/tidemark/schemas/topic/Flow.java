package io.tidemark.schemas.topic;

import java.util.List;

/**
 * Who writes a topic and who reads it. This is what rights are made from; what is not here is not granted.
 *
 * @param writers in the order in which a list shows them
 * @param readers likewise
 */
public record Flow(List<Part> writers, List<Part> readers) {
    public Flow {
        writers = List.copyOf(writers);
        readers = List.copyOf(readers);
    }

    static Flow writtenBy(Part... writers) {
        return new Flow(List.of(writers), List.of());
    }

    Flow readBy(Part... newReaders) {
        return new Flow(writers, List.of(newReaders));
    }
}
