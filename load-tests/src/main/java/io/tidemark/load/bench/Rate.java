package io.tidemark.load.bench;

/**
 * How fast one thread was.
 *
 * @param pairsPerSecond by the clock on the wall
 * @param pairsPerCpuSecond by the time for which the stream thread computed: what it would do on a core of its own, if it never waited
 * @param busyCores cores that this process used on average, the broker included
 */
record Rate(double pairsPerSecond, double pairsPerCpuSecond, double busyCores) {
    static Rate of(double pairs, long nanos, CpuTimes cpu) {
        return new Rate(
                pairs / (nanos / 1e9), pairs / (cpu.streamThreadNanos() / 1e9), (double) cpu.allNanos() / nanos);
    }
}
