package io.tidemark.retrain.data;

/**
 * What became of the model's records that were read.
 *
 * @param records all of the model
 * @param undecodable that can't be read
 * @param undecodableReason of the first of them; empty where there is none
 * @param unlabelled without a class or a finite number for a label
 * @param repeated that speak of an example that another record speaks of too: corrections, repeats, other versions' answers
 * @param outside examples that are older than the window, or than as many as are wanted
 * @param noRoom examples that were let go for want of memory: the oldest, where the spec does not say how many rows it wants
 */
public record ReadCounts(
        long records,
        long undecodable,
        String undecodableReason,
        long unlabelled,
        long repeated,
        long outside,
        long noRoom) {
    /** Nothing read. */
    public static final ReadCounts NONE = new ReadCounts(0, 0, "", 0, 0, 0);

    /** Where there was room for all. */
    public ReadCounts(
            long records, long undecodable, String undecodableReason, long unlabelled, long repeated, long outside) {
        this(records, undecodable, undecodableReason, unlabelled, repeated, outside, 0);
    }
}
