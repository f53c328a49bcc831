package io.tidemark.stream.label;

import io.tidemark.profile.decision.InputsVerdict;
import io.tidemark.stream.window.WindowKey;

/**
 * What the performance step is told. All messages about one model go to one task of it, in the order the partition's task sent
 * them; heartbeats go to every one.
 */
public sealed interface LabelMessage {

    /**
     * All that a partition has of a window so far. It takes the place of what the same partition sent of the window before.
     *
     * @param corrected answers whose label was corrected
     * @param profile a serialised {@code PerformanceProfile}
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared, and a copy would cost without need
    record Part(WindowKey window, int partition, long corrected, byte[] profile) implements LabelMessage {}

    /**
     * How far a partition has come with a model.
     *
     * @param partitions how many there are
     * @param closedUpToMs every window that ends at or before it has been sent at least once
     * @param finalUpToMs every window that ends at or before it has been sent for the last time
     * @param errorsUpToMs every batch of errors that ends at or before it has been sent
     * @param idle whether the partition has not seen the model for the idle timeout, has sent all it had, and must not be waited for
     * @param clockMs the partition's wall clock, see {@code PartitionClock}
     */
    record Progress(
            String model,
            int partition,
            int partitions,
            long closedUpToMs,
            long finalUpToMs,
            long errorsUpToMs,
            boolean idle,
            long clockMs)
            implements LabelMessage {}

    /** Answers that a partition found right or wrong in a short time. They come once. */
    record Errors(String model, int partition, ErrorBatch batch) implements LabelMessage {}

    /**
     * What was found of a window before any label: of its features, predictions and number of rows. It comes from the profiles that the monitor
     * publishes, and not from a partition of the join.
     */
    record Inputs(WindowKey window, InputsVerdict verdict) implements LabelMessage {}

    /**
     * Sent at intervals, so that a partition that never saw a model is not waited for.
     *
     * @param clockMs the partition's wall clock: up to here it has announced every model it has seen
     */
    record Heartbeat(int partition, long clockMs) implements LabelMessage {}
}
