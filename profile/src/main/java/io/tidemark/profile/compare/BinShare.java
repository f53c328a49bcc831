package io.tidemark.profile.compare;

/** One bin and the shares of both sides' values that lie in it; 0 where a side has no values. */
public record BinShare(String label, double baseline, double current) {

    /** How much the share has grown. */
    public double change() {
        return current - baseline;
    }
}
