package io.tidemark.stream.view;

/**
 * That there is something new to see.
 *
 * @param model empty where it is of no model
 */
public record Change(String model, Subject subject) {
    /** What it is about. */
    public enum Subject {
        MONITORS,
        WINDOWS,
        EPISODES,
        PERFORMANCE,
        JOBS,
        VERSIONS,
        SERVING,
        DEAD_LETTERS,
        LEDGER
    }
}
