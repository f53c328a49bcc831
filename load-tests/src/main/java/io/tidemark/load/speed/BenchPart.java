package io.tidemark.load.speed;

/** What can be measured. */
public enum BenchPart {
    /** How fast the monitor and others read the same records. */
    SPEED,
    /** Bytes written to changelogs for each record read. */
    CHANGELOG,
    /** From the close of a window until its drift event can be read. */
    LATENCY,
    /** How fast events with more features, of more segments and of more models are taken in. */
    SCALING,
    /** Two stream threads beside one. */
    THREADS,
    /** What open windows take. */
    MEMORY,
    /** How long the work of a killed monitor stands still, with and without a standby. */
    RESTORE
}
