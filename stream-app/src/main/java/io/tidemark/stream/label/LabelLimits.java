package io.tidemark.stream.label;

import java.time.Duration;

/**
 * What bounds the join, whatever comes in.
 *
 * @param maxAhead how far a record's time may be ahead of the wall clock
 * @param idleTimeout how long a partition may be without a model's predictions until it is no longer waited for
 * @param settling how long after a model is met it must have been heard which partitions send its records here
 * @param maxModels models per partition
 * @param maxVersions versions of a model in one window
 * @param maxNameLength characters in a model, a version or a segment's value
 * @param retention how long the store keeps predictions and labels; a model's labels are waited for half as long at most, so that those
 *     that stall are still joined
 */
public record LabelLimits(
        Duration maxAhead,
        Duration idleTimeout,
        Duration settling,
        int maxModels,
        int maxVersions,
        int maxNameLength,
        Duration retention) {

    /** These, where no other partition can send records. */
    LabelLimits alone() {
        return new LabelLimits(maxAhead, idleTimeout, Duration.ZERO, maxModels, maxVersions, maxNameLength, retention);
    }

    /** How long labels of a model that asks for {@code asked} are waited for, in milliseconds. */
    long waitMs(Duration asked) {
        return Math.min(asked.toMillis(), retention.toMillis() / 2);
    }
}
