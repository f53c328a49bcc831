package io.tidemark.load.speed;

import java.time.Duration;
import java.util.Map;
import java.util.Set;

/**
 * How a benchmark goes about it.
 *
 * @param records of 20 features that are written where something is to be read
 * @param rounds in which each contestant runs once; three at most where shapes of events are compared
 * @param longest for how long each run is watched at most; longer where shapes of events are compared and it holds too few commits
 * @param windows whose latency is measured
 * @param only the contestants that run in the measurement of speed; all of them where it is empty
 * @param stateMegabytes that a monitor has which is killed
 * @param settings of what runs, over its defaults
 */
public record BenchPlan(
        long records,
        int rounds,
        Duration longest,
        int windows,
        Set<String> only,
        int stateMegabytes,
        Map<String, String> settings) {
    public BenchPlan {
        only = Set.copyOf(only);
        settings = Map.copyOf(settings);
    }
}
