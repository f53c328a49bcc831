package io.tidemark.profile.decision;

import io.tidemark.profile.stats.BenjaminiHochberg;
import java.util.Arrays;
import java.util.List;

/**
 * Decides what drifted in a window. Pure: equal candidates and levels give equal verdicts.
 *
 * <p>Drift needs both: a change that is sure, by {@link BenjaminiHochberg} over all that the window is asked, and one that is large, by
 * its effect beyond what noise explains. The first keeps false alarms to the level however many features, statistics and segments
 * there are; the second keeps out changes that are real but too small to matter.
 */
public final class DriftDecision {
    private DriftDecision() {}

    /**
     * The verdicts on all candidates of one window, in their order.
     *
     * @param level the probability, between 0 and 1, of any false alarm in a window without drift
     */
    public static List<Verdict> decide(List<? extends Candidate> candidates, double level) {
        if (!(level > 0 && level < 1)) {
            throw new IllegalArgumentException("the level of a decision is between 0 and 1, not " + level);
        }
        double[] pValues = candidates.stream()
                .flatMapToDouble(candidate -> Arrays.stream(candidate.pValues()))
                .toArray();
        double cut = BenjaminiHochberg.cut(pValues, level);
        return candidates.stream().map(candidate -> candidate.verdict(cut)).toList();
    }
}
