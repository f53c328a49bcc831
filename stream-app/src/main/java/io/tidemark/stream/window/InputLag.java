package io.tidemark.stream.window;

import java.util.OptionalLong;

/** How many records of an input partition are still to be fetched. */
public interface InputLag {
    /** Nothing is known; whoever asks has to judge by the time that passes without a record. */
    InputLag UNKNOWN = new InputLag() {
        @Override
        public boolean isKnown() {
            return false;
        }

        @Override
        public OptionalLong of(int partition) {
            return OptionalLong.empty();
        }
    };

    /** Whether there is anybody to ask. */
    boolean isKnown();

    /** The lag as of the last fetch; empty before the first. Called on the stream thread that owns the partition. */
    OptionalLong of(int partition);
}
