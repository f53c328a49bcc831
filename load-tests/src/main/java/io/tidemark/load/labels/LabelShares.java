package io.tidemark.load.labels;

/**
 * How predictions and labels behave, each as a share of 0 to 1. Of a prediction that is labelled in time, the label may besides come early,
 * come again or be corrected.
 *
 * @param never predictions whose label never comes
 * @param late predictions whose label becomes known when labels of the window are no longer waited for
 * @param early labels in time that are written before their prediction
 * @param duplicated labels in time that come twice
 * @param corrected labels in time that another one takes the place of
 * @param unknown labels of ids that were never predicted, as a share of the predictions
 * @param undecodable records that can't be read, beside the labels and as many beside the predictions
 * @param repeated predictions that are written twice
 * @param astray records that are not in the partition of their id, as producers write them that leave the key out
 */
public record LabelShares(
        double never,
        double late,
        double early,
        double duplicated,
        double corrected,
        double unknown,
        double undecodable,
        double repeated,
        double astray) {

    /** Some of everything. */
    public static LabelShares mixed() {
        return new LabelShares(0.05, 0.03, 0.10, 0.10, 0.05, 0.02, 0.005, 0.02, 0.10);
    }
}
