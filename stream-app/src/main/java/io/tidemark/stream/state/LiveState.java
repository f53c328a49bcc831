package io.tidemark.stream.state;

/**
 * Live objects that a {@link LiveStore} keeps safe.
 *
 * <p>The owner changes its objects as it likes and remembers which ones are dirty. Just before Kafka Streams commits it
 * is asked to {@link #save} them; after a restart it is given back every entry it ever saved and did not delete. Both
 * are called on the stream thread that owns the task, so no locking is needed.
 */
public interface LiveState {
    /** Takes one saved entry back. Called for all entries, in key order, before the first record. */
    void restore(String key, byte[] value);

    /** Writes every entry that changed since the last save, and deletes those that are gone. */
    void save(StateWriter writer);
}
