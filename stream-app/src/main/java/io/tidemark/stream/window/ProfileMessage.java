package io.tidemark.stream.window;

/**
 * What the profile step tells the assess step. All messages about one model go to one assess task, in the order the
 * partition's task sent them; heartbeats go to every assess task.
 */
public sealed interface ProfileMessage {

    /**
     * Rows that a partition adds to a window. Its features follow, one message each, before anything else of this
     * partition. A partition may add to the same window several times (after it was idle); the parts add up.
     *
     * @param rows events in this part
     * @param unprofiledRows those of them that were counted and not profiled, for want of room; where there are any, there are no features
     * @param droppedValues feature values that were not profiled because the window already had as many features as
     *     the limits allow
     * @param features how many {@link FeaturePart}s follow
     * @param joint a serialised {@code JointSketch}; empty where the dependence between features was not counted
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared, and a copy would cost without need
    record WindowPart(
            WindowKey window,
            int partition,
            long rows,
            long unprofiledRows,
            long droppedValues,
            int features,
            byte[] joint)
            implements ProfileMessage {
        static final byte[] NO_JOINT = {};
    }

    /**
     * One feature's sketch of such a part.
     *
     * @param sketch a serialised {@code FeatureSketch}
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared, and a copy would cost without need
    record FeaturePart(WindowKey window, int partition, String feature, byte[] sketch) implements ProfileMessage {}

    /**
     * How far this partition has sent a model's windows. It says so in windows' ends and not in event time, because the
     * two steps may see a change of the spec, and with it of the grace, at different times.
     *
     * @param partitions how many input partitions there are
     * @param sentUpToMs every window that ends at or before it has been sent
     * @param idle whether the partition has not seen the model for the idle timeout, has sent all it had, and must not
     *     be waited for
     * @param clockMs the partition's wall clock, see {@link PartitionClock}
     * @param sentAtMs the wall clock itself; {@link #UNKNOWN} in messages of earlier releases
     */
    record Watermark(
            String model, int partition, int partitions, long sentUpToMs, boolean idle, long clockMs, long sentAtMs)
            implements ProfileMessage {
        public static final long UNKNOWN = Long.MAX_VALUE;
    }

    /**
     * More came than a limit allows.
     *
     * @param model the model whose limit it is; {@link #ANY_MODEL} where it is no single one's
     * @param count records, rows or values that were too much since this was last told
     * @param clockMs the partition's wall clock
     */
    record LimitPassed(String model, int partition, Limit limit, long count, long clockMs) implements ProfileMessage {
        /** Stands for all models; no model that is profiled has a blank name. */
        public static final String ANY_MODEL = "";
    }

    /**
     * Sent at intervals, so that a partition that never saw a model is not waited for.
     *
     * @param clockMs the partition's wall clock: up to here it has announced every model it has seen
     */
    record Heartbeat(int partition, long clockMs) implements ProfileMessage {}
}
