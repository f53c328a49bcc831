package io.tidemark.load.soak;

import java.time.Duration;
import java.util.OptionalLong;

/**
 * What a soak is asked for.
 *
 * @param length for how long faults strike
 * @param recordsPerSecond of the load
 * @param seed of the faults
 * @param lagBackWithin how long after a fault the lag may take to be back
 */
record SoakSettings(Duration length, int recordsPerSecond, long seed, Duration lagBackWithin) {
    static final long HEAP_MIB = 256;
    private static final long MIB = 1024 * 1024;

    /** What a process has beside its heap: code, classes, RocksDB, threads and buffers. */
    private static final long BESIDE_HEAP_MIB = 512;

    LagBound lagBound() {
        return new LagBound(lagBackWithin);
    }

    MemoryBound residentBound() {
        return new MemoryBound((HEAP_MIB + BESIDE_HEAP_MIB) * MIB, 0.10);
    }

    /** Of a heap that is three quarters full after a collection there is too little left to work with. */
    MemoryBound heapBound() {
        return new MemoryBound(HEAP_MIB * MIB * 3 / 4, 0.20);
    }

    /**
     * Whether there is no more lag than when nothing is wrong: what comes in between two commits, and what waits for its turn.
     *
     * @param lag empty while nobody knows
     */
    boolean isInPeace(OptionalLong lag) {
        return lag.stream().anyMatch(records -> records <= 2L * recordsPerSecond);
    }
}
