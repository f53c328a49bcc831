package io.tidemark.profile.compare;

import io.tidemark.profile.binning.CategoricalBinning;

/** One bin and the shares of both sides' values that lie in it; 0 where a side has no values. */
public record BinShare(String label, double baseline, double current) {

    /** How much the share has grown. */
    public double change() {
        return current - baseline;
    }

    /** Whether it holds the categories that the baseline never had. */
    public boolean isUnseen() {
        return label.equals(CategoricalBinning.UNSEEN);
    }

    /** Whether it holds those of the baseline's categories that have no bin of their own. */
    public boolean isOther() {
        return label.equals(CategoricalBinning.OTHER);
    }
}
