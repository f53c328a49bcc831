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
 */
public record ReadCounts(
        long records, long undecodable, String undecodableReason, long unlabelled, long repeated, long outside) {
    /** Nothing read. */
    public static final ReadCounts NONE = new ReadCounts(0, 0, "", 0, 0, 0);
}
