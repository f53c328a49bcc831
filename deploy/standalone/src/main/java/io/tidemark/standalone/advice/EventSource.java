package io.tidemark.standalone.advice;

import io.tidemark.stream.event.EventBuffer;
import io.tidemark.stream.event.NameDictionary;
import io.tidemark.stream.window.Outcome;
import io.tidemark.stream.window.ProfilerLimits;

/** What is replayed: inference events of one model, in the order of each partition. It is read more than once, and says the same each time. */
public interface EventSource {
    /** Takes one event in. */
    @FunctionalInterface
    interface Sink {
        /**
         * @param partition from 0
         * @param event in a buffer that the next one takes
         * @return what became of it
         */
        Outcome take(int partition, EventBuffer event);
    }

    /** The ids in the events. */
    NameDictionary names();

    /** How many partitions have events. */
    int partitions();

    ProfilerLimits limits();

    /** @param step what this pass is for, in words */
    void forEach(String step, Sink sink);
}
