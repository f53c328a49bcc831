package io.tidemark.profile.decision;

/**
 * One thing that a window is asked about: a feature, the dependence between features, the volume of events.
 *
 * <p>All candidates of a window are decided together, since the more is asked, the more often chance alone answers.
 */
public interface Candidate {
    /** The p-value of each question, in any order; none where there are too few rows to ask. */
    double[] pValues();

    /**
     * What is to be said.
     *
     * @param cut p-values up to this one are sure
     */
    Verdict verdict(double cut);
}
