package io.tidemark.load.soak;

import java.time.Duration;
import java.util.OptionalLong;

/**
 * What a monitor takes up at a moment.
 *
 * @param at since the load began
 * @param residentBytes of its process; empty where the system does not say
 * @param heapBytes that the last collection left; empty before the first
 * @param stateBytes of its state directory
 * @param lag records that are not committed as read, of all monitors; empty while brokers don't answer
 */
record Sample(
        Duration at,
        String monitor,
        OptionalLong residentBytes,
        OptionalLong heapBytes,
        long stateBytes,
        OptionalLong lag) {}
